import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  cosineDecay,
  grad,
  linearWarmup,
  scalar,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { assertRefused, assertUsable, rateAt, ratesTo } from "./support.ts";

const rate = fc.double({ min: 2 ** -20, max: 4, noNaN: true });
const length = fc.integer({ min: 1, max: 20 });

Deno.test("linearWarmup() has the rate times t/T up to step T, then the rate", () => {
  check(fc.property(rate, length, (rate, steps) => {
    const schedule = linearWarmup(rate, { steps });
    for (let t = 1; t <= steps; t++) {
      assertSameBits(rateAt(schedule, t), t / steps * rate);
    }
    for (const t of [steps, steps + 1, 2 * steps + 1, 1e9]) {
      assertSameBits(rateAt(schedule, t), rate);
    }
  }));
});

Deno.test("linearWarmup() goes over into the steps of a schedule from its first", () => {
  check(fc.property(rate, length, length, (learningRate, steps, n) => {
    const after = cosineDecay({ learningRate, steps: n });
    const schedule = linearWarmup(after, { steps });
    const rates = ratesTo(schedule, steps + n + 3);
    for (let t = 1; t <= steps; t++) {
      assertSameBits(rates[t - 1], t / steps * learningRate);
    }
    assertEquals(rates.slice(steps), ratesTo(after, n + 3));
  }));
});

Deno.test("linearWarmup() asks the schedule for no step before its first", () => {
  const seen: number[] = [];
  const schedule = linearWarmup((t) => {
    seen.push(t.item());
    return t;
  }, { steps: 3 });
  assertEquals(ratesTo(schedule, 6), [1 / 3, 2 / 3, 1, 1, 2, 3]);
  assertEquals(seen, [1, 1, 1, 1, 2, 3]);
});

Deno.test("linearWarmup() of one step is the first step twice", () => {
  const schedule = linearWarmup((t) => t.mul(10), { steps: 1 });
  assertEquals(ratesTo(schedule, 4), [10, 10, 20, 30]);
});

Deno.test("linearWarmup() may be used by a rule and in a batch of steps", () => {
  assertUsable(linearWarmup(0.1, { steps: 3 }), 6);
  const after = cosineDecay({ learningRate: 0.1, steps: 3 });
  assertUsable(linearWarmup(after, { steps: 3 }), 8);
});

Deno.test("linearWarmup() has a derivative by its rate, t/T at most 1", () => {
  for (const [t, right] of [[1, 0.25], [3, 0.75], [4, 1], [5, 1], [9, 1]]) {
    const by = grad((rate: Tensor) =>
      linearWarmup(rate, { steps: 4 })(scalar(t))
    );
    assertEquals(by(tensor(0.3)).item(), right);
  }
});

Deno.test("linearWarmup() refuses a wrong rate and wrong options", () => {
  const message = "Cannot create linearWarmup: ";
  const refuse = (rate: unknown, kind: typeof TypeError, text: string) => {
    const error = assertThrows(
      () => linearWarmup(rate as never, { steps: 2 }),
      kind,
    );
    assertEquals(error.message, message + text);
  };
  refuse(-1, RangeError, "rate must be greater than 0, current value is -1");
  refuse(undefined, TypeError, "rate must be given, greater than 0");
  refuse(
    tensor([1]),
    TypeError,
    "rate must be a number, a float64 tensor of shape [] or a schedule, " +
      "current value is float64 of shape [1]",
  );
  function warmup(options: never) {
    return linearWarmup(0.1, options);
  }
  Object.defineProperty(warmup, "name", { value: "linearWarmup" });
  assertRefused(warmup, [
    [{}, TypeError, "steps must be given, a whole number greater than 0"],
    [
      undefined,
      TypeError,
      "options must be a record, current value is undefined",
    ],
    [
      { steps: 0 },
      RangeError,
      "steps must be a whole number greater than 0, current value is 0",
    ],
    [
      { steps: 2, rate: 3 },
      TypeError,
      "it has no hyperparameter rate; there is steps",
    ],
  ]);
  const wrong = linearWarmup((() => 0.1) as never, { steps: 2 });
  assertThrows(
    () => wrong(scalar(1)),
    TypeError,
    "Cannot schedule rate: the schedule must return a float64 tensor",
  );
});
