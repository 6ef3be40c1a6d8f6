/** Separable quadratics around a point, for rules that take functions. */
import type { Loss, Point } from "../subject.ts";

/** One number of a parameter, and the function along it. */
export interface Slope {
  /** Where it is. */
  readonly weight: number;
  /** The slope of the function there. */
  readonly gradient: number;
  /** The second derivative, the same everywhere. */
  readonly curvature: number;
}

/**
 * value + Σ g·(p − w) + ½·a·(p − w)², whose value, gradient and Hessian at the
 * weights w are exact.
 */
export function bowlAt(
  slopes: readonly (readonly Slope[])[],
  value: number,
): Loss {
  const each = (p: Point, f: (x: number, slope: Slope) => number): number[][] =>
    p.map((row, i) => row.map((x, j) => f(x, slopes[i][j])));
  return {
    value: (p) =>
      each(
        p,
        (x, { weight, gradient, curvature }) =>
          gradient * (x - weight) + curvature * (x - weight) ** 2 / 2,
      )
        .flat().reduce((sum, x) => sum + x, value),
    gradient: (p) =>
      each(
        p,
        (x, { weight, gradient, curvature }) =>
          gradient + curvature * (x - weight),
      ),
    hvp: (v) => each(v, (x, { curvature }) => curvature * x),
  };
}
