import { adam } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** AdamW without decay is Adam. */
export const adamwWithoutDecay: Law = relation({
  name: "adamw-without-decay",
  rule: "adamw",
  at: { weightDecay: 0 },
  ifThere: { scheduleMultiplier: 1, epsilonRoot: 0 },
  statement: "AdamW with λ = 0 takes the steps of Adam, in every bit.",
  source: "Loshchilov and Hutter (2019), algorithm 2",
  unclaimed: ({ choices }) =>
    choices.biasCorrection === undefined
      ? "the order of its operations is not known"
      : undefined,
  other: (subject) => {
    const { hyperparameters, choices } = subject;
    const { learningRate, beta1, beta2, epsilon } = hyperparameters;
    const whole = choices.biasCorrection === "learning-rate";
    return stepsOf(
      subject,
      adam({
        learningRate,
        beta1,
        beta2,
        epsilon: epsilon ?? 0,
        biasCorrection: whole ? "learning-rate" : "moments",
      }),
    );
  },
});
