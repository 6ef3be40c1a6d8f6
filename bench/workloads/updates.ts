/** B: the optimizer's step alone. */
import type { ContestantId } from "../contestants.ts";
import type { ContestRow, Goal } from "../row.ts";
import { rules } from "./rules.ts";
import type { RuleSpec } from "./workload.ts";

const sizes = [1e3, 1e5, 1e7];

/** What is to be reached against PyTorch. */
function goalOf(size: number, { name }: RuleSpec): Goal {
  const [reach, aim] = size === 1e3
    ? [25, 40]
    : size === 1e5
    ? [1.1, 1.4]
    : name === "sgd"
    ? [0.9, 1]
    : name === "momentum"
    ? [1.2, 1.4]
    : [4.5, 6];
  return { against: ["pytorch"], reach, aim };
}

const python: readonly ContestantId[] = ["numpy", "pytorch", "pytorch-fused"];

/** Rows of updates. */
export const updateRows: readonly ContestRow[] = sizes.flatMap((size) =>
  rules.map((rule): ContestRow => ({
    id: `B ${size.toExponential(0).replace("+", "")} ${rule.name}`,
    unit: "step",
    workload: { kind: "update", size, rule, dtype: "float32" },
    contestants: size === 1e7
      ? ["descent", ...python]
      : ["descent", "plain", "tfjs-wasm", "jax-js", ...python],
    ...{ subject: "descent", steps: 10, bound: 1e-4 },
    // At 1e7 going back to the start takes as long as ten steps.
    seconds: size === 1e7 ? 1 : 0.1,
    goals: [goalOf(size, rule)],
  }))
);
