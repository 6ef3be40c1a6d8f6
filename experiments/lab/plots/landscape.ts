import { tensor } from "../../../autodiff/mod.ts";
import type { Axis } from "./axis.ts";
import { mark, type Part } from "./frame.ts";
import { ringsAbove } from "./rings.ts";
import { type PlanePoint, simplifyRing } from "./simplify.ts";
import { mix } from "./theme.ts";

/** An axis whose ends are given. */
export type BoundedAxis = Axis & Required<Pick<Axis, "domain">>;

/** A function of two numbers, and where it is shown. */
export interface Landscape {
  readonly x: BoundedAxis;
  readonly y: BoundedAxis;
  /** The function whose contours are drawn. */
  readonly f: (x: number, y: number) => number;
  /** Its global minima. */
  readonly minima: readonly PlanePoint[];
}

/** The number of columns and of rows of the grid on which heights are known. */
const gridSize = 70;
const levels = 10;

/** The ground and the greys upon it, dark where the function is low. */
export const [ground, ...shades]: readonly string[] = Array.from(
  { length: levels + 1 },
  (_, i) => mix([178, 184, 191], [250, 250, 250], i / levels),
);

/**
 * Where the function is above each level, one upon the other. The levels are
 * evenly spaced in {@link depths}.
 */
export function contourMarks(
  { f, x, y }: Landscape,
  width: number,
  height: number,
): Part[] {
  const at = ([low, high]: readonly [number, number], i: number) =>
    low + (high - low) * (i / (gridSize - 1));
  const heights = Array.from({ length: gridSize * gridSize }, (_, i) => {
    const [column, row] = [i % gridSize, Math.floor(i / gridSize)];
    return f(at(x.domain, column), at(y.domain, gridSize - 1 - row));
  });
  const values = depths(heights);
  const grid = { columns: gridSize, rows: gridSize, values };
  const [xStep, yStep] = [width, height].map((px) => px / (gridSize - 1));
  return shades.flatMap((fill, i) => {
    const rings = ringsAbove(grid, (i + 1) / (levels + 1)).map((ring) =>
      simplifyRing(ring.map(([x, y]) => [x * xStep, y * yStep]), 0.2)
    ).filter(isSeen);
    const path = rings.map(ringText).join("");
    return path === ""
      ? []
      : [mark("path", { path, fill, stroke: "#fff", strokeWidth: 0.7 })];
  });
}

/** Whether a ring is more than a speck, as the grid makes in narrow valleys. */
function isSeen(ring: readonly PlanePoint[]): boolean {
  const [[x, y]] = ring;
  return ring.some(([a, b]) => Math.abs(a - x) > 12 || Math.abs(b - y) > 12);
}

/** A closed ring as the path of an SVG file. */
function ringText(ring: readonly PlanePoint[]): string {
  const tenths = (px: number) => Math.round(px * 10) / 10;
  return `M${ring.map((point) => point.map(tenths).join()).join("L")}Z`;
}

/**
 * Heights as numbers in 0 … 1, the logarithm of what they are above the lowest
 * in units of a part of the median; not finite ones are the highest.
 */
function depths(heights: readonly number[]): number[] {
  const finite = heights.filter(Number.isFinite).sort((a, b) => a - b);
  if (finite.length === 0) return heights.map(() => 0);
  const lowest = finite[0];
  const middle = finite[finite.length >> 1] - lowest;
  const unit = middle > 0 ? middle / 12 : 1;
  const highest = finite[finite.length - 1];
  const bounded = heights.map((h) => Number.isFinite(h) ? h : highest);
  const logs = tensor(bounded).sub(lowest).div(unit).log1p().toTypedArray();
  const range = Math.max(...logs) || 1;
  return Array.from(logs, (log) => Math.round(log / range * 1000) / 1000);
}
