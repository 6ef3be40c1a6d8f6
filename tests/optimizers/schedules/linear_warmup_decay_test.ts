import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  linearWarmup,
  linearWarmupDecay,
  polynomialDecay,
  scalar,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { assertRefused, assertUsable, rateAt, ratesTo } from "./support.ts";

const rate = fc.double({ min: 2 ** -20, max: 4, noNaN: true });
const length = fc.integer({ min: 1, max: 12 });

Deno.test("linearWarmupDecay() is a line up and a line down", () => {
  check(fc.property(rate, rate, length, length, (η, end, up, down) => {
    const schedule = linearWarmupDecay({
      learningRate: η,
      finalLearningRate: end,
      warmupSteps: up,
      decaySteps: down,
    });
    for (let t = 1; t <= up; t++) {
      assertSameBits(rateAt(schedule, t), t / up * η);
    }
    for (let s = 0; s <= down; s++) {
      const left = (down - s) / down;
      const right = η * left + end * (1 - left);
      assertSameBits(rateAt(schedule, up + 1 + s), right);
    }
    assertSameBits(rateAt(schedule, up + down + 2), end);
    assertSameBits(rateAt(schedule, 1e9), end);
  }));
});

Deno.test("linearWarmupDecay() is linearWarmup() of polynomialDecay(), ending at 0 unless told", () => {
  const schedule = linearWarmupDecay({
    learningRate: 0.3,
    warmupSteps: 3,
    decaySteps: 7,
  });
  const line = polynomialDecay({ learningRate: 0.3, steps: 7 });
  assertEquals(
    ratesTo(schedule, 14),
    ratesTo(linearWarmup(line, { steps: 3 }), 14),
  );
  assertSameBits(rateAt(schedule, 11), 0);
});

Deno.test("linearWarmupDecay() may be used by a rule, batched and differentiated", () => {
  const options = { warmupSteps: 3, decaySteps: 4, finalLearningRate: 0.01 };
  assertUsable(linearWarmupDecay({ learningRate: 0.1, ...options }), 10);
  for (const [t, right] of [[1, 0.25], [4, 1], [5, 1], [6, 0.5], [7, 0]]) {
    const by = grad((learningRate: Tensor) =>
      linearWarmupDecay({ learningRate, warmupSteps: 4, decaySteps: 2 })(
        scalar(t),
      )
    );
    assertEquals(by(tensor(0.3)).item(), right);
  }
});

Deno.test("linearWarmupDecay() refuses wrong options in its own name", () => {
  const good = { learningRate: 1, warmupSteps: 2, decaySteps: 3 };
  const whole = "must be a whole number greater than 0, current value is";
  assertRefused(linearWarmupDecay, [
    [{ ...good, warmupSteps: 0 }, RangeError, `warmupSteps ${whole} 0`],
    [{ ...good, decaySteps: 0.5 }, RangeError, `decaySteps ${whole} 0.5`],
    [
      { ...good, learningRate: -1 },
      RangeError,
      "learningRate must be greater than 0, current value is -1",
    ],
    [
      { ...good, finalLearningRate: -1 },
      RangeError,
      "finalLearningRate must be at least 0, current value is -1",
    ],
    [
      { ...good, decaySteps: undefined },
      TypeError,
      "decaySteps must be given, a whole number greater than 0",
    ],
    [
      { ...good, steps: 3 },
      TypeError,
      "it has no hyperparameter steps; there are learningRate, " +
      "finalLearningRate, warmupSteps, decaySteps",
    ],
  ]);
});
