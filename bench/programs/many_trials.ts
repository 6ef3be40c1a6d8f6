import type { Study } from "../../experiments/lab/study.ts";
import { testFunctionsStudy } from "../../experiments/studies/test_functions.ts";

/** The study of the test functions with four times as many starts. */
export const manyTrials: Study = { ...testFunctionsStudy, seeds: 16 };
