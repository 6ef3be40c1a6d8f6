import { unlessOneOf } from "../claims.ts";
import type { Law } from "../law.ts";
import { atValues } from "../settings.ts";
import { greatEpsilon, includesMomentum } from "./includes_momentum.ts";

const great = { epsilon: greatEpsilon, learningRate: greatEpsilon };
const plain = {
  weightDecay: 0,
  scheduleMultiplier: 1,
  initialAccumulator: 0,
  epsilonRoot: 0,
};

/** The rules, with what they correct where they don't say. */
const corrections: Readonly<Record<string, "moments" | "none">> = {
  adam: "moments",
  adamw: "moments",
  adabelief: "moments",
  amsgrad: "none",
  yogi: "none",
};

/** Adam, and rules like it, can do what Momentum does. */
export const adamIncludesMomentum: Law = {
  name: "adam-includes-momentum",
  statement:
    "As ε grows with the learning rate α, the step t of Adam becomes that of " +
    "Momentum with the inertia β₁ and η = (α/ε)·(1 - β₁)/(1 - β₁ᵗ), where " +
    "means are not corrected (α/ε)·(1 - β₁); so does that of AdamW with λ = 0, " +
    "of AMSGrad, AdaBelief and Yogi.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^23; ε = α = 2^70",
  traits: `the rules ${Object.keys(corrections).join(", ")}, at these values ` +
    `or able to be made so`,
  source: "Choi, Shallue, Nado, Lee, Maddison, Dahl (2019), appendix A",
  unclaimed: (subject) =>
    unlessOneOf(subject, Object.keys(corrections)) ??
      atValues(subject, great, plain).why,
  property: (subject) => {
    const { beta1, beta2 } = subject.hyperparameters;
    const { biasCorrection = corrections[subject.rule!] } = subject.choices;
    const hat = biasCorrection === "learning-rate";
    const correction = (t: number) =>
      biasCorrection === "none" ? 1 : 1 - beta1 ** t;
    return includesMomentum(subject, great, {
      ifThere: plain,
      inertia: beta1,
      factor: (t) =>
        (1 - beta1) / correction(t) * (hat ? Math.sqrt(1 - beta2 ** t) : 1),
      roundings: 16 + 8 / (1 - beta1) + 8 / (1 - beta2),
    });
  },
};
