import type { Plot } from "../plot.ts";
import { type Axis, hasPlace, withinReach } from "./axis.ts";
import {
  arrange,
  constants,
  type LegendEntry,
  markerStyle,
  type Panel,
  type Part,
} from "./frame.ts";
import { type Style, stylesOf } from "./theme.ts";

/** One point of a series, with the ends of its band if it has one. */
export interface LinePoint {
  readonly x: number;
  readonly y: number;
  /** The least of what `y` stands for. */
  readonly low?: number;
  /** The greatest of what `y` stands for. */
  readonly high?: number;
}

/** Points that belong together. */
export interface LineSeries {
  /** The name in the legend; a rule's id has that rule's style. */
  readonly name: string;
  /** By rising `x`; of more than 60, some are left out, evenly. */
  readonly points: readonly LinePoint[];
  /** How it is drawn; `line` by default. */
  readonly mark?: "line" | "points" | "both";
  /** Whether it is a thin grey line behind the others, without its band. */
  readonly isFaint?: boolean;
}

/** Series that share one pair of axes. */
export interface LinePanel {
  /** What distinguishes this panel; empty where there is one alone. */
  readonly title: string;
  readonly series: readonly LineSeries[];
  /** In place of the plot's. */
  readonly x?: Axis;
  readonly y?: Axis;
}

/** What {@link linePlot} draws. */
export interface LinePlotOptions {
  /** The file's name without its ending. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly caption: string;
  readonly x: Axis;
  readonly y: Axis;
  /** What the series are: `optimizer`, `η`. The legend's title. */
  readonly legend: string;
  readonly panels: readonly LinePanel[];
  /** How many panels are in a row; 2 by default. */
  readonly columns?: number;
  /** The size of one panel, in px. */
  readonly width?: number;
  readonly height?: number;
}

const mostPoints = 60;

/**
 * Lines with bands, points, or both, in one panel or several. Numbers without
 * a place on their axis (NaN, the infinities, what is not positive on a
 * logarithmic one) are left out, and the caption says so.
 */
export function linePlot(options: LinePlotOptions): Plot {
  const { name, caption, legend, columns = 2 } = options;
  const [width, height] = options.panels.length > 1 ? [290, 200] : [440, 290];
  const all = options.panels.flatMap(({ series }) => series)
    .filter(({ isFaint }) => isFaint !== true);
  const names = [...new Set(all.map((series) => series.name))];
  const styles = stylesOf(names);
  const panels = options.panels.map((panel) => panelOf(options, panel, styles));
  const left = panels.reduce((sum, panel) => sum + panel.left, 0);
  const entries = names.map((name): LegendEntry => {
    const own = all.filter((series) => series.name === name);
    return {
      name,
      style: styles.get(name)!,
      line: own.some(({ mark }) => mark !== "points"),
      point: own.some(({ mark = "line" }) => mark !== "line"),
    };
  });
  const hasFaint = options.panels.some(({ series }) =>
    series.some(({ isFaint }) => isFaint)
  );
  const others = { name: "others", style: faint, line: true, point: false };
  return arrange({
    name,
    caption: caption + leftOut(left),
    legend,
    entries: hasFaint ? [...entries, others] : entries,
    panels,
    columns,
    width: options.width ?? width,
    height: options.height ?? height,
  });
}

/** One panel, and how many of its points have no place. */
function panelOf(
  options: LinePlotOptions,
  { title, series, x = options.x, y = options.y }: LinePanel,
  styles: ReadonlyMap<string, Style>,
): Panel & { left: number } {
  const behindFirst = [...series].sort((a, b) =>
    Number(b.isFaint === true) - Number(a.isFaint === true)
  );
  const shown = behindFirst.map(({ name, points, mark = "line", isFaint }) => ({
    style: isFaint === true ? faint : styles.get(name)!,
    mark: isFaint === true ? "line" as const : mark,
    points: points.filter((p) => hasPlace(x, p.x) && hasPlace(y, p.y)),
  }));
  const count = (list: readonly { points: readonly unknown[] }[]) =>
    list.reduce((sum, { points }) => sum + points.length, 0);
  const thinned = shown.map(({ points, ...rest }) => ({
    ...rest,
    points: thin(points, mostPoints).map((p) => withBand(p, y)),
  }));
  const points = thinned.flatMap((each) => each.points);
  return {
    title,
    x,
    y,
    xValues: points.map((p) => p.x),
    yValues: points.flatMap((p) => [p.y, p.low, p.high]),
    data: thinned.flatMap(({ points }, i) => [
      { name: `${i}`, values: points },
      {
        name: `${i} points`,
        values: points.filter((p) => isWithin(x, p.x) && isWithin(y, p.y)),
      },
    ]),
    marks: [
      ...thinned.flatMap((each, i) => bandMarks(each, `${i}`)),
      ...thinned.flatMap((each, i) => lineMarks(each, `${i}`)),
      ...thinned.flatMap((each, i) => pointMarks(each, `${i} points`)),
    ],
    left: count(series) - count(shown),
  };
}

/** A point whose band has an end where it can be shown; else it ends there. */
function withBand({ x, y, low, high }: LinePoint, axis: Axis) {
  const end = (value: number | undefined) =>
    withinReach(axis, value !== undefined && hasPlace(axis, value) ? value : y);
  return { x, y: withinReach(axis, y), low: end(low), high: end(high) };
}

/** A series as it is drawn. */
interface Drawn {
  readonly style: Style;
  readonly mark: "line" | "points" | "both";
  readonly points: readonly Required<LinePoint>[];
}

/** How series behind the others look. */
const faint: Style = { color: "#c4c4c4", dash: [], shape: "circle" };

const xy: Part = {
  x: { scale: "x", field: "x" },
  y: { scale: "y", field: "y" },
};

function bandMarks({ style, points }: Drawn, data: string): Part[] {
  if (style === faint) return [];
  if (!points.some(({ low, high }) => low < high)) return [];
  const enter = {
    x: xy.x,
    y: { scale: "y", field: "low" },
    y2: { scale: "y", field: "high" },
    ...constants({ fill: style.color, fillOpacity: 0.13 }),
  };
  return [{ type: "area", from: { data }, clip: true, encode: { enter } }];
}

function lineMarks({ style, mark, points }: Drawn, data: string): Part[] {
  if (mark === "points" || points.length === 0) return [];
  const { color, dash } = style;
  const strokeWidth = style === faint ? 1 : 2;
  const enter = {
    ...xy,
    ...constants({ stroke: color, strokeDash: dash, strokeWidth }),
  };
  return [{ type: "line", from: { data }, clip: true, encode: { enter } }];
}

function pointMarks({ style, mark, points }: Drawn, data: string): Part[] {
  const isShown = mark !== "line" || points.length === 1;
  if (!isShown || points.length === 0) return [];
  const enter = { ...xy, ...constants(markerStyle(style)) };
  return [{ type: "symbol", from: { data }, encode: { enter } }];
}

function isWithin({ domain }: Axis, value: number): boolean {
  return domain === undefined || value >= domain[0] && value <= domain[1];
}

/** A sentence on the points that could not be shown, to follow a caption. */
export function leftOut(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? " 1 point has no place on the axes and is left out."
    : ` ${count} points have no place on the axes and are left out.`;
}

/** At most so many things of a list, evenly, the first and last among them. */
export function thin<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from(
    { length: most },
    (_, i) => list[Math.round(i * (list.length - 1) / (most - 1))],
  );
}
