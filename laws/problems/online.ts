/** Linear losses g_t·w, one a step, of one weight. */
import { fc } from "../deps.ts";
import { begin } from "../follow.ts";
import { ordinary } from "../numbers.ts";
import type { Subject } from "../subject.ts";

/** A game: where it starts, what it is compared with, and the losses. */
export interface Game {
  readonly start: number;
  readonly other: number;
  readonly gradients: readonly number[];
  /**
   * Whether each gradient takes the sign that hurts, that of w − other, and the
   * size of the first one.
   */
  readonly adverse: boolean;
}

/**
 * Games of up to sixty steps.
 *
 * @param away how far from the start the other weight is.
 */
export function games(
  { dtype }: Subject,
  away: fc.Arbitrary<number>,
): fc.Arbitrary<Game> {
  const number = ordinary(dtype);
  return fc.record({
    start: number,
    away,
    gradients: fc.array(number, { minLength: 1, maxLength: 60 }),
    adverse: fc.boolean(),
  }).map(({ away, ...game }) => ({ ...game, other: game.start + away }));
}

/** What was played: the gradients, and the weights, the start in front. */
export interface Played {
  readonly gradients: readonly number[];
  readonly weights: readonly number[];
}

/** Plays a game. */
export async function play(
  subject: Subject,
  { start, other, gradients, adverse }: Game,
): Promise<Played> {
  let standing = await begin(subject, [[start]], [[1]]);
  const weights = [start];
  const played: number[] = [];
  const size = Math.abs(gradients[0]);
  for (const drawn of gradients) {
    const [[w]] = standing.params;
    const g = adverse ? size * (Math.sign(w - other) || 1) : drawn;
    standing = await subject.update([[g]], standing);
    played.push(g);
    weights.push(standing.params[0][0]);
  }
  return { gradients: played, weights };
}

/** Σ g_t·(w_t − u): what was lost more than by staying at u. */
export function regretOf({ gradients, weights }: Played, u: number): number {
  return gradients.reduce((sum, g, t) => sum + g * (weights[t] - u), 0);
}

/** By how much a computed regret, and a bound made of such sums, may be off. */
export function regretRounding(
  { gradients, weights }: Played,
  u: number,
  bound: number,
): number {
  const size = gradients.reduce(
    (sum, g, t) => sum + Math.abs(g) * (Math.abs(weights[t]) + Math.abs(u)),
    0,
  );
  return (2 * gradients.length + 8) * 2 ** -53 * (size + Math.abs(bound));
}
