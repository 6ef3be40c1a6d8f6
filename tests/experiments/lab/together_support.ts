/** Problems and optimizers for tests of trials that run together. */
import {
  chain,
  type Contestant,
  exponentialAverage,
  gradientDescent,
  type Problem,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import type { Batches } from "../../../experiments/problems/problem.ts";
import { line } from "../support/studies.ts";

/** (w − batch)² a step, the batch is 1, 2, …; on all of the data (w − 10)². */
export function chasing(asked: number[] = []): Problem<Tensor> {
  return {
    ...line((w) => w, 0, "chasing"),
    sharedLoss: true,
    instance: ({ start }) => ({
      start: start.uniform([]),
      loss: (w) => w.sub(10).square(),
      metrics: (w) => ({ w }),
      batches: {
        at(step) {
          asked.push(step);
          return tensor(step);
        },
        loss: (w, batch) => w.sub(batch).square(),
      },
    }),
  };
}

/**
 * From 0, with batches of slope 1, by −η a step; on all of the data the loss is
 * 3·w.
 */
export function sliding(batches: Batches<Tensor>): Problem<Tensor> {
  return {
    ...line((w) => w, 0, "sliding"),
    sharedLoss: true,
    instance: () => ({
      start: tensor(0),
      loss: (w) => w.mul(3),
      metrics: (w) => ({ w }),
      batches,
    }),
  };
}

/** Gradient descent whose loss is reported at an average of its weights. */
export const averaging: Contestant = {
  id: "averaging",
  revision: 1,
  create: (hyperparameters) =>
    chain(
      gradientDescent(hyperparameters as never),
      exponentialAverage({ decay: 0.5 }),
    ),
};
