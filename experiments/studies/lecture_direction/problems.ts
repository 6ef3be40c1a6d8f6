import type { Tensor } from "../../../autodiff/mod.ts";
import { rosenbrock } from "../../problems/functions/rosenbrock.ts";
import type { Problem } from "../../problems/problem.ts";
import { quadratic, type QuadraticProblem } from "../../problems/quadratic.ts";
import { testFunctionProblem } from "../../problems/test_function.ts";

/** A valley along the first axis, with walls of 81 times its curvature. */
export const valley: QuadraticProblem = quadratic({
  id: "quadratic-1-81",
  eigenvalues: [1, 81],
  start: [-9, 1],
});

/** The straight valley, and Rosenbrock's curved one from its usual start. */
export const problems: readonly Problem<Tensor>[] = [
  valley,
  testFunctionProblem(rosenbrock, { start: [-1.2, 1] }),
];
