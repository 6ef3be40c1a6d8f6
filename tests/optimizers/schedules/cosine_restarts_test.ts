import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  cosineDecay,
  cosineRestarts,
  grad,
  scalar,
  type Tensor,
  tensor,
  vmap,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { assertRefused, assertUsable, rateAt, ratesTo } from "./support.ts";

const rate = fc.double({ min: 2 ** -20, max: 4, noNaN: true });
const length = fc.integer({ min: 1, max: 9 });
const factors = fc.integer({ min: 1, max: 4 });

Deno.test("cosineRestarts() is cosineDecay() of each cycle's length, anew in each", () => {
  check(
    fc.property(
      rate,
      rate,
      length,
      factors,
      (learningRate, finalLearningRate, steps, stepsFactor) => {
        const rates = { learningRate, finalLearningRate };
        const schedule = cosineRestarts({ ...rates, steps, stepsFactor });
        const expected: number[] = [];
        for (let own = steps; expected.length < 60; own *= stepsFactor) {
          expected.push(...ratesTo(cosineDecay({ ...rates, steps: own }), own));
        }
        assertEquals(ratesTo(schedule, 60), expected.slice(0, 60));
      },
    ),
  );
});

Deno.test("cosineRestarts() restarts at the very step, however far", () => {
  // Cycle i begins after steps·(mⁱ − 1)/(m − 1) steps, or steps·i.
  for (const steps of [1, 3, 7]) {
    for (const stepsFactor of [1, 2, 3, 10]) {
      const schedule = cosineRestarts({
        learningRate: 0.5,
        finalLearningRate: 0.25,
        steps,
        stepsFactor,
      });
      let [start, length] = [0, steps];
      for (let i = 0; i < 45 && start + length < 2 ** 50; i++) {
        start += length;
        const last = rateAt(schedule, start);
        if (length > 1) assert(last < 0.4 || length === 2, `${start}`);
        if (length > 2) assert(last < rateAt(schedule, start - 1) + 2 ** -53);
        assertSameBits(rateAt(schedule, start + 1), 0.5);
        length *= stepsFactor;
      }
    }
  }
});

Deno.test("cosineRestarts() has cycles of the same length and ends at 0 unless told", () => {
  const schedule = cosineRestarts({ learningRate: 1, steps: 4 });
  const cycle = ratesTo(cosineDecay({ learningRate: 1, steps: 4 }), 4);
  assertEquals(ratesTo(schedule, 12), [...cycle, ...cycle, ...cycle]);
});

Deno.test("cosineRestarts() may be used by a rule and in a batch of steps", () => {
  for (const stepsFactor of [1, 2]) {
    const options = { finalLearningRate: 0.01, steps: 3, stepsFactor };
    assertUsable(cosineRestarts({ learningRate: 0.1, ...options }), 12);
  }
});

Deno.test("cosineRestarts() has derivatives by both rates: the weights", () => {
  for (const [t, weight] of [[4, 1], [6, 0.75], [8, 0.25], [10, 1]]) {
    const by = grad((a: { learningRate: Tensor; finalLearningRate: Tensor }) =>
      cosineRestarts({ ...a, steps: 3, stepsFactor: 2 })(
        scalar(t === 10 ? 10 : t),
      )
    )({ learningRate: tensor(0.3), finalLearningRate: tensor(0.1) });
    assert(Math.abs(by.learningRate.item() - weight) <= 8 * 2 ** -53);
    assert(Math.abs(by.finalLearningRate.item() - 1 + weight) <= 8 * 2 ** -53);
  }
});

Deno.test("cosineRestarts() gives a batch of options the bits of each alone", () => {
  const [rates, lengths] = [[0.1, 0.7, 0.2], [3, 1, 8]];
  for (const stepsFactor of [1, 3]) {
    const at = (learningRate: Tensor | number, steps: Tensor | number) =>
      cosineRestarts({ learningRate, steps, stepsFactor })(scalar(12));
    const together = vmap(at)(tensor(rates), tensor(lengths));
    const alone = rates.map((rate, i) => at(rate, lengths[i]).item());
    assertSameBits(together.toTypedArray(), Float64Array.from(alone));
  }
});

Deno.test("cosineRestarts() refuses wrong options", () => {
  const [learningRate, steps] = [1, 10];
  const whole = "must be a whole number greater than 0, current value is";
  assertRefused(cosineRestarts, [
    [{ learningRate, steps: 0 }, RangeError, `steps ${whole} 0`],
    [
      { learningRate, steps, stepsFactor: 1.5 },
      RangeError,
      `stepsFactor ${whole} 1.5`,
    ],
    [
      { learningRate, steps, stepsFactor: tensor(2) },
      TypeError,
      "stepsFactor must be a number, current value is a tensor",
    ],
    [
      { learningRate: 0, steps },
      RangeError,
      "learningRate must be greater than 0, current value is 0",
    ],
    [
      { learningRate, steps, finalLearningRate: NaN },
      RangeError,
      "finalLearningRate must be at least 0, current value is NaN",
    ],
    [
      { learningRate },
      TypeError,
      "steps must be given, a whole number greater than 0",
    ],
    [1, TypeError, "options must be a record, current value is 1"],
  ]);
});
