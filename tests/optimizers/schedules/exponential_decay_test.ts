import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  exponentialDecay,
  grad,
  scalar,
  stepDecay,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  assertPower,
  assertRefused,
  assertUsable,
  rateAt,
  ratesTo,
} from "./support.ts";

const decays = fc.double({ min: 0.1, max: 1, noNaN: true });

Deno.test("exponentialDecay() is the rate times a power of the decay, rounding apart", () => {
  check(fc.property(decays, fc.integer({ min: 1, max: 5 }), (decay, steps) => {
    const schedule = exponentialDecay({ learningRate: 1, decay, steps });
    for (let t = 1; t <= 4 * steps; t++) {
      // Halves of an ulp: two each of the logarithm and the exponential, whose
      // argument is also rounded twice; η = 1 is exact, one to spare for it.
      const x = Math.abs((t - 1) / steps * Math.log(decay));
      assertPower(
        rateAt(schedule, t),
        [decay, t - 1, steps],
        (3 + 4 * x) * 2 ** -53,
      );
    }
  }));
});

Deno.test("exponentialDecay() starts at the rate itself", () => {
  const rates = fc.double({ min: 2 ** -1074, max: 1e300, noNaN: true });
  check(fc.property(rates, decays, (learningRate, decay) => {
    const schedule = exponentialDecay({ learningRate, decay });
    assertSameBits(rateAt(schedule, 1), learningRate);
  }));
});

Deno.test("exponentialDecay() meets stepDecay() where that drops", () => {
  const rate = fc.double({ min: 2 ** -8, max: 1, noNaN: true });
  check(fc.property(rate, decays, (learningRate, decay) => {
    const options = { learningRate, decay, steps: 3 };
    const smooth = ratesTo(exponentialDecay(options), 10);
    const stairs = ratesTo(stepDecay(options), 10);
    for (const i of [0, 3, 6, 9]) assertSameBits(smooth[i], stairs[i]);
  }));
});

Deno.test("exponentialDecay() shrinks in each step unless steps are given, and has no end", () => {
  const schedule = exponentialDecay({ learningRate: 1, decay: 0.5 });
  assertPower(rateAt(schedule, 2), [0.5, 1, 1], 6 * 2 ** -53);
  assertEquals(rateAt(schedule, 2000), 0);
  const still = exponentialDecay({ learningRate: 0.3, decay: 1 });
  assertEquals(rateAt(still, 1e9), 0.3);
});

Deno.test("exponentialDecay() may be used by a rule and in a batch of steps", () => {
  assertUsable(
    exponentialDecay({ learningRate: 0.1, decay: 0.3, steps: 2 }),
    7,
  );
});

Deno.test("exponentialDecay() has derivatives by the rate and by the decay", () => {
  const by = grad((hyper: { learningRate: Tensor; decay: Tensor }) =>
    exponentialDecay(hyper)(scalar(4))
  )({ learningRate: tensor(3), decay: tensor(0.5) });
  // 3·γ³: γ³ = 1/8 and 3·3·γ² = 9/4; the exponent is 2.1, and at most twice
  // its error and a few roundings come on top.
  assert(Math.abs(by.learningRate.item() - 1 / 8) <= 24 * 2 ** -53 / 8);
  assert(Math.abs(by.decay.item() - 9 / 4) <= 24 * 2 ** -53 * 9 / 4);
});

Deno.test("exponentialDecay() refuses wrong options", () => {
  const learningRate = 1;
  const decay = 0.5;
  assertRefused(exponentialDecay, [
    [{ decay }, TypeError, "learningRate must be given, greater than 0"],
    [{ learningRate }, TypeError, "decay must be given, in (0, 1]"],
    [
      { learningRate, decay: 0 },
      RangeError,
      "decay must be in (0, 1], current value is 0",
    ],
    [
      { learningRate, decay: 1.01 },
      RangeError,
      "decay must be in (0, 1], current value is 1.01",
    ],
    [
      { learningRate, decay, steps: 0.5 },
      RangeError,
      "steps must be a whole number greater than 0, current value is 0.5",
    ],
    [
      { learningRate: 0, decay },
      RangeError,
      "learningRate must be greater than 0, current value is 0",
    ],
  ]);
});
