import { unlessExtremeRate, unlessOneOf } from "../claims.ts";
import { functionForms, FunctionPast } from "../closed_forms/functions.ts";
import { placeOf } from "../compare.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { ordinary } from "../numbers.ts";
import { bowlAt, type Slope } from "../problems/bowl.ts";
import type { Subject } from "../subject.ts";

/** One number of a parameter, and two functions along it. */
interface Cell {
  readonly weight: number;
  readonly first: Omit<Slope, "weight">;
  readonly then: Omit<Slope, "weight">;
}

/** Weights that stay put, and a quadratic that changes once. */
interface Case {
  readonly cells: readonly (readonly Cell[])[];
  readonly values: readonly [number, number];
  readonly firstSteps: number;
  readonly thenSteps: number;
}

/** The steps of rules that take functions, where these are quadratics. */
export const closedFormOnFunctions: Law = {
  name: "closed-form-on-functions",
  statement:
    "On a separable quadratic, with value f, gradient g and curvatures a at " +
    "weights that stay, and after it has changed once, each step is the one " +
    "that the rule's formula gives, within the rounding of its operations: " +
    "γ·min((f - f*)/‖g‖², η_b)·g for Polyak's step size, " +
    "η·(g + a·ρ·g/‖g‖) for SAM, and η·(clip(m/max(γ·h, ε), -1, 1) + λ·w) for " +
    "Sophia, where h is a mean of a whatever the signs that are drawn.",
  domain: "one or two parameters of one to three numbers; weights, values, " +
    "gradients and curvatures of both signs, 0 or of magnitude 2^-20 to 2^20; " +
    "linear functions among them; up to 16 steps",
  traits: `the rules ${
    Object.keys(functionForms).join(", ")
  } at constant hyperparameters, of those that can be given a function`,
  source: "Polyak (1987), section 5.3; Foret, Kleiner, Mobahi, Neyshabur " +
    "(2021), algorithm 1; Liu, Li, Hall, Liang, Ma (2024), algorithm 3",
  unclaimed: (subject) =>
    unlessOneOf(subject, Object.keys(functionForms)) ??
      unlessExtremeRate(subject) ??
      (subject.updateOn === undefined ? "it takes no function" : undefined),
  property: (subject) => {
    const number = ordinary(subject.dtype);
    const maybe = fc.oneof(fc.constant(0), number);
    const slope = fc.record({ gradient: number, curvature: maybe });
    const cell = fc.record({ weight: maybe, first: slope, then: slope });
    const row = fc.array(cell, { minLength: 1, maxLength: 3 });
    const one: fc.Arbitrary<Case> = fc.record({
      cells: fc.array(row, { minLength: 1, maxLength: 2 }),
      values: fc.tuple(number, number),
      firstSteps: fc.integer({ min: 1, max: 12 }),
      thenSteps: fc.integer({ min: 0, max: 4 }),
    });
    return fc.asyncProperty(one, (drawn) => checkCase(subject, drawn));
  },
};

async function checkCase(
  subject: Subject,
  { cells, values, firstSteps, thenSteps }: Case,
): Promise<void> {
  const params = cells.map((row) => row.map(({ weight }) => weight));
  const shapes = cells.map(({ length }) => [length]);
  const steps = firstSteps + thenSteps;
  const met = Array.from({ length: steps }, (_, k) => {
    const name = k < firstSteps ? "first" : "then";
    const all = cells.map((row) =>
      row.map((cell): Slope => ({ weight: cell.weight, ...cell[name] }))
    );
    return { all, slopes: all.flat(), value: values[k < firstSteps ? 0 : 1] };
  });
  let state = await subject.init(params, shapes);
  for (let t = 1; t <= steps; t++) {
    const { all, value } = met[t - 1];
    const next = await subject.updateOn!(bowlAt(all, value), { params, state });
    state = next.state;
    const past = new FunctionPast(subject, met.slice(0, t));
    const right = functionForms[subject.rule!](past);
    let at = 0;
    next.params.forEach((row, i) =>
      row.forEach((found, j) => {
        const weight = past.exact(params[i][j]);
        const expected = weight.subtract(right[at++]);
        if (expected.allows(found)) return;
        throw new Violation(
          `${placeOf(t, i, j)}: the weight ${formatNumber(weight.value)} ` +
            `becomes ${formatNumber(found)}; the closed form gives ` +
            `${formatNumber(expected.value)}, up to ` +
            `${formatNumber(expected.error)}`,
        );
      })
    );
  }
}
