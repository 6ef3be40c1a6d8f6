import { adagrad, gradientDescent, rmsprop } from "../../optimizers/mod.ts";
import { contestant } from "../lab/contestant.ts";
import { defineStudy, type Study } from "../lab/study.ts";
import { problems } from "./lecture_step_size/problems.ts";
import { stepSizeReport } from "./lecture_step_size/report.ts";

/**
 * How the lecture's rules that are centred on the size change it: η/√h over
 * the steps, for each coordinate.
 *
 * @example
 * ```ts
 * import { lectureStepSize } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const ids = lectureStepSize.optimizers.map(({ id }) => id);
 * assertEquals(ids, ["gradient-descent", "adagrad", "rmsprop"]);
 * ```
 */
export const lectureStepSize: Study = defineStudy({
  id: "lecture-step-size",
  revision: 1,
  question: "How do Adagrad and RMSProp change the size η/√h of the update, " +
    "which is η in gradient descent: over the steps, and from one coordinate " +
    "to the other?",
  problems: () => Promise.resolve(problems),
  optimizers: [
    contestant(gradientDescent),
    contestant(adagrad),
    contestant(rmsprop),
  ],
  grid: { learningRate: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3] },
  seeds: 1,
  steps: 300,
  metrics: ["distance"],
  curvePoints: 30,
  report: stepSizeReport,
});
