/** Wrong forms of Adadelta, in plain arrays. */
import { type Subject, wrap } from "../../laws/mod.ts";
import type { Mutant } from "./mutant.ts";

interface State {
  readonly h: readonly number[];
  readonly u: readonly number[];
}

const [decay, epsilon] = [0.75, 0.0078125];

const average = (before: readonly number[], x: readonly number[]): number[] =>
  before.map((each, i) => decay * each + (1 - decay) * (x[i] * x[i]));

/**
 * Adadelta as it was published, or with another state in the place of that by
 * which steps are divided and of that which they are multiplied by.
 */
export function adadeltaWith(
  id: string,
  choose: (before: State, after: State) => State,
): Subject {
  return wrap<number[], State>({
    id,
    like: "adadelta",
    traits: { coordinatewise: true, ignoresWeights: true, odd: true },
    hyperparameters: { learningRate: 1, decay, epsilon },
    init: (w) => ({ h: w.map(() => 0), u: w.map(() => 0) }),
    update(g, before, w) {
      const h = average(before.h, g);
      const used = choose(before, { h, u: before.u });
      const steps = g.map((x, i) =>
        Math.sqrt(used.u[i] + epsilon) / Math.sqrt(used.h[i] + epsilon) * x
      );
      return {
        params: w.map((x, i) => x - steps[i]),
        state: { h, u: average(before.u, steps) },
      };
    },
  });
}

/** Wrong forms of Adadelta. */
export const adadeltaMutants: readonly Mutant[] = [
  {
    name: "adadelta: steps are divided by the h of the step before",
    shipped: "TensorFlow.js 4.22",
    rejectedBy: ["adadelta-means-in-hull", "closed-form"],
    options: {},
    optimizer: adadeltaWith("stale-h", ({ h, u }) => ({ h, u })),
  },
  {
    name: "adadelta: squares of gradients stand for those of steps",
    rejectedBy: ["adadelta-means-in-hull", "closed-form"],
    options: {},
    optimizer: adadeltaWith(
      "swapped",
      ({ h }, after) => ({ h: after.h, u: h }),
    ),
  },
];
