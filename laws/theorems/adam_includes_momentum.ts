import { unlessRule } from "../claims.ts";
import type { Law } from "../law.ts";
import { atValues } from "../settings.ts";
import { greatEpsilon, includesMomentum } from "./includes_momentum.ts";

const great = { epsilon: greatEpsilon, learningRate: greatEpsilon };

/** Adam can do what Momentum does. */
export const adamIncludesMomentum: Law = {
  name: "adam-includes-momentum",
  statement:
    "As ε grows with the learning rate α, the step t of Adam becomes that of " +
    "Momentum with the inertia β₁ and η = (α/ε)·(1 - β₁)/(1 - β₁ᵗ).",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^23; ε = α = 2^70",
  traits: "the rule adam, at these values or able to be made so",
  source: "Choi, Shallue, Nado, Lee, Maddison, Dahl (2019), appendix A",
  unclaimed: (subject) =>
    unlessRule(subject, "adam") ?? atValues(subject, great).why,
  property: (subject) => {
    const { beta1, beta2 } = subject.hyperparameters;
    const hat = subject.choices.biasCorrection === "learning-rate";
    return includesMomentum(subject, great, {
      inertia: beta1,
      factor: (t) =>
        (1 - beta1) / (1 - beta1 ** t) * (hat ? Math.sqrt(1 - beta2 ** t) : 1),
      roundings: 16 + 8 / (1 - beta1) + 8 / (1 - beta2),
    });
  },
};
