import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { centeredRmsprop, divide } from "../../../mod.ts";
import { check } from "../../support/property.ts";
import {
  type AnyOptimizer,
  courses,
  elements,
  floats,
  follow,
  make,
  round,
  settings,
  slots,
  unit,
  variants,
  wideNumbers,
} from "../support.ts";
import { gradients, readReference, start, travel } from "../trajectories.ts";
import { checkFormula, denominator, mean, quotient } from "./formula.ts";

Deno.test("centeredRmsprop() has the bits of its formula, with ε and η in or out", () => {
  const start = { h: 0, a: 0, m: 0 };
  checkFormula("centered-rmsprop", start, (input, hyper, r, choices) => {
    const { g, state } = input;
    const inside = choices.learningRatePlacement === "inside";
    const rate = r(hyper.learningRate);
    const h = mean(hyper.decay, state.h, r(g * g), r);
    const a = mean(hyper.decay, state.a, g, r);
    const difference = r(h - r(a * a));
    const variance = !Number.isFinite(h) ? h : difference < 0 ? 0 : difference;
    const root = denominator(variance, hyper, r, choices);
    const part = r(quotient(inside ? rate : 1, root, r) * g);
    const m = r(part + r(r(hyper.momentum) * state.m));
    return { step: inside ? m : r(rate * m), state: { h, a, m } };
  });
});

Deno.test("centeredRmsprop() takes the steps worked out by hand", () => {
  const optimizer = centeredRmsprop({
    learningRate: 1,
    decay: 0.5,
    momentum: 0.5,
    epsilon: 12,
    epsilonPlacement: "inside",
  });
  const points = follow(optimizer as AnyOptimizer, {
    dtype: "float64",
    w: [0],
    gradients: [[4], [0]],
  });
  // h = 8 and a = 2: √(8 − 4 + 12) = 4 and m = 1. Then nothing but 0.5·m.
  assertEquals(points.map(({ state }) => slots(state)), [
    { h: [0], a: [0], m: [0] },
    { h: [8], a: [2], m: [1] },
    { h: [4], a: [1], m: [0.5] },
  ]);
  assertEquals(elements(points[2].params), [-1.5]);
});

Deno.test("centeredRmsprop() gives no NaN along finite gradients", () => {
  const rates = fc.double({ min: 1e-4, max: 1, noNaN: true });
  const centered = Object.keys(variants)
    .filter((id) => id.startsWith("centered-rmsprop"));
  for (const dtype of floats) {
    const course = courses({
      dtype,
      number: wideNumbers(dtype).map((x) => Math.abs(x) < 1e30 ? x : 1),
    });
    check(
      fc.property(course, settings(rates, centered), (course, setting) => {
        // With ρ = 0 an overflow is forgotten as 0·∞, in every rule.
        const decay = Math.max(setting.decay, 0.001);
        const points = follow(make({ ...setting, decay }), course);
        for (const { params, state } of points) {
          assert(elements(params).every((x) => !Number.isNaN(x)));
          assert(slots(state).h.every((x) => x >= 0));
        }
      }),
      { numRuns: 300 },
    );
  }
});

Deno.test("centeredRmsprop() takes a variance that rounding makes negative as 0", () => {
  // A constant gradient: h − a² falls to rounding errors of either sign, so
  // that its root is NaN without the maximum.
  let negative = 0;
  const sizes = fc.double({ min: 0.1, max: 10, noNaN: true });
  check(fc.property(sizes, fc.constantFrom(...floats), (g, dtype) => {
    const optimizer = variants["centered-rmsprop/torch"](0.01, 0.7);
    const points = follow(optimizer, {
      dtype,
      w: [0],
      gradients: Array(80).fill([g]),
    });
    for (const { params, state } of points) {
      const { h: [h], a: [a] } = slots(state);
      if (h - round[dtype](a * a) < 0) negative++;
      assert(Number.isFinite(elements(params)[0]));
    }
  }));
  assert(negative > 100, `${negative}`);
});

