import { rmsprop } from "../../optimizers/mod.ts";
import type { Law } from "../law.ts";
import { relation, stepsOf } from "../relation.ts";

/** RMSProp with momentum, without inertia, is RMSProp. */
export const rmspropMomentumWithoutInertia: Law = relation({
  name: "rmsprop-momentum-without-inertia",
  rule: "rmsprop-momentum",
  at: { momentum: 0 },
  statement:
    "RMSProp with a momentum of γ = 0 takes the steps of RMSProp, in " +
    "every bit where the learning rate is inside the momentum.",
  source: "Tieleman and Hinton (2012)",
  other: (subject) => {
    const { hyperparameters, choices } = subject;
    const { learningRate, decay, epsilon = 0 } = hyperparameters;
    const inside = choices.epsilonPlacement === "inside";
    const epsilonPlacement = inside ? "inside" : "outside";
    return stepsOf(
      subject,
      rmsprop({ learningRate, decay, epsilon, epsilonPlacement }),
    );
  },
  // Outside, or in an unknown order: a quotient and a product more or less on
  // either side.
  roundings: ({ choices }) =>
    choices.learningRatePlacement === "inside" ? 0 : 4,
});
