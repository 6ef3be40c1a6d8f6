import { activations } from "../../autodiff/mod.ts";
import { gradientDescent } from "../../optimizers/mod.ts";
import { contestant } from "../lab/contestant.ts";
import { defineStudy, type Study } from "../lab/study.ts";
import { layerChainError } from "../problems/layer_chain_error.ts";
import { backpropagationReport } from "./lecture_backpropagation/report.ts";
import { example, learningRate } from "./lecture_backpropagation/example.ts";

/**
 * The lecture's worked example: three layers, every quantity of the forward
 * and of the backward pass, and one update.
 *
 * @example
 * ```ts
 * import { lectureBackpropagation } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lectureBackpropagation.steps, 1);
 * ```
 */
export const lectureBackpropagation: Study = defineStudy({
  id: "lecture-backpropagation",
  revision: 1,
  question: "Do the closed formula, backpropagation and finite differences " +
    "give the same derivatives of a three-layer model, and does one update " +
    "along them lower its error?",
  problems: () =>
    Promise.resolve(
      Object.values(activations).map((activation) =>
        layerChainError(example, activation)
      ),
    ),
  optimizers: [contestant(gradientDescent)],
  grid: { learningRate: [learningRate] },
  seeds: 1,
  steps: 1,
  metrics: [],
  report: backpropagationReport,
});
