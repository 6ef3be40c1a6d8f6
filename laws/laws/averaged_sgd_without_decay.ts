import { gradientDescent } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** An average beside the weights does not move them. */
export const averagedSgdWithoutDecay: Law = relation({
  name: "averaged-sgd-without-decay",
  rule: "averaged-sgd",
  at: { decay: 0 },
  statement:
    "Averaged SGD with λ = 0 takes the steps of gradient descent, in " +
    "every bit.",
  source: "Polyak and Juditsky (1992): the average is beside the weights",
  other: (subject) => {
    const { learningRate } = subject.hyperparameters;
    return stepsOf(subject, gradientDescent({ learningRate }));
  },
});
