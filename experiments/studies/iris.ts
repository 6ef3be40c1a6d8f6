import { allContestants } from "../lab/all_contestants.ts";
import { defineStudy, type Study } from "../lab/study.ts";
import { denseNetwork } from "../problems/dense_network.ts";
import { softmaxRegression } from "../problems/softmax_regression.ts";
import { classificationReport } from "./classification/report.ts";

/**
 * Softmax regression and a small network on Fisher's irises, with every rule.
 *
 * @example
 * ```ts
 * import { iris, rules } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * assert(iris.optimizers.length <= rules.length);
 * ```
 */
export const iris: Study = defineStudy({
  id: "iris",
  revision: 2,
  question: "Which optimizer fits a softmax regression, and a small network " +
    "on mini-batches, to the Iris data best within 200 steps, how well do " +
    "they classify flowers that they have not seen, and how much does the " +
    "learning rate matter to each?",
  problems: async (datasets) => {
    const data = await datasets.iris();
    return [
      softmaxRegression({
        id: "softmax-regression",
        data,
        trainingSize: 105,
        startDeviation: 1,
        penalty: 0.01,
      }),
      denseNetwork({
        id: "network",
        data,
        trainingSize: 105,
        hidden: [8],
        activation: "tanh",
        weights: "glorot",
        penalty: 0.001,
        batchSize: 15,
      }),
    ];
  },
  optimizers: allContestants(),
  grid: {
    learningRate: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  },
  seeds: 8,
  steps: 200,
  metrics: ["trainAccuracy", "testAccuracy"],
  curvePoints: 15,
  curvesOf: "first",
  report: (outcome) =>
    classificationReport(
      outcome,
      "Losses are those on all training samples; with mini-batches they are",
      "measured at the steps that the curves record.",
    ),
});