Deno.test("centeredRmsprop() takes a step of 0 from where g² overflows on", () => {
  const huge = { float64: 1e200, float32: 1e30 };
  for (const dtype of floats) {
    for (const id of Object.keys(variants)) {
      if (!id.startsWith("centered-rmsprop")) continue;
      const points = follow(variants[id](1, 0.9), {
        dtype,
        w: [2],
        gradients: [[huge[dtype]], [1], [0]],
      });
      assertEquals(slots(points[3].state).h, [Infinity]);
      assertEquals(elements(points[3].params), [2]);
    }
  }
});

/**
 * The trajectory of one coordinate by TensorFlow.js's formula, where `sign` is
 * that of ε under the root: −1 as the library has it, 1 as it means it.
 */
function tensorflow(
  i: number,
  sign: number,
  { rate, decay, epsilon, momentum }: Record<string, number>,
): number[] {
  let [w, h, a, m] = [start[i], 0, 0, 0];
  return gradients.map((row) => {
    const g = row[i];
    h = decay * h + (1 - decay) * g * g;
    a = decay * a + (1 - decay) * g;
    m = momentum * m + rate * g / Math.sqrt(h - a * a + sign * epsilon);
    return w -= m;
  });
}

Deno.test("centeredRmsprop() as tfjs departs from TensorFlow.js where that subtracts ε", () => {
  const { recorded, cases } = readReference("tfjs_centered");
  const [{ points }] = cases;
  const hyper = { rate: 0.01, decay: 0.9, epsilon: 1e-7, momentum: 0 };
  const optimizer = centeredRmsprop({ variant: "tfjs" }) as AnyOptimizer;
  const ours = travel(optimizer, "float32");
  start.forEach((_, i) => {
    const [shipped, meant] = [-1, 1].map((sign) => tensorflow(i, sign, hyper));
    recorded.forEach((t, row) => {
      const [theirs, own] = [points[row][i], ours[t][i]];
      const text = `step ${t}, coordinate ${i}: ${theirs}, ${own}`;
      // NaN wherever the variance is less than ε, as without a gradient.
      assertEquals(theirs === null, Number.isNaN(shipped[t - 1]), text);
      assert(Number.isFinite(own), text);
      // Variances of gradients with changing signs are a tenth of h or more
      // where |h − a²| is over 100·ε: 10·(2t + 10) roundings in each of t
      // steps of at most 0.01·√10.
      const bound = unit.float32 * (t * 0.04 * 10 * (2 * t + 10) + 4 * t);
      assert(Math.abs(own - meant[t - 1]) <= bound, text);
      if (theirs !== null) {
        assert(Math.abs(theirs - shipped[t - 1]) <= bound, text);
      }
    });
  });
  // Where the library's own step is NaN at once: g = 1e-4.
  const small = follow(optimizer, {
    dtype: "float32",
    w: [0],
    gradients: [[1e-4]],
  });
  // h − a² = 0.09·g² = 9e-10, beside ε = 1e-7.
  const expected = -0.01 * 1e-4 / Math.sqrt(9e-10 + 1e-7);
  const [w] = elements(small[1].params);
  assert(Math.abs(w - expected) <= 1e-5 * Math.abs(expected), `${w}`);
  assert(Number.isNaN(Math.sqrt(9e-10 - 1e-7)));
});

Deno.test("centeredRmsprop() outside multiplies all of m by the present η", () => {
  // ρ = 1/2, g = 2: h = 2, a = 1, the root 1, the part 2·η, and so on.
  const end = (learningRatePlacement: "inside" | "outside") => {
    const optimizer = centeredRmsprop({
      learningRate: (t) => divide(1, t),
      decay: 0.5,
      momentum: 0.5,
      epsilon: 0,
      learningRatePlacement,
    });
    const course = { dtype: "float64" as const, w: [0] };
    const points = follow(optimizer as AnyOptimizer, {
      ...course,
      gradients: [[2], [0]],
    });
    return elements(points[2].params);
  };
  assertEquals(end("inside"), [-3]);
  assertEquals(end("outside"), [-2.5]);
});

Deno.test("centeredRmsprop() has the paper's defaults", () => {
  const { hyperparameters, choices } = centeredRmsprop();
  assertEquals(hyperparameters, {
    learningRate: 1e-4,
    decay: 0.95,
    momentum: 0.9,
    epsilon: 1e-4,
  });
  assertEquals(choices, {
    epsilonPlacement: "inside",
    learningRatePlacement: "inside",
  });
});
