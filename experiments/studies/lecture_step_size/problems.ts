import type { Tensor } from "../../../autodiff/mod.ts";
import { rosenbrock } from "../../problems/functions/rosenbrock.ts";
import type { Problem } from "../../problems/problem.ts";
import { quadratic, type QuadraticProblem } from "../../problems/quadratic.ts";
import { testFunctionProblem } from "../../problems/test_function.ts";

/** A bowl a hundred times steeper along the second axis than along the first. */
export const bowl: QuadraticProblem = quadratic({
  id: "quadratic-1-100",
  eigenvalues: [1, 100],
  start: [-2.4, 1.7],
});

/** The bowl, and Rosenbrock's banana from its usual start. */
export const problems: readonly Problem<Tensor>[] = [
  bowl,
  testFunctionProblem(rosenbrock, { start: [-1.2, 1] }),
];
