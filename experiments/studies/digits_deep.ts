import { defineStudy, type Study } from "../lab/study.ts";
import { digitsContestants, digitsNetwork } from "./digits/problems.ts";
import { digitsReport } from "./digits/report.ts";

/**
 * A network with two hidden layers on handwritten digits, with every rule: fewer
 * seeds and steps than those of the smaller networks have.
 *
 * @example
 * ```ts
 * import { digits, digitsDeep } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(digitsDeep.optimizers.length, digits.optimizers.length);
 * ```
 */
export const digitsDeep: Study = defineStudy({
  id: "digits-deep",
  revision: 1,
  question:
    "Which optimizer trains a network with 128 and 64 hidden units on " +
    "handwritten digits furthest in 150 mini-batches of 64, and how many " +
    "digits that it has not seen does it tell?",
  problems: async (datasets) => [
    digitsNetwork(await datasets.digits(), {
      id: "network-128-64",
      hidden: [128, 64],
    }),
  ],
  optimizers: digitsContestants(),
  grid: { learningRate: [0.001, 0.01, 0.1, 1] },
  seeds: 2,
  steps: 150,
  metrics: ["trainAccuracy", "testAccuracy"],
  curvePoints: 10,
  curvesOf: "first",
  quick: { seeds: 1, values: 2, steps: 20 },
  report: digitsReport,
});
