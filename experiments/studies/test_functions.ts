import { allContestants } from "../lab/all_contestants.ts";
import { defineStudy, type Study } from "../lab/study.ts";
import { testFunctions as functions } from "../problems/functions/mod.ts";
import { testFunctionProblem } from "../problems/test_function.ts";
import { testFunctionsReport } from "./test_functions/report.ts";

/**
 * Every rule on every test function, from random starts.
 *
 * @example
 * ```ts
 * import { rules, testFunctionsStudy } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * assert(testFunctionsStudy.optimizers.length <= rules.length);
 * ```
 */
export const testFunctionsStudy: Study = defineStudy({
  id: "test-functions",
  revision: 1,
  question: "Which optimizer ends near a global minimum of well-known test " +
    "functions from most random starts, in how many steps, and at which " +
    "learning rate?",
  problems: () =>
    Promise.resolve(functions.map((each) => testFunctionProblem(each))),
  optimizers: allContestants(),
  grid: {
    learningRate: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  },
  seeds: 4,
  steps: 500,
  metrics: ["reached"],
  curvePoints: 12,
  curvesOf: "first",
  tolerance: 0.001,
  report: testFunctionsReport,
});
