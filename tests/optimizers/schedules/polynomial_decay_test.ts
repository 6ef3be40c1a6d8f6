import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  polynomialDecay,
  scalar,
  type Tensor,
  tensor,
  vmap,
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

const rate = fc.double({ min: 2 ** -20, max: 4, noNaN: true });
const length = fc.integer({ min: 1, max: 20 });

Deno.test("polynomialDecay() is a line unless told: each rate a share of both", () => {
  check(fc.property(rate, rate, length, (learningRate, end, steps) => {
    const schedule = polynomialDecay({
      learningRate,
      finalLearningRate: end,
      steps,
    });
    for (let t = 1; t <= steps; t++) {
      const left = (steps - (t - 1)) / steps;
      const right = learningRate * left + end * (1 - left);
      assertSameBits(rateAt(schedule, t), right);
    }
  }));
});

Deno.test("polynomialDecay() has the power of what is left of the way", () => {
  const powers: [power: number, numerator: number, root: number][] = [
    [2, 2, 1],
    [3, 3, 1],
    [0.5, 1, 2],
    [1.5, 3, 2],
    [0.75, 3, 4],
  ];
  for (const [power, numerator, root] of powers) {
    const schedule = polynomialDecay({ learningRate: 1, steps: 8, power });
    for (let t = 1; t <= 8; t++) {
      // What is left is exact, and so are η = 1 and η_end = 0; a power has
      // p + 2 roundings, or 2 ulps through the logarithm.
      const left = (9 - t) / 8;
      assertPower(rateAt(schedule, t), [left, numerator, root], 5 * 2 ** -53);
    }
  }
});

Deno.test("polynomialDecay() starts at the rate itself, ends at the other, and stays there", () => {
  const powers = fc.constantFrom(undefined, 0.3, 0.5, 1, 2, 2.5);
  check(fc.property(rate, rate, length, powers, (a, b, steps, power) => {
    const options = { learningRate: a, finalLearningRate: b, steps, power };
    const schedule = polynomialDecay(options);
    assertSameBits(rateAt(schedule, 1), a);
    for (const t of [steps + 1, steps + 2, 2 * steps + 1, 1e9]) {
      assertSameBits(rateAt(schedule, t), b);
    }
    const within = ratesTo(schedule, steps).slice(1);
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    // Three roundings of the sum and 1 − c.
    const slack = 4 * high * 2 ** -53;
    assert(within.every((x) => x >= low - slack && x <= high + slack));
  }));
});

Deno.test("polynomialDecay() ends at +0 unless told, and not a step too soon", () => {
  const schedule = polynomialDecay({ learningRate: 0.5, steps: 5 });
  assertSameBits(rateAt(schedule, 6), 0);
  assert(rateAt(schedule, 5) > 0.09);
});

Deno.test("polynomialDecay() may be used by a rule and in a batch of steps", () => {
  assertUsable(polynomialDecay({ learningRate: 0.1, steps: 5 }), 8);
  assertUsable(
    polynomialDecay({
      learningRate: 0.1,
      finalLearningRate: 0.01,
      steps: 5,
      power: 0.9,
    }),
    8,
  );
});

Deno.test("polynomialDecay() has derivatives by both rates and by its steps", () => {
  const by = grad((a: {
    learningRate: Tensor;
    finalLearningRate: Tensor;
    steps: Tensor;
  }) => polynomialDecay({ ...a, power: 2 })(scalar(3)))({
    learningRate: tensor(0.5),
    finalLearningRate: tensor(0.25),
    steps: tensor(4),
  });
  assertEquals(by.learningRate.item(), 0.25);
  assertEquals(by.finalLearningRate.item(), 0.75);
  // c = ((T − 2)/T)²: c′ = 2·((T − 2)/T)·2/T² = 1/8, times η − η_end.
  assertEquals(by.steps.item(), 1 / 32);
});

Deno.test("polynomialDecay() gives a batch of options the bits of each alone", () => {
  const [rates, lengths] = [[0.1, 0.7], [3, 8]];
  const together = vmap((learningRate: Tensor, steps: Tensor) =>
    polynomialDecay({ learningRate, steps, power: 0.9 })(scalar(3))
  )(tensor(rates), tensor(lengths));
  const alone = rates.map((learningRate, i) =>
    rateAt(polynomialDecay({ learningRate, steps: lengths[i], power: 0.9 }), 3)
  );
  assertSameBits(together.toTypedArray(), Float64Array.from(alone));
});

Deno.test("polynomialDecay() refuses wrong options", () => {
  const [learningRate, steps] = [1, 10];
  assertRefused(polynomialDecay, [
    [
      { learningRate, steps: 2.5 },
      RangeError,
      "steps must be a whole number greater than 0, current value is 2.5",
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
      { learningRate, steps, power: 0 },
      RangeError,
      "power must be greater than 0, current value is 0",
    ],
    [
      { learningRate, steps, power: tensor(2) },
      TypeError,
      "power must be a number, current value is a tensor",
    ],
    [
      { learningRate, steps, power: (t: Tensor) => t },
      TypeError,
      "power must be a number, current value is a function",
    ],
    [
      { learningRate, steps, powr: 2 },
      TypeError,
      "it has no hyperparameter powr; did you mean power?",
    ],
    [null, TypeError, "options must be a record, current value is null"],
  ]);
});
