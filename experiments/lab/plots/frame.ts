import type { Plot } from "../plot.ts";
import { type Axis, axisOf, domainOf, scaleOf, titleDistance } from "./axis.ts";
import { config, type Style, vega } from "./theme.ts";

/** A mark, a scale or another part of a specification of Vega. */
export type Part = Readonly<Record<string, unknown>>;

/** What an element of a specification is given: a constant for each channel. */
export function constants(
  values: Readonly<Record<string, unknown>>,
): Record<string, Part> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value }]),
  );
}

/** A mark whose channels are constants. */
export function mark(
  type: string,
  values: Readonly<Record<string, unknown>>,
): Part {
  return { type, encode: { enter: constants(values) } };
}

/** One panel with its axes: where it stands is up to {@link arrange}. */
export interface Panel {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Whether rows that the marks name take the place of the axis `y`. */
  readonly hasRows?: boolean;
  /** The ground, where the marks cover it; there is no grid then. */
  readonly ground?: string;
  /** The values that the axes have to hold. */
  readonly xValues: readonly number[];
  readonly yValues: readonly number[];
  readonly data: readonly Part[];
  /** Marks on the scales `x` and `y`. */
  readonly marks: readonly Part[];
}

/** One row of a legend. */
export interface LegendEntry {
  readonly name: string;
  readonly style: Style;
  /** Whether a line and a marker are shown. */
  readonly line: boolean;
  readonly point: boolean;
}

/** What holds panels together. */
export interface Frame {
  readonly name: string;
  readonly caption: string;
  /** The legend's title. */
  readonly legend: string;
  readonly entries: readonly LegendEntry[];
  readonly panels: readonly Panel[];
  readonly columns: number;
  /** The size of a panel, in px. */
  readonly width: number;
  readonly height: number;
  /** How much room there is to the left and to the right of a panel, in px. */
  readonly margins?: { readonly left: number; readonly right: number };
}

const axisRoom = titleDistance.y + 14;
const bottom = titleDistance.x + 16;
const top = 12;
const titleHeight = 22;
const gap = 22;

/** The panels in rows, and the legend to the right of them. */
export function arrange(frame: Frame): Plot {
  const { name, caption, entries, panels, width, height } = frame;
  const titled = panels.some(({ title }) => title !== "");
  const columns = Math.max(1, Math.min(frame.columns, panels.length));
  const rows = Math.ceil(panels.length / columns);
  const { left, right } = frame.margins ?? { left: axisRoom, right: gap };
  const columnWidth = left + width + right;
  const rowHeight = top + (titled ? titleHeight : 0) + height + bottom;
  const legendHeight = legendTop(frame) + entries.length * rowDistance + gap;
  const groups = panels.map((panel, i) =>
    group(panel, width, height, {
      x: left + (i % columns) * columnWidth,
      y: rowHeight * (Math.floor(i / columns) + 1) - bottom - height,
    })
  );
  const legendX = columns * columnWidth;
  return {
    name,
    caption,
    spec: {
      $schema: vega,
      config,
      autosize: "none",
      width: legendX + (entries.length > 0 ? legendWidth(frame) : 0),
      height: Math.max(rows * rowHeight, legendHeight),
      marks: [...groups, ...legendMarks(frame, legendX, top)],
    },
  };
}

function group(
  { title, x, y, hasRows, ground, xValues, yValues, data, marks }: Panel,
  width: number,
  height: number,
  at: { x: number; y: number },
): Part {
  const [xDomain, yDomain] = [domainOf(x, xValues), domainOf(y, yValues)];
  const heading = { x: width / 2, y: -8, align: "center", fontSize: 14 };
  const axes = [axisOf("x", x, xDomain, width)];
  if (hasRows !== true) axes.push(axisOf("y", y, yDomain, height));
  const above = ground === undefined ? {} : { grid: false, zindex: 1 };
  const frame = { ...at, width, height, stroke: "#bbb", fill: ground };
  return {
    ...mark("group", frame),
    data,
    scales: [
      scaleOf("x", x, xDomain, [0, width]),
      scaleOf("y", y, yDomain, [height, 0]),
    ],
    axes: axes.map((axis) => ({ ...axis, ...above })),
    marks: [...marks, mark("text", { ...heading, text: title, fill: "#000" })],
  };
}

const rowDistance = 20;
const sample = 30;

function legendTop({ legend }: Frame): number {
  return top + (legend === "" ? 8 : 30);
}

/** The width of a character of 12 px, at most, in any usual font. */
export const textRoom = 7.3;

function legendWidth({ entries, legend }: Frame): number {
  const longest = Math.max(...entries.map(({ name }) => name.length));
  return Math.max(sample + 8 + textRoom * longest, 8 * legend.length) + gap / 2;
}

/** Each series with a piece of its line, its marker and its name. */
function legendMarks(frame: Frame, x: number, y: number): Part[] {
  const { legend, entries } = frame;
  if (entries.length === 0) return [];
  const text = { fontSize: 12, fill: "#222", baseline: "middle" };
  const title = { ...text, fontSize: 13, x, y: y + 8, text: legend };
  return [
    ...(legend === "" ? [] : [mark("text", title)]),
    ...entries.flatMap(({ name, style, line, point }, i) => {
      const middle = legendTop(frame) + i * rowDistance;
      return [
        ...(line ? [mark("rule", lineStyle(style, x, middle))] : []),
        ...(point
          ? [mark("symbol", {
            ...markerStyle(style),
            x: x + sample / 2,
            y: middle,
          })]
          : []),
        mark("text", { ...text, x: x + sample + 8, y: middle, text: name }),
      ];
    }),
  ];
}

function lineStyle({ color, dash }: Style, x: number, y: number) {
  return {
    x,
    y,
    x2: x + sample,
    stroke: color,
    strokeDash: dash,
    strokeWidth: 2,
  };
}

/** How the marker of a series is drawn. */
export function markerStyle({ color, shape }: Style): Record<string, unknown> {
  return { shape, size: 50, stroke: color, strokeWidth: 1.5, fill: "white" };
}
