import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  oneCycle,
  scalar,
  type Tensor,
  tensor,
  vmap,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { assertRefused, assertUsable, rateAt, ratesTo } from "./support.ts";

const rate = fc.double({ min: 2 ** -20, max: 4, noNaN: true });
const divisors = fc.double({ min: 2 ** -2, max: 2 ** 12, noNaN: true });
const forms = fc.constantFrom("cosine" as const, "linear" as const, undefined);
const lengths = fc.tuple(
  fc.integer({ min: 1, max: 15 }),
  fc.integer({ min: 1, max: 15 }),
);

Deno.test("oneCycle() goes from η/a to η and to η/(a·b), and stays there", () => {
  check(
    fc.property(
      rate,
      lengths,
      divisors,
      divisors,
      forms,
      (learningRate, [up, down], divisor, finalDivisor, form) => {
        const steps = up + down;
        const schedule = oneCycle({
          learningRate,
          steps,
          warmupSteps: up,
          divisor,
          finalDivisor,
          form,
        });
        const first = learningRate / divisor;
        const last = first / finalDivisor;
        assertSameBits(rateAt(schedule, 1), first);
        assertSameBits(rateAt(schedule, up + 1), learningRate);
        for (const t of [steps + 1, steps + 2, 1e9]) {
          assertSameBits(rateAt(schedule, t), last);
        }
        for (let s = 0; s <= steps; s++) {
          const [from, to, behind] = s < up
            ? [first, learningRate, s / up]
            : [learningRate, last, (s - up) / down];
          const share = form === "linear"
            ? behind
            : 0.5 * (1 - Math.cos(Math.PI * behind));
          const right = (1 - share) * from + share * to;
          // As of cosineDecay(): 8 of either side.
          const bound = 16 * (from + to) * 2 ** -53;
          assert(Math.abs(rateAt(schedule, s + 1) - right) <= bound, `${s}`);
        }
      },
    ),
  );
});

Deno.test("oneCycle() goes up in 3/10 of its steps, from 1/25 to 1/250000", () => {
  for (const [steps, up] of [[2, 1], [3, 1], [10, 3], [19, 5], [90, 27]]) {
    const rates = ratesTo(oneCycle({ learningRate: 1, steps }), steps + 2);
    assertEquals(rates.indexOf(1), up);
    assertEquals(rates.lastIndexOf(1), up);
    assertEquals([rates[0], rates[steps]], [1 / 25, 1 / 25 / 1e4]);
    assert(rates[steps - 1] > rates[steps]);
    assertEquals(rates[steps + 1], rates[steps]);
  }
});

Deno.test("oneCycle() rises to its greatest rate, then falls", () => {
  for (const form of ["cosine", "linear"] as const) {
    const schedule = oneCycle({ learningRate: 0.5, steps: 30, form });
    const rates = ratesTo(schedule, 31);
    for (let i = 1; i < 31; i++) {
      assertEquals(rates[i] > rates[i - 1], i <= 9, `${i}`);
    }
  }
});

Deno.test("oneCycle() may be used by a rule and in a batch of steps", () => {
  for (const form of ["cosine", "linear"] as const) {
    assertUsable(oneCycle({ learningRate: 0.1, steps: 7, form }), 10);
  }
  assertUsable(
    oneCycle({ learningRate: 0.1, steps: tensor(7), warmupSteps: tensor(3) }),
    10,
  );
});

Deno.test("oneCycle() has derivatives by its rate, steps and divisors", () => {
  const at = (t: number) =>
    grad((a: {
      learningRate: Tensor;
      steps: Tensor;
      warmupSteps: Tensor;
      divisor: Tensor;
      finalDivisor: Tensor;
    }) => oneCycle({ ...a, form: "linear" })(scalar(t)))({
      learningRate: tensor(2),
      steps: tensor(8),
      warmupSteps: tensor(4),
      divisor: tensor(4),
      finalDivisor: tensor(2),
    });
  // Half-way up: ½·(η/a + η); up faster with fewer steps: −2/16·(η − η/a).
  const up = at(3);
  assertEquals(up.learningRate.item(), 0.625);
  assertEquals(up.divisor.item(), -1 / 16);
  assertEquals(up.finalDivisor.item() + 0, 0);
  assertEquals(up.warmupSteps.item(), -0.1875);
  assertEquals(up.steps.item() + 0, 0);
  // Half-way down: ½·(η + η/(a·b)), with q = (s − W)/(T − W) = 2/4.
  const down = at(7);
  assertEquals(down.learningRate.item(), 0.5 + 1 / 16);
  assertEquals(down.divisor.item(), -1 / 32);
  assertEquals(down.finalDivisor.item(), -1 / 16);
  assertEquals(down.steps.item(), 2 / 16 * 1.75);
});

Deno.test("oneCycle() gives a batch of options the bits of each alone", () => {
  const [rates, steps] = [[0.1, 0.7], [6, 30]];
  const at = (learningRate: Tensor | number, steps: Tensor | number) =>
    oneCycle({ learningRate, steps })(scalar(5));
  assertSameBits(
    vmap(at)(tensor(rates), tensor(steps)).toTypedArray(),
    Float64Array.from(rates, (rate, i) => at(rate, steps[i]).item()),
  );
});

Deno.test("oneCycle() refuses wrong options", () => {
  const [learningRate, steps] = [1, 10];
  const whole = "must be a whole number greater than 0, current value is";
  const less = "warmupSteps must be less than steps, which are 10, current " +
    "value is";
  assertRefused(oneCycle, [
    [{ learningRate, steps: 0.5 }, RangeError, `steps ${whole} 0.5`],
    [
      { learningRate, steps: 1 },
      RangeError,
      "steps must be a whole number greater than 1, current value is 1",
    ],
    [
      { learningRate, steps, warmupSteps: 0 },
      RangeError,
      `warmupSteps ${whole} 0`,
    ],
    [{ learningRate, steps, warmupSteps: 10 }, RangeError, `${less} 10`],
    [
      { learningRate, steps, divisor: 0 },
      RangeError,
      "divisor must be greater than 0, current value is 0",
    ],
    [
      { learningRate, steps, finalDivisor: -1 },
      RangeError,
      "finalDivisor must be greater than 0, current value is -1",
    ],
    [
      { learningRate, steps, form: "cosin" },
      TypeError,
      'form cannot be "cosin"; did you mean cosine?',
    ],
    [{ steps }, TypeError, "learningRate must be given, greater than 0"],
    [
      undefined,
      TypeError,
      "options must be a record, current value is undefined",
    ],
    [
      tensor(1),
      TypeError,
      "options must be a record, current value is a tensor",
    ],
  ]);
});
