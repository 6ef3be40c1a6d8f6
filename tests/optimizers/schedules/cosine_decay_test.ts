import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  cosineDecay,
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
const length = fc.integer({ min: 1, max: 20 });

/**
 * The error in units of 2^−53: the angle has three roundings, so that half its
 * cosine is off by at most 3·max(θ·sin θ)/2 < 2.8, and by 1 from the cosine and
 * the sum; two products, 1 − c and the last sum add at most 3 of the larger.
 */
function bound(a: number, b: number): number {
  return 8 * (a + b) * 2 ** -53;
}

Deno.test("cosineDecay() follows equation 5 of SGDR, rounding apart", () => {
  check(fc.property(rate, rate, length, (learningRate, end, steps) => {
    const schedule = cosineDecay({
      learningRate,
      finalLearningRate: end,
      steps,
    });
    for (let t = 1; t <= steps; t++) {
      const cosine = Math.cos(Math.PI * ((t - 1) / steps));
      const right = end + 0.5 * (learningRate - end) * (1 + cosine);
      const error = Math.abs(rateAt(schedule, t) - right);
      // The right side has errors of its own, no greater.
      assert(error <= 2 * bound(learningRate, end), `${error} at ${t}`);
    }
  }));
});

Deno.test("cosineDecay() is at ¾, ½ and ¼ of the way after ⅓, ½ and ⅔ of the steps", () => {
  check(fc.property(rate, rate, (a, b) => {
    const schedule = cosineDecay({
      learningRate: a,
      finalLearningRate: b,
      steps: 6,
    });
    const points = [[3, 0.75], [4, 0.5], [5, 0.25]];
    for (const [t, weight] of points) {
      const right = weight * a + (1 - weight) * b;
      const error = Math.abs(rateAt(schedule, t) - right);
      assert(error <= bound(a, b) + 3 * (a + b) * 2 ** -53, `${error} at ${t}`);
    }
  }));
});

Deno.test("cosineDecay() starts at the rate itself, ends at the other, and stays there", () => {
  check(fc.property(rate, rate, length, (learningRate, end, steps) => {
    const schedule = cosineDecay({
      learningRate,
      finalLearningRate: end,
      steps,
    });
    assertSameBits(rateAt(schedule, 1), learningRate);
    for (const t of [steps + 1, steps + 2, 2 * steps + 1, 1e9]) {
      assertSameBits(rateAt(schedule, t), end);
    }
  }));
});

Deno.test("cosineDecay() ends at +0 unless told, and not a step too soon", () => {
  const schedule = cosineDecay({ learningRate: 0.1, steps: 5 });
  assertSameBits(rateAt(schedule, 6), 0);
  assert(rateAt(schedule, 5) > 0.009);
  const rates = ratesTo(schedule, 6);
  assert(rates.every((x, i) => i === 0 || x < rates[i - 1]));
});

Deno.test("cosineDecay() may be used by a rule and in a batch of steps", () => {
  assertUsable(cosineDecay({ learningRate: 0.1, steps: 5 }), 8);
  const finalLearningRate = 0.01;
  assertUsable(
    cosineDecay({ learningRate: 0.1, finalLearningRate, steps: 5 }),
    8,
  );
});

Deno.test("cosineDecay() has derivatives by both rates: the weights", () => {
  const by = (t: number) =>
    grad((a: { learningRate: Tensor; finalLearningRate: Tensor }) =>
      cosineDecay({ ...a, steps: 3 })(scalar(t))
    )({ learningRate: tensor(0.3), finalLearningRate: tensor(0.1) });
  const weights: [number, number][] = [[1, 1], [2, 0.75], [3, 0.25], [4, 0]];
  for (const [t, weight] of weights) {
    const { learningRate, finalLearningRate } = by(t);
    assert(Math.abs(learningRate.item() - weight) <= bound(1, 0));
    assert(Math.abs(finalLearningRate.item() - (1 - weight)) <= bound(1, 0));
  }
});

Deno.test("cosineDecay() gives a batch of options the bits of each alone", () => {
  const rates = [0.1, 0.7];
  const lengths = [3, 8];
  const together = vmap((learningRate: Tensor, steps: Tensor) =>
    cosineDecay({ learningRate, steps })(scalar(3))
  )(tensor(rates), tensor(lengths));
  const alone = rates.map((learningRate, i) =>
    rateAt(cosineDecay({ learningRate, steps: lengths[i] }), 3)
  );
  assertSameBits(together.toTypedArray(), Float64Array.from(alone));
});

Deno.test("cosineDecay() refuses wrong options", () => {
  const steps = 10;
  const learningRate = 1;
  assertRefused(cosineDecay, [
    [
      { learningRate, steps: 0 },
      RangeError,
      "steps must be a whole number greater than 0, current value is 0",
    ],
    [
      { learningRate, steps: 2.5 },
      RangeError,
      "steps must be a whole number greater than 0, current value is 2.5",
    ],
    [
      { learningRate, steps: 2 ** 53 },
      RangeError,
      "steps must be a whole number greater than 0, current value is " +
      "9007199254740992",
    ],
    [
      { learningRate },
      TypeError,
      "steps must be given, a whole number greater than 0",
    ],
    [{ steps }, TypeError, "learningRate must be given, greater than 0"],
    [
      { learningRate, steps, finalLearningRate: -0.1 },
      RangeError,
      "finalLearningRate must be at least 0, current value is -0.1",
    ],
    [
      { learningRate: Infinity, steps },
      RangeError,
      "learningRate must be finite and greater than 0, current value is Infinity",
    ],
    [
      { learningRate, steps, finalRate: 0 },
      TypeError,
      "it has no hyperparameter finalRate; there are learningRate, " +
      "finalLearningRate, steps",
    ],
  ]);
  assertEquals(rateAt(cosineDecay({ learningRate, steps: 1 }), 1), 1);
});
