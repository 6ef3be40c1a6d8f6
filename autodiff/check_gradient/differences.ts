import { Extrapolation } from "./extrapolation.ts";

/** What finite differences find out about a derivative. */
export interface Differences {
  /** The derivative; `NaN` where there is a refusal. */
  readonly derivative: number;
  /** An estimate of its error. */
  readonly error: number;
  /** Why there is no answer, as the end of a sentence. */
  readonly refusal?: string;
}

/** The first step, to either side, and how often it is halved at most. */
const firstStep = 1 / 8;
const halvings = 28;

/** How many steps are taken before an answer is believed, or a kink is. */
const fewest = 4;

/** What rounding may change in a value of the function, relative to it. */
const rounding = 1 / 1125899906842624; // 2⁻⁵⁰

/**
 * The smallest derivative that differences can see, relative to the function's
 * size over a step: rounding, as one-sided extrapolation multiplies it.
 */
const visible = 1 / 1099511627776; // 2⁻⁴⁰

/**
 * The derivative of a function at 0 from its values nearby, by extrapolated
 * differences: one-sided ones, so that a kink shows, and central ones, which
 * are better unless a higher derivative jumps.
 *
 * @param f a function whose numbers change by their own size, if at all, as
 * its argument goes from 0 to 1.
 * @param relative how small the error must be, relative to the derivative.
 * @param absolute the error that is small enough for any derivative.
 */
export function differentiateAtZero(
  f: (t: number) => number,
  relative: number,
  absolute: number,
): Differences {
  const center = f(0);
  if (!Number.isFinite(center)) return refuse(`the function is ${center}`);
  let size = Math.abs(center);
  let taken = 0;
  let kinked = 0;
  let [central, left, right] = start();
  for (let i = 0, step = firstStep; i <= halvings; i++, step /= 2) {
    const [below, above] = [f(-step), f(step)];
    if (!Number.isFinite(below) || !Number.isFinite(above)) {
      [central, left, right] = start();
      taken = kinked = 0;
      continue;
    }
    // What still grows this close is no rounding, but a pole.
    if (taken < fewest) {
      size = Math.max(size, Math.abs(below), Math.abs(above));
    }
    const noise = rounding * size / step;
    central.add((above - below) / (2 * step), noise);
    left.add((center - below) / step, noise);
    right.add((above - center) / step, noise);
    if (++taken < fewest) continue;
    const unseen = visible * size / step + absolute;
    const slope = Math.max(Math.abs(left.value), Math.abs(right.value));
    const limit = relative * slope + unseen;
    const settled = Math.max(left.error, right.error) <= limit;
    if (!settled || limit === Infinity) continue;
    if (Math.abs(left.value - right.value) > 4 * limit) {
      if (++kinked < fewest) continue;
      return refuse(
        `the function has a kink, with slope ${left.value} before and ` +
          `${right.value} after`,
      );
    }
    const sides = {
      value: left.value / 2 + right.value / 2,
      error: left.error / 2 + right.error / 2,
    };
    const best = central.error < sides.error ? central : sides;
    return { derivative: best.value, error: best.error + unseen };
  }
  return taken < fewest
    ? refuse("the function is not finite next to it")
    : refuse(
      `finite differences do not settle (the best gives ` +
        `${central.value} ± ${central.error}): a kink or a jump is too close, ` +
        `or rounding too coarse`,
    );
}

function start(): [Extrapolation, Extrapolation, Extrapolation] {
  return [new Extrapolation(4), new Extrapolation(2), new Extrapolation(2)];
}

function refuse(refusal: string): Differences {
  return { derivative: NaN, error: Infinity, refusal };
}
