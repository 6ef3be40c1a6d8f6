import type { Plot } from "../plot.ts";
import { config, mix, vega } from "./theme.ts";
import { mark, type Part, textRoom } from "./frame.ts";

/** One cell of a heatmap. */
export interface HeatmapCell {
  readonly row: string;
  readonly column: string;
  /** What its shade stands for; NaN has none. */
  readonly value: number;
  /** What is written in it, of 8 characters at most. */
  readonly text: string;
}

/** What {@link heatmap} draws. */
export interface HeatmapOptions {
  /** The file's name without its ending. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly caption: string;
  /** What the columns and the rows are. */
  readonly x: string;
  readonly y: string;
  /** What the values are, with their unit. */
  readonly value: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /**
   * Rows that belong together, each group under a heading: all rows, in their
   * order. Default: no headings.
   */
  readonly groups?: readonly {
    readonly title: string;
    readonly rows: readonly string[];
  }[];
  /** One at most for each row and column; what is not there stays empty. */
  readonly cells: readonly HeatmapCell[];
  /** The values that have the lightest and the darkest shade. */
  readonly domain?: readonly [light: number, dark: number];
}

const cellWidth = 72;
const [top, gap] = [12, 8];

/** The height of a cell, less where there are many, and that of a heading. */
const [cellHeight, flatHeight, many] = [30, 20, 12];
const headingHeight = 24;
const [lightest, darkest] = [[239, 246, 253], [8, 69, 148]];

/** A table whose cells are shaded by their value, and say it. */
export function heatmap(options: HeatmapOptions): Plot {
  const { name, caption, columns, rows, cells } = options;
  const left = 34 + widthOf(rows);
  const bottom = 46 + Math.round(widthOf(columns) * 0.5);
  const tall = rows.length > many ? flatHeight : cellHeight;
  const width = columns.length * cellWidth;
  const { headings, places, height } = placesOf(options, tall);
  const [light, dark] = options.domain ?? ends(cells);
  const shade = (value: number) =>
    dark === light ? 0 : (value - light) / (dark - light);
  const label = { fontSize: 12, fill: "#222", baseline: "middle" };
  const title = { ...label, fontSize: 13, align: "center" };
  const drawn = cells.flatMap((cell) => {
    const x = left + columns.indexOf(cell.column) * cellWidth;
    const y = places.get(cell.row)!;
    const isShaded = Number.isFinite(cell.value);
    const depth = Math.min(Math.max(shade(cell.value), 0), 1);
    return [
      rectangle(x, y, cellWidth, tall, isShaded ? depth : undefined),
      mark("text", {
        ...label,
        align: "center",
        x: x + cellWidth / 2,
        y: y + tall / 2,
        text: cell.text,
        fill: isShaded && depth > 0.55 ? "#fff" : "#000",
      }),
    ];
  });
  const key = left + width + 20;
  return {
    name,
    caption,
    spec: {
      $schema: vega,
      config,
      autosize: "none",
      width: key + Math.max(70, options.value.length * 7.5),
      height: Math.max(top + height + bottom, 170),
      marks: [
        ...drawn,
        ...rows.map((text) =>
          mark("text", {
            ...label,
            align: "right",
            x: left - gap,
            y: places.get(text)! + tall / 2,
            text,
          })
        ),
        ...headings.map(({ text, y }) =>
          mark("text", { ...label, fontStyle: "italic", x: left, y, text })
        ),
        ...columns.map((text, column) =>
          mark("text", {
            ...label,
            align: "right",
            angle: -30,
            x: left + (column + 0.6) * cellWidth,
            y: top + height + 12,
            text,
          })
        ),
        mark("text", {
          ...title,
          x: left + width / 2,
          y: top + height + bottom - 14,
          text: options.x,
        }),
        mark("text", {
          ...title,
          angle: -90,
          x: 12,
          y: top + height / 2,
          text: options.y,
        }),
        ...keyMarks(options.value, key, [light, dark]),
      ],
    },
  };
}

/** Where rows and headings are, from above. */
function placesOf({ rows, groups }: HeatmapOptions, tall: number) {
  const places = new Map<string, number>();
  const headings: { readonly text: string; readonly y: number }[] = [];
  let y = top;
  for (const { title, rows: own } of groups ?? [{ title: "", rows }]) {
    if (title !== "") {
      headings.push({ text: title, y: y + headingHeight / 2 + 2 });
      y += headingHeight;
    }
    for (const row of own) {
      places.set(row, y);
      y += tall;
    }
  }
  return { headings, places, height: y - top };
}

/** What shades mean: a bar with its ends. */
function keyMarks(
  value: string,
  x: number,
  [light, dark]: readonly [number, number],
): Part[] {
  const steps = 10;
  const label = { fontSize: 12, fill: "#222", baseline: "middle" };
  const end = (number: number) => String(Number(number.toPrecision(3)));
  return [
    mark("text", { ...label, fontSize: 13, x, y: top + 8, text: value }),
    ...Array.from(
      { length: steps },
      (_, i) => rectangle(x, top + 24 + i * 10, 16, 10, (i + 0.5) / steps),
    ),
    mark("text", { ...label, x: x + 24, y: top + 29, text: end(light) }),
    mark("text", {
      ...label,
      x: x + 24,
      y: top + 24 + steps * 10 - 5,
      text: end(dark),
    }),
  ];
}

/** A rectangle with a shade of 0 … 1; grey where there is none. */
function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  depth: number | undefined,
): Part {
  const fill = depth === undefined ? "#eee" : mix(lightest, darkest, depth);
  return mark("rect", { x, y, width, height, fill, stroke: "#fff" });
}

/** The least and the greatest of the values that are finite. */
function ends(cells: readonly HeatmapCell[]): readonly [number, number] {
  const values = cells.map(({ value }) => value).filter(Number.isFinite);
  if (values.length === 0) return [0, 1];
  return [
    values.reduce((a, b) => b < a ? b : a),
    values.reduce((a, b) => b > a ? b : a),
  ];
}

/** A width that holds some names in any usual font. */
function widthOf(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => name.length)) * textRoom;
}
