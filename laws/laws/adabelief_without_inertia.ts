import { gradientDescent } from "../../optimizers/mod.ts";
import { unlessExtremeRate } from "../claims.ts";
import type { Law } from "../law.ts";
import { adamRoundings, relation, stepsOf } from "../relation.ts";

/** AdaBelief without inertia is surprised by nothing. */
export const adabeliefWithoutInertia: Law = relation({
  name: "adabelief-without-inertia",
  rule: "adabelief",
  at: { beta1: 0 },
  statement: "AdaBelief with β₁ = 0 takes the steps of gradient descent with " +
    "the learning rate α/(√(ε′/(1 - β₂)) + ε), up to rounding.",
  source: "Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris, Duncan " +
    "(2020), algorithm 2: m is g, so that s is made of ε′ alone",
  unclaimed: (subject) =>
    subject.hyperparameters.epsilonRoot || subject.hyperparameters.epsilon
      ? unlessExtremeRate(subject)
      : "each ε is 0",
  other: (subject) => {
    const { learningRate, beta2, epsilon = 0, epsilonRoot = 0 } =
      subject.hyperparameters;
    const root = Math.sqrt(epsilonRoot / (1 - beta2)) + epsilon;
    return stepsOf(
      { ...subject, dtype: "float64" },
      gradientDescent({ learningRate: learningRate / root }),
    );
  },
  roundings: adamRoundings,
});
