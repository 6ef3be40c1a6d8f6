import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { grad, scalar, stepDecay, type Tensor, tensor } from "../../../mod.ts";
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

Deno.test("stepDecay() is the rate times a power of the decay, rounding apart", () => {
  check(fc.property(decays, fc.integer({ min: 1, max: 5 }), (decay, steps) => {
    const schedule = stepDecay({ learningRate: 1, decay, steps });
    for (let t = 1; t <= 4 * steps; t++) {
      const drops = Math.floor((t - 1) / steps);
      // Halves of an ulp: two each of the logarithm and the exponential, whose
      // argument is also rounded once; η = 1 is exact, one to spare for each.
      const x = Math.abs(drops * Math.log(decay));
      assertPower(
        rateAt(schedule, t),
        [decay, drops, 1],
        (3 + 4 * x) * 2 ** -53,
      );
    }
  }));
});

Deno.test("stepDecay() keeps the rate itself until the first drop", () => {
  const rates = fc.double({ min: 2 ** -1074, max: 1e300, noNaN: true });
  check(fc.property(rates, decays, (learningRate, decay) => {
    const schedule = stepDecay({ learningRate, decay, steps: 3 });
    assertEquals(ratesTo(schedule, 3), Array(3).fill(learningRate));
    const dropped = ratesTo(schedule, 9);
    assertSameBits(dropped[3], dropped[5]);
    assertSameBits(dropped[6], dropped[8]);
  }));
});

Deno.test("stepDecay() drops at the step after a multiple of its steps", () => {
  const schedule = stepDecay({ learningRate: 1, decay: 0.5, steps: 3 });
  for (const [n, rate] of [[1, 0.5], [2, 0.25], [3, 0.125]]) {
    assert(rateAt(schedule, 3 * n) > 1.9 * rate);
    assert(rateAt(schedule, 3 * n + 1) < 1.1 * rate);
  }
  const slow = stepDecay({ learningRate: 1, decay: 0.5, steps: 3e6 });
  assertEquals(rateAt(slow, 3e6), 1);
  assert(rateAt(slow, 3e6 + 1) < 0.51);
});

Deno.test("stepDecay() divides by ten where no decay is given, and has no end", () => {
  const schedule = stepDecay({ learningRate: 1, steps: 1 });
  assertPower(rateAt(schedule, 2), [0.1, 1, 1], 13 * 2 ** -53);
  assertEquals(rateAt(schedule, 1000), 0);
  const still = stepDecay({ learningRate: 0.3, decay: 1, steps: 1 });
  assertEquals(rateAt(still, 1e9), 0.3);
});

Deno.test("stepDecay() may be used by a rule and in a batch of steps", () => {
  assertUsable(stepDecay({ learningRate: 0.1, decay: 0.3, steps: 2 }), 7);
});

Deno.test("stepDecay() has derivatives by the rate and by the decay", () => {
  const by = grad((hyper: { learningRate: Tensor; decay: Tensor }) =>
    stepDecay({ ...hyper, steps: 2 })(scalar(7))
  )({ learningRate: tensor(3), decay: tensor(0.5) });
  // 3·γ³: γ³ = 1/8 and 3·3·γ² = 9/4; the exponent is 2.1, and at most twice
  // its error and a few roundings come on top.
  assert(Math.abs(by.learningRate.item() - 1 / 8) <= 24 * 2 ** -53 / 8);
  assert(Math.abs(by.decay.item() - 9 / 4) <= 24 * 2 ** -53 * 9 / 4);
});

Deno.test("stepDecay() refuses wrong options", () => {
  const steps = 2;
  const learningRate = 1;
  assertRefused(stepDecay, [
    [{ steps }, TypeError, "learningRate must be given, greater than 0"],
    [
      { learningRate },
      TypeError,
      "steps must be given, a whole number greater than 0",
    ],
    [
      { learningRate, step: 3 },
      TypeError,
      "it has no hyperparameter step; did you mean steps?",
    ],
    ...[0, -1, 1.5, NaN, Infinity].map((
      steps,
    ): [unknown, typeof RangeError, string] => [
      { learningRate, steps },
      RangeError,
      `steps must be a whole number greater than 0, current value is ${steps}`,
    ]),
    ...[0, -0.5, 1.5, NaN].map((
      decay,
    ): [unknown, typeof RangeError, string] => [
      { learningRate, steps, decay },
      RangeError,
      `decay must be in (0, 1], current value is ${decay}`,
    ]),
    [
      { learningRate: -1, steps },
      RangeError,
      "learningRate must be greater than 0, current value is -1",
    ],
  ]);
});
