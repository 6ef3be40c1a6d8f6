import type { Approximate } from "../approximate.ts";
import { closedForms } from "../closed_forms/forms.ts";
import { Past } from "../closed_forms/past.ts";
import { unlessExtremeRate, unlessRule } from "../claims.ts";
import { placeOf } from "../compare.ts";
import { fc } from "../deps.ts";
import { formatNumber } from "../format.ts";
import { type Law, Violation } from "../law.ts";
import { ordinary } from "../numbers.ts";
import type { Subject } from "../subject.ts";

/** A weight that stays put, and gradients that change once. */
interface Case {
  readonly weight: number;
  readonly first: number;
  readonly firstSteps: number;
  readonly then: number;
  readonly thenSteps: number;
}

/** Steps under constant gradients are those of the rule's closed form. */
export const closedForm: Law = {
  name: "closed-form",
  statement:
    "Under a gradient that stays the same, and after it has changed once, " +
    "each step is the one that the rule's formula gives when its sums are " +
    "written out, and so is the point at which the loss is reported where a " +
    "rule keeps an average, within the rounding of its operations.",
  domain: "a constant weight; gradients of 0, or of magnitude 2^-20 to 2^20",
  traits: `a known rule (${
    Object.keys(closedForms).join(", ")
  }) at constant hyperparameters`,
  source: "the rule's own; sums of geometric series",
  unclaimed: (subject) => {
    const { rule = "" } = subject;
    return Object.hasOwn(closedForms, rule)
      ? unlessRule(subject, rule) ?? unlessExtremeRate(subject)
      : "no closed form is known";
  },
  property: (subject) => {
    const number = ordinary(subject.dtype);
    const one: fc.Arbitrary<Case> = fc.record({
      weight: fc.oneof(fc.constant(0), number),
      first: number,
      firstSteps: fc.integer({ min: 1, max: 12 }),
      then: number,
      thenSteps: fc.integer({ min: 0, max: 8 }),
    });
    return fc.asyncProperty(one, (drawn) => checkCase(subject, drawn));
  },
};

async function checkCase(subject: Subject, drawn: Case): Promise<void> {
  const { weight, first, firstSteps, then, thenSteps } = drawn;
  const past = new Past(subject, { first, firstSteps, then });
  const params = [[weight]];
  let state = await subject.init(params, [[1]]);
  for (let t = 1; t <= firstSteps + thenSteps; t++) {
    const grads = [[t <= firstSteps ? first : then]];
    const next = await subject.update(grads, { params, state });
    state = next.state;
    const w = past.exact(weight);
    const { step, evaluation } = closedForms[subject.rule!];
    const place = placeOf(t, 0, 0);
    const right = w.subtract(step(past.at(t), w));
    const { params: [[found]] } = next;
    near(`${place}: the weight ${formatNumber(weight)} becomes`, found, right);
    if (evaluation === undefined || subject.evaluate === undefined) continue;
    const [[at]] = await subject.evaluate(next);
    near(`${place}: the loss is reported at`, at, evaluation(past.at(t), w));
  }
}

function near(what: string, found: number, right: Approximate): void {
  if (right.allows(found)) return;
  throw new Violation(
    `${what} ${formatNumber(found)}; the closed form gives ` +
      `${formatNumber(right.value)}, up to ${formatNumber(right.error)}`,
  );
}
