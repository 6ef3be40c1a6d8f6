import { momentum } from "../../optimizers/mod.ts";
import { contestant } from "../lab/contestant.ts";
import { defineStudy, type Study } from "../lab/study.ts";
import { problems } from "./lecture_direction/problems.ts";
import { directionReport } from "./lecture_direction/report.ts";

/**
 * How Momentum, the lecture's rule that is centred on the direction, changes
 * it: paths for several γ, from none to almost 1.
 *
 * @example
 * ```ts
 * import { lectureDirection } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lectureDirection.grid.momentum[0], 0); // gradient descent
 * ```
 */
export const lectureDirection: Study = defineStudy({
  id: "lecture-direction",
  revision: 1,
  question: "How does the inertia γ of Momentum change the direction of the " +
    "steps on the way through a narrow valley, and how fast does it bring w " +
    "to the minimum, beside what theory says?",
  problems: () => Promise.resolve(problems),
  optimizers: [contestant(momentum)],
  grid: {
    // 0.04 and 0.64 are the best of all for curvatures of 1 and 81.
    learningRate: [0.001, 0.024, 0.04],
    momentum: [0, 0.5, 0.64, 0.9, 0.99],
  },
  seeds: 1,
  steps: 300,
  metrics: ["distance"],
  curvePoints: 30,
  report: directionReport,
});
