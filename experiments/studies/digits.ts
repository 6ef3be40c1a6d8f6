import { defineStudy, type Study } from "../lab/study.ts";
import { digitsContestants, digitsNetwork } from "./digits/problems.ts";
import { digitsReport } from "./digits/report.ts";

/**
 * Softmax regression and a network with one hidden layer on handwritten
 * digits, with every rule.
 *
 * @example
 * ```ts
 * import { digits } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(digits.metrics, ["trainAccuracy", "testAccuracy"]);
 * ```
 */
export const digits: Study = defineStudy({
  id: "digits",
  revision: 1,
  question: "Which optimizer trains a softmax regression, and a network with " +
    "64 hidden units, on handwritten digits furthest in 200 mini-batches of " +
    "64, how many digits that they have not seen do they tell, and how much " +
    "does the learning rate matter to each?",
  problems: async (datasets) => {
    const data = await datasets.digits();
    return [
      digitsNetwork(data, { id: "softmax-regression", hidden: [] }),
      digitsNetwork(data, { id: "network-64", hidden: [64] }),
    ];
  },
  optimizers: digitsContestants(),
  grid: { learningRate: [0.001, 0.01, 0.1, 1] },
  seeds: 5,
  steps: 200,
  metrics: ["trainAccuracy", "testAccuracy"],
  curvePoints: 10,
  curvesOf: "first",
  quick: { seeds: 1, values: 2, steps: 20 },
  report: digitsReport,
});
