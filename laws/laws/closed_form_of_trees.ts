import { unlessExtremeRate, unlessOneOf } from "../claims.ts";
import { type Cell, TreePast } from "../closed_forms/tree_past.ts";
import { treeForms } from "../closed_forms/trees.ts";
import { placeOf } from "../compare.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { ordinary } from "../numbers.ts";
import type { Subject } from "../subject.ts";

/** Parameters that stay put, and gradients that change once. */
interface Case {
  readonly cells: readonly (readonly Cell[])[];
  readonly firstSteps: number;
  readonly thenSteps: number;
}

/** Steps under constant gradients, of rules that see more than a number. */
export const closedFormOfTrees: Law = {
  name: "closed-form-of-trees",
  statement:
    "Under gradients that stay the same, and after they have changed once, " +
    "each step of all parameters together is the one that the rule's formula " +
    "gives, within the rounding of its operations: LAMB's and LARS's with the " +
    "norms of each parameter, Prodigy's and D-Adaptation's with the distance " +
    "that their sums have found, which for weights that stay at w is " +
    "⟨g, w₀ - w⟩/‖g‖₁ in Prodigy.",
  domain: "one or two parameters of one to three numbers, which started " +
    "elsewhere and stay put; weights and gradients of 0, or of magnitude " +
    "2^-20 to 2^20; up to 10 steps",
  traits: `the rules ${
    Object.keys(treeForms).join(", ")
  } at constant hyperparameters; D-Adaptation of Adam`,
  source: "You et al. (2020), algorithm 2; You, Gitman, Ginsburg (2017), " +
    "algorithm 1; Mishchenko and Defazio (2024), algorithm 4; Defazio and " +
    "Mishchenko (2023), algorithm 5",
  unclaimed: (subject) =>
    unlessOneOf(subject, Object.keys(treeForms)) ??
      unlessExtremeRate(subject) ??
      (subject.choices.base === "sgd" ? "its base is not Adam" : undefined),
  property: (subject) => {
    const number = ordinary(subject.dtype);
    const weight = fc.oneof(fc.constant(0), number);
    const cell: fc.Arbitrary<Cell> = fc.record({
      start: weight,
      weight,
      first: number,
      then: number,
    });
    const row = fc.array(cell, { minLength: 1, maxLength: 3 });
    const maxLength = subject.takesMany ? 2 : 1;
    const one: fc.Arbitrary<Case> = fc.record({
      cells: fc.array(row, { minLength: 1, maxLength }),
      firstSteps: fc.integer({ min: 1, max: 6 }),
      thenSteps: fc.integer({ min: 0, max: 4 }),
    });
    return fc.asyncProperty(one, (drawn) => checkCase(subject, drawn));
  },
};

async function checkCase(
  subject: Subject,
  { cells, firstSteps, thenSteps }: Case,
): Promise<void> {
  const of = (name: keyof Cell) =>
    cells.map((row) => row.map((cell) => cell[name]));
  const params = of("weight");
  const past = new TreePast(subject, cells, firstSteps);
  const shapes = cells.map(({ length }) => [length]);
  let state = await subject.init(of("start"), shapes);
  for (let t = 1; t <= firstSteps + thenSteps; t++) {
    const grads = of(t <= firstSteps ? "first" : "then");
    const next = await subject.update(grads, { params, state });
    state = next.state;
    const steps = treeForms[subject.rule!](past.at(t));
    steps.forEach((row, i) =>
      row.forEach((step, j) => {
        const weight = params[i][j];
        const right = past.exact(weight).subtract(step);
        const found = next.params[i][j];
        if (right.allows(found)) return;
        throw new Violation(
          `${placeOf(t, i, j)}: the weight ${formatNumber(weight)} becomes ` +
            `${formatNumber(found)}; the closed form gives ` +
            `${formatNumber(right.value)}, up to ${formatNumber(right.error)}`,
        );
      })
    );
  }
}
