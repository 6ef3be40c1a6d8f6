/** D: Adam on Rosenbrock's function of two parameters. */
import type { ContestRow, Goal } from "../row.ts";
import { ruleOf } from "./rules.ts";

const goals = new Map<number, readonly Goal[]>([
  [1, [{ against: ["pytorch"], reach: 3000, aim: 6000 }]],
  [1000, [
    { against: ["pytorch"], reach: 20, aim: 30 },
    { against: ["numpy"], reach: 4, aim: 6 },
  ]],
]);

/** Rows of Rosenbrock's function. */
export const rosenbrockRows: readonly ContestRow[] = [1, 1000].map((
  runs,
): ContestRow => ({
  id: `D ${runs === 1 ? "one run" : `${runs} runs`}`,
  ...{ unit: "step of a run", units: runs },
  workload: {
    ...{ kind: "rosenbrock", runs },
    ...{ rule: ruleOf("adam"), dtype: "float64" },
  },
  contestants: ["descent", "plain", "numpy", "pytorch"],
  ...{ subject: "descent", steps: 100, bound: 1e-9, seconds: 0.1 },
  goals: goals.get(runs)!,
}));

/** A rule that a user wrote against the same one of Descent's. */
export const ownRows: readonly ContestRow[] = [
  {
    id: "E own formula, 1e5 parameters",
    unit: "step",
    workload: {
      ...{ kind: "update", size: 1e5 },
      ...{ rule: ruleOf("adam"), dtype: "float32" },
    },
    contestants: ["own", "descent"],
    ...{ subject: "own", steps: 10, bound: 1e-5, seconds: 0.2 },
    goals: [{ against: ["descent"], reach: 1, aim: 1 }],
  },
  {
    id: "E own formula, tiny network",
    unit: "step",
    workload: {
      ...{ kind: "training", layers: [2, 16, 16, 1], activation: "tanh" },
      ...{ loss: "squares", batch: 64 },
      ...{ rule: ruleOf("adam"), dtype: "float32" },
    },
    contestants: ["own", "descent"],
    ...{ subject: "own", steps: 10, bound: 1e-5, seconds: 0.2 },
    goals: [{ against: ["descent"], reach: 1, aim: 1 }],
  },
];
