import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adagrad, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  courses,
  elements,
  floats,
  follow,
  lecture,
  slots,
  unit,
  vector,
  wideNumbers,
} from "../support.ts";
import { checkFormula, denominator, quotient } from "./formula.ts";

Deno.test("adagrad() has the bits of h + g·g, w - (η/√h)·g, with ε", () => {
  const start = { h: "initialAccumulator" };
  checkFormula("adagrad", start, ({ g, state }, hyper, r, choices) => {
    const h = r(state.h + r(g * g));
    const root = denominator(h, hyper, r, choices);
    const size = quotient(r(hyper.learningRate), root, r);
    return { step: r(size * g), state: { h } };
  });
});

Deno.test("adagrad() takes the steps worked out by hand", () => {
  // √h is 3, 5, 13: 195/3·3, 195/5·4, 195/13·12; everything over 256.
  const points = follow(lecture.adagrad(195 / 256, 0), {
    dtype: "float64",
    w: [0, 1],
    gradients: [[3, 0], [-4, 0], [12, -0.5]],
  });
  assertEquals(points.map(({ state }) => slots(state).h), [
    [0, 0],
    [9, 0],
    [25, 0],
    [169, 0.25],
  ]);
  assertEquals(points.map(({ params }) => elements(params)), [
    [0, 1],
    [-195 / 256, 1],
    [-39 / 256, 1],
    [-219 / 256, 1 + 195 / 256],
  ]);
});

Deno.test("adagrad() takes a step of 0 while h is 0", () => {
  const tiny = { float64: 1e-170, float32: 1e-30 };
  for (const dtype of floats) {
    const points = follow(lecture.adagrad(1, 0), {
      dtype,
      w: [2, -0, 2],
      gradients: [[0, 0, tiny[dtype]], [0, -0, -tiny[dtype]], [4, 4, 4]],
    });
    assertSameBits(elements(points[1].params), [2, -0, 2]);
    assertEquals(elements(points[2].params), [2, -0 + 0, 2]);
    assertEquals(slots(points[2].state).h, [0, 0, 0]);
    assertEquals(elements(points[3].params), [1, -1, 1]);
  }
});

Deno.test("adagrad() takes a step of 0 from where g² overflows on", () => {
  const huge = { float64: 1e200, float32: 1e30 };
  for (const dtype of floats) {
    const points = follow(lecture.adagrad(1, 0), {
      dtype,
      w: [2],
      gradients: [[huge[dtype]], [1]],
    });
    assertEquals(slots(points[2].state).h, [Infinity]);
    assertEquals(points.map(({ params }) => elements(params)), [[2], [2], [2]]);
  }
});

Deno.test("adagrad() works where g² is subnormal", () => {
  // g² = 2^-1074, of which the root is exact: the step is η·sign(g).
  const points = follow(lecture.adagrad(0.5, 0), {
    dtype: "float64",
    w: [1, 1],
    gradients: [[2 ** -537, -(2 ** -537)]],
  });
  assertEquals(slots(points[1].state).h, [2 ** -1074, 2 ** -1074]);
  assertEquals(elements(points[1].params), [0.5, 1.5]);
});

for (const dtype of floats) {
  Deno.test(`adagrad() never lets its step grow, in ${dtype}`, () => {
    const wide = wideNumbers(dtype);
    let [compared, shrank] = [0, 0];
    check(
      fc.property(
        courses({ dtype, number: wide, minLength: 1, maxSteps: 12 }),
        fc.oneof(wide, fc.constant(1)),
        fc.double({ min: 2 ** -20, max: 2 ** 10, noNaN: true }),
        ({ w, gradients }, fixed, rate) => {
          const optimizer = lecture.adagrad(rate, 0);
          const zeros = vector(w.map(() => 0), dtype);
          const probe = vector(w.map(() => fixed), dtype);
          const points = follow(optimizer, { dtype, w, gradients });
          let previous = w.map(() => Infinity);
          for (const { state } of points) {
            const forked = optimizer.update(probe, state, zeros);
            const { h } = slots(forked.state);
            // At w = 0 the parameters are −step, without rounding. While h
            // is 0 the step size counts as +∞.
            const present = elements(forked.params).map((x, i) =>
              h[i] === 0 ? Infinity : Math.abs(x)
            );
            present.forEach((size, i) => {
              compared++;
              assert(size <= previous[i], `${size} after ${previous[i]}`);
              if (size < previous[i] && previous[i] < Infinity) shrank++;
            });
            previous = present;
          }
        },
      ),
      { numRuns: 300 },
    );
    assert(compared > 3000 && shrank > compared / 10, `${shrank}/${compared}`);
  });
}

Deno.test("adagrad() under a constant gradient takes steps of η/√t", () => {
  check(
    fc.property(
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.constantFrom(...floats),
      fc.boolean(),
      (g, rate, dtype, negative) => {
        const optimizer = lecture.adagrad(rate, 0);
        const gradient = vector([negative ? -g : g], dtype);
        const w = vector([0], dtype);
        let state = optimizer.init(w);
        for (let t = 1; t <= 30; t++) {
          const result = optimizer.step(gradient, state, w);
          state = result.state;
          const expected = (negative ? -rate : rate) / Math.sqrt(t);
          // h has the error of a square and of t − 1 sums, halved by the
          // root; then a root, a quotient, a product and η are rounded. Two
          // more in float64 for the closed form.
          const slack = (t / 2 + 4) * unit[dtype] + 2 * unit.float64;
          const bound = Math.abs(expected) * slack * (1 + 2 ** -10);
          const [step] = elements(result.step);
          assert(Math.abs(step - expected) <= bound, `${step}, ${expected}`);
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("adagrad() has the lecture's defaults", () => {
  const w = tensor([0]);
  const optimizer = adagrad();
  const { params } = optimizer.update(tensor([-4]), optimizer.init(w), w);
  assertEquals(params.toArray(), [0.01]);
});
