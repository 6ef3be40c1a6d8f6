import {
  adagrad,
  gradientDescent,
  momentum,
  rmsprop,
} from "../../optimizers/mod.ts";
import { contestant } from "../lab/contestant.ts";
import { defineStudy, type Study } from "../lab/study.ts";
import { softmaxRegression } from "../problems/softmax_regression.ts";
import { irisReport } from "./iris/report.ts";

/**
 * Softmax regression on Fisher's irises, with the lecture's four rules.
 *
 * @example
 * ```ts
 * import { iris } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(iris.optimizers.length, 4);
 * ```
 */
export const iris: Study = defineStudy({
  id: "iris",
  revision: 1,
  question: "Which of the lecture's four rules fits a softmax regression to " +
    "the Iris data best within 200 steps, and how much does the learning " +
    "rate matter to each?",
  problems: async (data) => [
    softmaxRegression({
      id: "softmax-regression",
      data: await data.iris(),
      trainingSize: 105,
      startDeviation: 1,
      penalty: 0.01,
    }),
  ],
  optimizers: [
    contestant(gradientDescent),
    contestant(momentum),
    contestant(adagrad),
    contestant(rmsprop),
  ],
  grid: {
    learningRate: [
      0.001,
      0.003,
      0.01,
      0.03,
      0.1,
      0.3,
      1,
      3,
      10,
      30,
      100,
      300,
      1000,
    ],
  },
  seeds: 5,
  steps: 200,
  metrics: ["trainAccuracy", "testAccuracy"],
  report: irisReport,
});
