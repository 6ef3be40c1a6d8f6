/** The linear losses of Reddi, Kale, Kumar (2018), on which Adam goes astray. */
import { fc } from "../deps.ts";
import { begin } from "../follow.ts";
import { formats } from "../numbers.ts";
import { type AtValues, atValues } from "../settings.ts";
import type { Subject } from "../subject.ts";

/** The losses c·w, −w, −w in turn, each times a scale. */
export interface Rounds {
  /** c. */
  readonly steepness: number;
  readonly scale: number;
  /** The start, in halves of the interval. */
  readonly start: number;
}

/** Half the interval, in learning rates. */
const half = 2;

/** Rounds with c from a least one to 8. */
export function rounds(leastSteepness: number): fc.Arbitrary<Rounds> {
  return fc.record({
    steepness: fc.integer({ min: 4 * leastSteepness, max: 32 })
      .map((n) => n / 4),
    scale: fc.integer({ min: -8, max: 8 }).map((n) => 2 ** n),
    start: fc.integer({ min: -8, max: 8 }).map((n) => n / 8),
  });
}

/** The subject without inertia, with the memory at which Adam goes astray. */
export function forgetful(subject: Subject, steepness: number): AtValues {
  const beta2 = 1 / (1 + steepness * steepness);
  return atValues(subject, { beta1: 0, beta2 });
}

/** Why a subject is not asked; nothing where it is. */
export function unlessForgetful(subject: Subject): string | undefined {
  return forgetful(subject, 4).why ??
    ((subject.hyperparameters.epsilon ?? 0) <= 2 ** -20
      ? undefined
      : "it is asked where ε is at most 2^-20");
}

/**
 * Plays so many steps, the weight kept within the interval.
 *
 * @returns the weight at the end, and the upper end of the interval.
 */
export async function playRounds(
  subject: Subject,
  { steepness, scale, start }: Rounds,
  steps: number,
): Promise<{ weight: number; end: number }> {
  const { subject: made } = forgetful(subject, steepness);
  const { round } = formats[subject.dtype];
  const end = round(half * made!.hyperparameters.learningRate);
  let standing = await begin(made!, [[round(end * start)]], [[1]]);
  for (let t = 0; t < steps; t++) {
    const g = scale * (t % 3 === 0 ? steepness : -1);
    const { params: [[w]], state } = await made!.update([[g]], standing);
    const kept = Math.max(-end, Math.min(end, w));
    standing = { params: [[kept]], state };
  }
  return { weight: standing.params[0][0], end };
}
