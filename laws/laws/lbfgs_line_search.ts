import { unlessRule } from "../claims.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { formats } from "../numbers.ts";
import { bowlAt } from "../problems/bowl.ts";
import type { Point, Subject } from "../subject.ts";

/** Shorter gradients are not asked about: the search may end near a minimum. */
const shortest = 2 ** -8;

/** Each step of L-BFGS as far as the strong Wolfe conditions ask for. */
export const lbfgsLineSearch: Law = {
  name: "lbfgs-line-search",
  statement:
    "On a separable quadratic f with its minimum at 0, each step s of L-BFGS " +
    "meets the strong Wolfe conditions, f(w + s) ≤ f(w) + c₁·⟨∇f(w), s⟩ and " +
    "|⟨∇f(w + s), s⟩| ≤ c₂·|⟨∇f(w), s⟩|, up to rounding, and leads down: " +
    "⟨∇f(w), s⟩ < 0.",
  domain: "one or two parameters of one to three numbers; weights of " +
    "magnitude 2^-4 to 16 and curvatures from 2^-4 to 16; up to 6 steps, " +
    "while the gradient is no shorter than 2^-8",
  traits: "lbfgs at constant hyperparameters that can be given a function, " +
    "learning rates from 2^-10 to 2^10, at least 25 trials and a tolerance " +
    "of at most 2^-29",
  source: "Nocedal and Wright (2006), equations (3.7)",
  unclaimed: (subject) =>
    unlessRule(subject, "lbfgs") ?? unlessPatient(subject),
  property: (subject) => {
    const number = fc.double({ min: 2 ** -4, max: 16, noNaN: true })
      .map(formats[subject.dtype].round);
    const weight = fc.tuple(number, fc.constantFrom(1, -1))
      .map(([x, sign]) => x * sign);
    const cell = fc.record({ weight, curvature: number });
    const row = fc.array(cell, { minLength: 1, maxLength: 3 });
    const rows = fc.array(row, { minLength: 1, maxLength: 2 });
    return fc.asyncProperty(
      rows,
      fc.integer({ min: 1, max: 6 }),
      async (rows, steps) => {
        const loss = bowlAt(
          rows.map((row) =>
            row.map(({ curvature }) => ({ weight: 0, gradient: 0, curvature }))
          ),
          0,
        );
        let params: Point = rows.map((row) => row.map(({ weight }) => weight));
        let state = await subject.init(
          params,
          params.map(({ length }) => [length]),
        );
        for (let t = 1; t <= steps; t++) {
          if (Math.hypot(...loss.gradient(params).flat()) < shortest) return;
          const next = await subject.updateOn!(loss, { params, state });
          const curvatures = rows.flat().map(({ curvature }) => curvature);
          checkStep(subject, t, curvatures, params.flat(), next.params.flat());
          ({ params, state } = next);
        }
      },
    );
  },
};

/** Nothing where the search has time to find what it looks for. */
function unlessPatient(subject: Subject): string | undefined {
  if (subject.updateOn === undefined) return "it takes no function";
  const { learningRate, trials, tolerance } = subject.hyperparameters;
  if (trials < 25) return "it tries fewer than 25 places";
  if (tolerance > 2 ** -29) return "its tolerance is greater than 2^-29";
  return learningRate >= 2 ** -10 && learningRate <= 2 ** 10
    ? undefined
    : "its learning rate is not from 2^-10 to 2^10";
}

function checkStep(
  { dtype, hyperparameters }: Subject,
  t: number,
  curvatures: readonly number[],
  from: readonly number[],
  to: readonly number[],
): void {
  const { sufficientDecrease, curvature } = hyperparameters;
  const sum = (f: (a: number, w: number, next: number) => number) =>
    curvatures.reduce((total, a, i) => total + f(a, from[i], to[i]), 0);
  const before = sum((a, w) => a * w * w / 2);
  const after = sum((a, _, next) => a * next * next / 2);
  const slope = sum((a, w, next) => a * w * (next - w));
  const slopeThere = sum((a, w, next) => a * next * (next - w));
  // A step's own rounding, that of sums of up to 6 products, and of products
  // with c₁ and c₂, each a rounding of what the terms come to.
  const slack = 32 * formats[dtype].unit *
    sum((a, w, next) => a * (Math.abs(w) + Math.abs(next)) ** 2);
  const fail = (claim: string, found: number, bound: number) => {
    throw new Violation(
      `in step ${t}, ${claim} is ${formatNumber(found)}, ` +
        `where at most ${formatNumber(bound)} is right`,
    );
  };
  if (!(slope < slack)) fail("the slope along it", slope, 0);
  const enough = before + sufficientDecrease * slope;
  if (!(after <= enough + slack)) fail("the value after it", after, enough);
  const flat = curvature * Math.abs(slope);
  if (!(Math.abs(slopeThere) <= flat + slack)) {
    fail("the magnitude of the slope after it", Math.abs(slopeThere), flat);
  }
}
