import { quadratic, type QuadraticProblem } from "../../problems/quadratic.ts";

/** ½·λ·w² from w = 1. */
function parabola(lambda: number): QuadraticProblem {
  return quadratic({
    id: `parabola-${lambda}`,
    eigenvalues: [lambda],
    start: [1],
  });
}

/**
 * Three parabolas, and a bowl in four dimensions whose directions are not the
 * axes. Its eigenvalues are exact, for the directions are made of ±½; from its
 * start the way to the minimum is as long along each direction.
 */
export const quadratics: readonly QuadraticProblem[] = [
  parabola(1),
  parabola(3),
  parabola(10),
  quadratic({
    id: "bowl-4d",
    eigenvalues: [1, 2, 5, 10],
    start: [1, 1, 1, 1],
    directions: [
      [0.5, -0.5, -0.5, -0.5],
      [-0.5, 0.5, -0.5, -0.5],
      [-0.5, -0.5, 0.5, -0.5],
      [-0.5, -0.5, -0.5, 0.5],
    ],
  }),
];
