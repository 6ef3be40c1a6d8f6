/** Where the parts of the drawing stand, and how they look. */
import { mark, type Part } from "../../lab/plots/frame.ts";
import { roundedText } from "../../lab/table.ts";

const [blue, red] = ["#0072b2", "#b34700"];

/** The middles of the rows, from the top: values, derivatives, weights'. */
const rows = { forward: 76, value: 176, weight: 286 };
const [firstColumn, distance] = [44, 110];
const radius = 25;
const [boxWidth, boxHeight] = [60, 42];
const text = { align: "center", baseline: "middle", fontSize: 12 };
const black = { ...text, fill: "#000" };

/** The column of hᵢ or zᵢ, counted from that of h₀. */
export function columnOf(name: "h" | "z", i: number): number {
  return name === "h" ? 2 * i : 2 * i - 1;
}

const middleOf = (column: number) => firstColumn + distance * column;

/** The size of a drawing that ends at a column. */
export function size(end: number): { width: number; height: number } {
  const height = rows.weight + boxHeight / 2 + 12;
  return { width: middleOf(end) + firstColumn, height };
}

/** The names of the two directions. */
export function heading(): Part[] {
  const italic = { ...text, align: "left", fontSize: 13, fontStyle: "italic" };
  return [
    mark("text", { ...italic, x: 12, y: 18, text: "forward →", fill: blue }),
    mark("text", {
      ...italic,
      x: 12,
      y: rows.value,
      text: "← backward",
      fill: red,
    }),
  ];
}

/** A quantity of the forward pass, its value above it. */
export function valueCircle(
  column: number,
  name: string,
  value: number,
): Part[] {
  const [x, y] = [middleOf(column), rows.forward];
  const look = { fill: "#e8f2f9", stroke: blue, shape: "circle" };
  return [
    mark("symbol", { ...look, x, y, size: Math.PI * radius * radius }),
    mark("text", { ...black, x, y, text: name }),
    mark("text", { ...black, x, y: y - radius - 10, text: rounded(value) }),
  ];
}

/** An arrow from a column to the next, with what is done and its number. */
export function forward(
  column: number,
  what: string,
  value: number | string,
): Part[] {
  const [x, y] = [middleOf(column), rows.forward];
  const [from, to] = [x + radius + 3, x + distance - radius - 3];
  return [
    ...arrow(from, y, to, y, blue),
    ...labels((from + to) / 2, y, what, rounded(value)),
  ];
}

/** The way from the last column, of e, back to the one before. */
export function backwardStart(end: number): Part[] {
  const x = middleOf(end);
  const y = rows.value;
  const line = { x, y: rows.forward + radius + 3, x2: x, y2: y, stroke: red };
  const to = x - distance + boxWidth / 2 + 3;
  return [
    mark("rule", { ...line, strokeWidth: 1.5 }),
    ...arrow(x, y, to, y, red),
    ...labels((x + to) / 2 + 6, y, "∂e/∂e", "1"),
  ];
}

/** An arrow to a column from the next, with a factor of the chain rule. */
export function backward(column: number, name: string, value: number): Part[] {
  const [x, y] = [middleOf(column), rows.value];
  const [from, to] = [x + distance - boxWidth / 2 - 3, x + boxWidth / 2 + 3];
  return [
    ...arrow(from, y, to, y, red),
    ...labels((from + to) / 2, y, name, rounded(value)),
  ];
}

/** An arrow from a net input down to its weight, with the last factor. */
export function downward(column: number, name: string, value: number): Part[] {
  const x = middleOf(column);
  const [from, to] = [
    rows.value + boxHeight / 2 + 3,
    rows.weight - boxHeight / 2 - 3,
  ];
  const label = { ...black, align: "left", x: x + 8 };
  const middle = (from + to) / 2;
  return [
    ...arrow(x, from, x, to, red),
    mark("text", { ...label, y: middle - 9, text: name }),
    mark("text", { ...label, y: middle + 8, text: rounded(value) }),
  ];
}

/** A derivative of e in the row of the values or of the weights. */
export function derivativeBox(
  column: number,
  row: "value" | "weight",
  name: string,
  value: number,
): Part[] {
  const [x, y] = [middleOf(column), rows[row]];
  const box = {
    x: x - boxWidth / 2,
    y: y - boxHeight / 2,
    width: boxWidth,
    height: boxHeight,
    cornerRadius: 5,
    stroke: red,
    strokeWidth: row === "weight" ? 2 : 1,
    fill: row === "weight" ? "#fdeee3" : "#fff",
  };
  return [
    mark("rect", box),
    mark("text", { ...black, x, y: y - 9, text: name }),
    mark("text", { ...black, x, y: y + 10, text: rounded(value) }),
  ];
}

/** Two lines, above and below an arrow. */
function labels(x: number, y: number, above: string, below: string): Part[] {
  return [
    mark("text", { ...black, x, y: y - 11, text: above }),
    mark("text", { ...black, x, y: y + 13, text: below }),
  ];
}

/** A straight arrow, upright or level, with its head at the second point. */
function arrow(
  x: number,
  y: number,
  x2: number,
  y2: number,
  stroke: string,
): Part[] {
  const angle = y === y2 ? (x2 > x ? 90 : -90) : 180;
  const head = { shape: "triangle", size: 50, angle, fill: stroke };
  const [dx, dy] = y === y2 ? [x2 > x ? 4 : -4, 0] : [0, 4];
  return [
    mark("rule", { x, y, x2: x2 - dx, y2: y2 - dy, stroke, strokeWidth: 1.5 }),
    mark("symbol", { ...head, x: x2 - dx, y: y2 - dy }),
  ];
}

function rounded(value: number | string): string {
  return typeof value === "number" ? roundedText(value) : value;
}
