import type { Plot } from "../plot.ts";
import { arrange, constants, mark, markerStyle, type Part } from "./frame.ts";
import { contourMarks, ground, type Landscape } from "./landscape.ts";
import { leftOut } from "./lines.ts";
import { type PlanePoint, simplifyLine } from "./simplify.ts";
import { type Style, stylesOf } from "./theme.ts";

/** The way that an optimizer took. */
export interface Path {
  /** The name in the legend; a rule's id has that rule's style. */
  readonly name: string;
  /**
   * In order. Those without which the line looks the same are left out; where
   * it goes far beyond the axes, it ends.
   */
  readonly points: readonly PlanePoint[];
}

/** Paths over one map. */
export interface ContourPanel extends Partial<Landscape> {
  /** What distinguishes this panel; empty where there is one alone. */
  readonly title: string;
  readonly paths: readonly Path[];
}

/** What {@link contourPlot} draws. */
export interface ContourPlotOptions extends Landscape {
  /** The file's name without its ending. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly caption: string;
  /** What the paths are: `optimizer`, `γ`. The legend's title. */
  readonly legend: string;
  /** Each may have a landscape of its own. */
  readonly panels: readonly ContourPanel[];
  /** How many panels are in a row; 2 by default. */
  readonly columns?: number;
  /** The size of one panel, in px. */
  readonly width?: number;
  readonly height?: number;
}

/**
 * Paths over contours, whose levels are dense near the minimum: they are
 * evenly spaced in the logarithm of the height above the lowest point of the
 * grid. Paths begin at a ring; minima are marked by stars. Points that are not
 * finite are left out, and the caption says so.
 */
export function contourPlot(options: ContourPlotOptions): Plot {
  const { name, caption, legend, columns = 2 } = options;
  const [side, other] = options.panels.length > 1 ? [290, 230] : [440, 360];
  const width = options.width ?? side;
  const height = options.height ?? other;
  const all = options.panels.flatMap(({ paths }) => paths);
  const names = [...new Set(all.map((path) => path.name))];
  const styles = stylesOf(names);
  const left = all.flatMap(({ points }) => points)
    .filter((point) => !point.every(Number.isFinite)).length;
  const drawn: (Landscape & { contours: Part[] })[] = [];
  const contoursOf = ({ f, x, y, minima }: Landscape): Part[] => {
    const known = drawn.find((o) => o.f === f && o.x === x && o.y === y);
    if (known !== undefined) return known.contours;
    const contours = contourMarks({ f, x, y, minima }, width, height);
    drawn.push({ f, x, y, minima, contours });
    return contours;
  };
  const panels = options.panels.map((panel) => {
    const land = { ...options, ...panel };
    const paths = panel.paths.map((path) => ({
      ...path,
      points: visible(path.points, land, width, height),
    }));
    return {
      title: panel.title,
      ground,
      x: land.x,
      y: land.y,
      xValues: [],
      yValues: [],
      data: paths.map(({ points }, i) => ({
        name: `path ${i}`,
        values: points.map(([x, y]) => ({ x, y })),
      })),
      marks: [
        ...contoursOf(land),
        ...paths.flatMap((path, i) =>
          pathMarks(path, styles.get(path.name)!, `path ${i}`, land)
        ),
        ...land.minima.map(minimumMark),
      ],
    };
  });
  return arrange({
    name,
    caption: caption + leftOut(left),
    legend,
    entries: [
      ...names.map((name) => ({
        name,
        style: styles.get(name)!,
        line: true,
        point: false,
      })),
      ...(panels.length > 0
        ? [
          { name: "start", style: startStyle, line: false, point: true },
          { name: "minimum", style: minimumStyle, line: false, point: true },
        ]
        : []),
    ],
    panels,
    columns,
    width,
    height,
  });
}

const startStyle: Style = { color: "#000", dash: [], shape: "circle" };
const star = "M0,-1L0.2245,-0.309L0.951,-0.309L0.3633,0.118L0.5878,0.809" +
  "L0,0.382L-0.5878,0.809L-0.3633,0.118L-0.951,-0.309L-0.2245,-0.309Z";
const minimumStyle: Style = { color: "#000", dash: [], shape: star };

/** How many times the size of a panel a path may go beyond it. */
const reach = 50;

/** The points of a path that its line needs, up to where it goes far away. */
function visible(
  points: readonly PlanePoint[],
  { x, y }: Landscape,
  width: number,
  height: number,
): PlanePoint[] {
  const [[left, right], [bottom, top]] = [x.domain, y.domain];
  const [perX, perY] = [width / (right - left), height / (top - bottom)];
  const finite = points.filter((point) => point.every(Number.isFinite));
  const isNear = ([a, b]: PlanePoint) =>
    Math.abs(a - left) < reach * (right - left) &&
    Math.abs(b - bottom) < reach * (top - bottom);
  const away = finite.findIndex((point) => !isNear(point));
  const near = away < 0 ? finite : finite.slice(0, away);
  if (away > 0) near.push(cut(finite[away - 1], finite[away], isNear));
  const pixels = near.map(([a, b]): PlanePoint => [a * perX, b * perY]);
  return simplifyLine(pixels, 0.2).map(([a, b]) => [a / perX, b / perY]);
}

/** A point on the way from one that is near to one that is not. */
function cut(
  from: PlanePoint,
  to: PlanePoint,
  isNear: (point: PlanePoint) => boolean,
): PlanePoint {
  let share = 1;
  let point = to;
  while (!isNear(point)) {
    share /= 2;
    const at = (i: 0 | 1) => from[i] * (1 - share) + to[i] * share;
    point = [at(0), at(1)];
  }
  return point;
}

function pathMarks(
  { points }: Path,
  { color, dash }: Style,
  data: string,
  { x, y }: Landscape,
): Part[] {
  if (points.length === 0) return [];
  const position = {
    x: { scale: "x", field: "x" },
    y: { scale: "y", field: "y" },
  };
  const line = { stroke: color, strokeDash: dash, strokeWidth: 1.7 };
  const [[startX, startY]] = points;
  const isInside = ([low, high]: readonly [number, number], at: number) =>
    at >= low && at <= high;
  return [
    {
      type: "line",
      from: { data },
      clip: true,
      encode: { enter: { ...position, ...constants(line) } },
    },
    ...(isInside(x.domain, startX) && isInside(y.domain, startY)
      ? [symbolAt([startX, startY], startStyle)]
      : []),
  ];
}

function minimumMark(at: PlanePoint): Part {
  return symbolAt(at, minimumStyle);
}

function symbolAt([x, y]: PlanePoint, style: Style): Part {
  const { encode } = mark("symbol", markerStyle(style)) as {
    encode: { enter: Part };
  };
  const enter = {
    ...encode.enter,
    x: { scale: "x", value: x },
    y: { scale: "y", value: y },
  };
  return { type: "symbol", encode: { enter } };
}
