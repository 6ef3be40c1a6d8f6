import { unlessOneOf } from "../claims.ts";
import type { Law } from "../law.ts";
import { atValues } from "../settings.ts";
import type { Subject } from "../subject.ts";
import { greatEpsilon, includesMomentum } from "./includes_momentum.ts";

const plain = { initialAccumulator: 0 };
const rules = ["rmsprop-momentum", "centered-rmsprop", "rmsprop", "adagrad"];

/** RMSProp with momentum can do what Momentum does. */
export const rmspropIncludesMomentum: Law = {
  name: "rmsprop-includes-momentum",
  statement:
    "As ε (its root, where it is inside) grows with the learning rate η, the " +
    "steps of RMSProp with momentum, centered or not, become those of " +
    "Momentum with the learning rate η/ε; those of RMSProp and Adagrad, which " +
    "have no inertia, those of gradient descent.",
  domain: "gradients of 0, or of magnitude 2^-20 to 2^23; η = 2^70",
  traits: `the rules ${
    rules.join(", ")
  }, at these values or able to be made so`,
  source: "Choi, Shallue, Nado, Lee, Maddison, Dahl (2019), appendix A",
  unclaimed: (subject) =>
    unlessOneOf(subject, rules) ??
      (subject.dtype === "float32"
        ? "ε leaves the range of float32"
        : atValues(subject, valuesOf(subject), plain).why),
  property: (subject) =>
    includesMomentum(subject, valuesOf(subject), {
      ifThere: plain,
      inertia: subject.hyperparameters.momentum ?? 0,
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
