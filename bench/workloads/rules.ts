import type { RuleSpec } from "./workload.ts";

/** The optimizers of the comparison, with PyTorch's formulas. */
export const rules: readonly RuleSpec[] = [
  { name: "sgd", learningRate: 0.01 },
  { name: "momentum", learningRate: 0.01, momentum: 0.9 },
  { name: "adagrad", learningRate: 0.01, epsilon: 1e-10 },
  { name: "rmsprop", learningRate: 0.001, decay: 0.99, epsilon: 1e-8 },
  {
    ...{ name: "adam", learningRate: 0.001 },
    ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  },
];

/** A rule by its name. */
export function ruleOf(name: RuleSpec["name"]): RuleSpec {
  return rules.find((rule) => rule.name === name)!;
}
