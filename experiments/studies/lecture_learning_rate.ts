import { gradientDescent } from "../../optimizers/mod.ts";
import { contestant } from "../lab/contestant.ts";
import { defineStudy, type Study } from "../lab/study.ts";
import { quadratics } from "./lecture_learning_rate/problems.ts";
import { learningRateReport } from "./lecture_learning_rate/report.ts";

/**
 * What a small, a good and a too large η do: gradient descent on quadratics,
 * where theory says what each step multiplies the distance by.
 *
 * @example
 * ```ts
 * import { lectureLearningRate } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lectureLearningRate.optimizers[0].id, "gradient-descent");
 * ```
 */
export const lectureLearningRate: Study = defineStudy({
  id: "lecture-learning-rate",
  revision: 1,
  question: "What do a small, a good and a too large learning rate η do on " +
    "quadratics: does each step multiply the distance from the minimum by " +
    "|1 − ηλ|, as theory says, and which η is best?",
  problems: () => Promise.resolve(quadratics),
  optimizers: [contestant(gradientDescent)],
  grid: {
    // Among them 1/λ and 2/λ for λ = 1, 3 and 10, and 2/(1 + 10).
    learningRate: [
      0.02,
      0.05,
      1 / 10,
      0.15,
      2 / 11,
      2 / 10,
      0.23,
      1 / 3,
      0.5,
      2 / 3,
      0.7,
      1,
      1.6,
      2,
      2.2,
    ],
  },
  seeds: 1,
  steps: 30,
  metrics: ["distance"],
  report: learningRateReport,
});
