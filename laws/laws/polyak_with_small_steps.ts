import { gradientDescent } from "../../optimizers/mod.ts";
import { unlessExtremeRate } from "../claims.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** So small a bound that Polyak's size is always greater. */
const small = 2 ** -30;

/** Polyak's step size, where its bound is all that counts. */
export const polyakWithSmallSteps: Law = relation({
  name: "polyak-with-small-steps",
  rule: "polyak",
  at: { maxStepSize: small },
  ifThere: { leastLoss: 0 },
  statement:
    "Polyak's step size with an η_b that is always smaller takes the " +
    "steps of gradient descent with the learning rate η·η_b, up to rounding.",
  source: "Loizou, Vaswani, Laradji, Lacoste-Julien (2021), SPS_max",
  unclaimed: unlessExtremeRate,
  other: (subject) => {
    const { learningRate } = subject.hyperparameters;
    return stepsOf(
      subject,
      gradientDescent({ learningRate: learningRate * small }),
    );
  },
  // Two quotients, two products and the product that is made here.
  roundings: () => 8,
});
