import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  cosineDecay,
  grad,
  joinSchedules,
  linearWarmup,
  polynomialDecay,
  scalar,
  type Tensor,
  tensor,
  vmap,
  warmupStableDecay,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { assertRefused, assertUsable, rateAt, ratesTo } from "./support.ts";

const rate = fc.double({ min: 2 ** -20, max: 4, noNaN: true });
const length = fc.integer({ min: 1, max: 12 });
const forms = ["linear", "cosine", "root"] as const;

Deno.test("warmupStableDecay() grows in equal parts, stays, and goes down", () => {
  check(
    fc.property(
      rate,
      rate,
      length,
      fc.integer({ min: 0, max: 9 }),
      length,
      fc.constantFrom(...forms, undefined),
      (learningRate, end, up, stable, down, form) => {
        const rates = { learningRate, finalLearningRate: end };
        const schedule = warmupStableDecay({
          ...rates,
          warmupSteps: up,
          stableSteps: stable,
          decaySteps: down,
          form,
        });
        for (let t = 1; t <= up; t++) {
          assertSameBits(rateAt(schedule, t), t / up * learningRate);
        }
        for (let t = up; t <= up + stable + 1; t++) {
          assertSameBits(rateAt(schedule, t), learningRate);
        }
        const steps = down;
        const decay = form === "cosine"
          ? cosineDecay({ ...rates, steps })
          : form === "root"
          ? (t: Tensor) => {
            const behind = Math.min(t.item() - 1, down) / down;
            const c = 1 - Math.sqrt(behind);
            return scalar(learningRate * c + end * (1 - c));
          }
          : polynomialDecay({ ...rates, steps });
        for (let s = 1; s <= down + 3; s++) {
          assertSameBits(
            rateAt(schedule, up + stable + s),
            rateAt(decay, s),
          );
        }
        assertSameBits(rateAt(schedule, up + stable + down + 1), end);
        assertSameBits(rateAt(schedule, 1e9), end);
      },
    ),
  );
});

Deno.test("warmupStableDecay() is linearWarmup() of joined schedules, rounding apart", () => {
  const schedule = warmupStableDecay({
    learningRate: 0.3,
    warmupSteps: 4,
    stableSteps: 3,
    decaySteps: 5,
  });
  const joined = linearWarmup(
    joinSchedules([
      { rate: 0.3, steps: 3 },
      { rate: polynomialDecay({ learningRate: 0.3, steps: 5 }) },
    ]),
    { steps: 4 },
  );
  assertEquals(ratesTo(schedule, 15), ratesTo(joined, 15));
});

Deno.test("warmupStableDecay() may be used by a rule and in a batch of steps", () => {
  for (const form of forms) {
    const steps = { warmupSteps: 2, stableSteps: 2, decaySteps: 3 };
    assertUsable(warmupStableDecay({ learningRate: 0.1, ...steps, form }), 9);
  }
});

Deno.test("warmupStableDecay() has derivatives by its rates, finite in every step", () => {
  for (const form of forms) {
    for (let t = 1; t <= 10; t++) {
      const by = grad((a: {
        learningRate: Tensor;
        finalLearningRate: Tensor;
        decaySteps: Tensor;
      }) =>
        warmupStableDecay({ ...a, warmupSteps: 2, stableSteps: 2, form })(
          scalar(t),
        )
      )({
        learningRate: tensor(0.5),
        finalLearningRate: tensor(0.25),
        decaySteps: tensor(4),
      });
      const own = by.learningRate.item();
      const other = by.finalLearningRate.item();
      assert(Number.isFinite(by.decaySteps.item()), `${form} ${t}`);
      if (t <= 5) assertEquals([own, other + 0], [Math.min(t / 2, 1), 0]);
      if (t >= 9) assertEquals([own + 0, other], [0, 1]);
      if (t > 5) assert(Math.abs(own + other - 1) <= 2 ** -52);
    }
  }
});

Deno.test("warmupStableDecay() gives a batch of options the bits of each alone", () => {
  const [up, stable] = [[2, 5, 1], [0, 3, 4]];
  const at = (warmupSteps: Tensor | number, stableSteps: Tensor | number) =>
    warmupStableDecay({
      learningRate: 0.7,
      warmupSteps,
      stableSteps,
      decaySteps: 3,
      form: "root",
    })(scalar(5));
  assertSameBits(
    vmap(at)(tensor(up), tensor(stable)).toTypedArray(),
    Float64Array.from(up, (n, i) => at(n, stable[i]).item()),
  );
});

Deno.test("warmupStableDecay() refuses wrong options", () => {
  const good = {
    learningRate: 1,
    warmupSteps: 2,
    stableSteps: 2,
    decaySteps: 3,
  };
  const whole = "must be a whole number greater than 0, current value is";
  assertRefused(warmupStableDecay, [
    [{ ...good, warmupSteps: 0 }, RangeError, `warmupSteps ${whole} 0`],
    [{ ...good, decaySteps: 0 }, RangeError, `decaySteps ${whole} 0`],
    [
      { ...good, stableSteps: -1 },
      RangeError,
      "stableSteps must be a whole number of at least 0, current value is -1",
    ],
    [
      { ...good, stableSteps: undefined },
      TypeError,
      "stableSteps must be given, a whole number of at least 0",
    ],
    [
      { ...good, learningRate: 0 },
      RangeError,
      "learningRate must be greater than 0, current value is 0",
    ],
    [
      { ...good, finalLearningRate: -1 },
      RangeError,
      "finalLearningRate must be at least 0, current value is -1",
    ],
    [
      { ...good, form: "sqrt" },
      TypeError,
      'form cannot be "sqrt"; there are linear, cosine, root',
    ],
    [[], TypeError, "options must be a record, current value is an array"],
  ]);
});
