import { unlessRule } from "../claims.ts";
import type { Law } from "../law.ts";
import { atValues } from "../settings.ts";
import type { Subject } from "../subject.ts";
import { greatEpsilon, includesMomentum } from "./includes_momentum.ts";

/** RMSProp with momentum can do what Momentum does. */
export const rmspropIncludesMomentum: Law = {
  name: "rmsprop-includes-momentum",
  statement:
    "As ε (its root, where it is inside) grows with the learning rate η, the " +
    "steps of RMSProp with momentum become those of Momentum with the " +
    "learning rate η/ε.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^23; η = 2^70",
  traits: "the rule rmsprop-momentum, at these values or able to be made so",
  source: "Choi, Shallue, Nado, Lee, Maddison, Dahl (2019), appendix A",
  unclaimed: (subject) =>
    unlessRule(subject, "rmsprop-momentum") ??
      (subject.dtype === "float32"
        ? "ε leaves the range of float32"
        : atValues(subject, valuesOf(subject)).why),
  property: (subject) =>
    includesMomentum(subject, valuesOf(subject), {
      inertia: subject.hyperparameters.momentum,
      factor: () => 1,
      roundings: 16,
    }),
};

/** ε and η such that the step is that of momentum with η = 1. */
function valuesOf({ choices }: Subject): Record<string, number> {
  const inside = choices.epsilonPlacement === "inside";
  return {
    epsilon: inside ? greatEpsilon ** 2 : greatEpsilon,
    learningRate: greatEpsilon,
  };
}
