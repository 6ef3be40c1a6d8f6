/** A place on a line: how far, the value there, and the slope along the line. */
export interface LinePoint {
  readonly t: number;
  readonly value: number;
  readonly slope: number;
}

/** When a search along a line is content, and when it gives up. */
export interface LineSearch {
  /** c₁: the value must fall by this part of what the first slope promises. */
  readonly decrease: number;
  /** c₂: the slope must become less steep than this part of the first. */
  readonly curvature: number;
  /** The length of a bracket that is too short to go on. */
  readonly tolerance: number;
  /** How many further points are tried after the first. */
  readonly trials: number;
}

/**
 * How far to go along a line that leads downwards, by the strong Wolfe
 * conditions: f(t) ≤ f(0) + c₁·t·f′(0) and |f′(t)| ≤ c₂·|f′(0)|. Points are
 * found by cubic interpolation. Where none fits, it is the lowest that was
 * found; 0 where none is lower than the start. A value that is NaN counts as
 * too high.
 *
 * @param at the value and slope at a place.
 * @param start those at 0; its slope is below 0.
 * @param first the place that is tried first.
 * @see Nocedal and Wright (2006), Numerical optimization, algorithms 3.5 and
 * 3.6, equation (3.59); bounds and safeguards are those of Schmidt's minFunc.
 */
export function strongWolfe(
  at: (t: number) => LinePoint,
  start: LinePoint,
  first: number,
  { decrease, curvature, tolerance, trials }: LineSearch,
): number {
  const low = (p: LinePoint) =>
    p.value <= start.value + decrease * p.t * start.slope;
  const flat = (p: LinePoint) => Math.abs(p.slope) <= -curvature * start.slope;
  const order = (a: LinePoint, b: LinePoint): [LinePoint, LinePoint] =>
    a.value <= b.value || Number.isNaN(b.value) ? [a, b] : [b, a];

  let [previous, current] = [start, at(first)];
  let trial = 0;
  let bracket: [LinePoint, LinePoint] | undefined;
  while (trial < trials && bracket === undefined) {
    // The second point may lie above the first, as in minFunc.
    const risen = trial > 1 && !(current.value < previous.value);
    if (!low(current) || risen) bracket = [previous, current];
    else if (flat(current)) return current.t;
    else if (current.slope >= 0) bracket = [previous, current];
    else {
      const least = current.t + 0.01 * (current.t - previous.t);
      const next = cubicMinimum(previous, current, least, 10 * current.t);
      [previous, current] = [current, at(next)];
      trial++;
    }
  }
  let [best, other] = order(...bracket ?? [start, current]);
  let closing = false;
  for (; trial < trials; trial++) {
    const [from, to] = best.t < other.t ? [best, other] : [other, best];
    if (to.t - from.t < tolerance) break;
    let t = cubicMinimum(from, to, from.t, to.t);
    const margin = 0.1 * (to.t - from.t);
    const near = Math.min(to.t - t, t - from.t) < margin;
    if (near && (closing || t >= to.t || t <= from.t)) {
      t = to.t - t < t - from.t ? to.t - margin : from.t + margin;
      closing = false;
    } else closing = near;
    const found = at(t);
    if (!low(found) || !(found.value < best.value)) {
      [best, other] = order(best, found);
    } else {
      if (flat(found)) return found.t;
      if (found.slope * (other.t - best.t) >= 0) other = best;
      best = found;
    }
  }
  return best.t;
}

/**
 * Where the cubic through two points, with their slopes, has its minimum,
 * within bounds: halfway between these where it has none.
 */
function cubicMinimum(
  a: LinePoint,
  b: LinePoint,
  least: number,
  most: number,
): number {
  const d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
  const d2 = Math.sqrt(d1 * d1 - a.slope * b.slope);
  const t = b.t - (b.t - a.t) *
      ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
  return Number.isNaN(t)
    ? (least + most) / 2
    : Math.min(Math.max(t, least), most);
}
