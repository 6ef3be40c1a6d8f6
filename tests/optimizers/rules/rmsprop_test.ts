import { assert, assertEquals, assertNotEquals } from "@std/assert";
import * as fc from "fast-check";
import { rmsprop, scalar, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  arrive,
  courses,
  decays,
  elements,
  floats,
  follow,
  least,
  lecture,
  round,
  slots,
  unit,
  vector,
  wideNumbers,
} from "../support.ts";
import { checkFormula, denominator, mean, quotient } from "./formula.ts";

Deno.test("rmsprop() has the bits of ρ·h + (1 - ρ)·(g·g), w - (η/√h)·g, with ε", () => {
  checkFormula("rmsprop", { h: 0 }, ({ g, state }, hyper, r, choices) => {
    const h = mean(hyper.decay, state.h, r(g * g), r);
    const root = denominator(h, hyper, r, choices);
    const size = quotient(r(hyper.learningRate), root, r);
    return { step: r(size * g), state: { h } };
  });
});

Deno.test("rmsprop() takes the steps worked out by hand", () => {
  // ρ = 3/4: h is 144/4 = 6², (3·36 + 26²)/4 = 14², (3·14² + 46²)/4 = 26²,
  // and the steps 546/6·12, 546/14·26, 546/26·46, everything over 1024.
  const points = follow(lecture.rmsprop(546 / 1024, 0.75), {
    dtype: "float64",
    w: [0],
    gradients: [[12], [26], [-46], [0]],
  });
  assertEquals(points.map(({ state }) => slots(state).h), [
    [0],
    [36],
    [196],
    [676],
    [507],
  ]);
  assertEquals(points.map(({ params }) => elements(params)), [
    [0],
    [-1092 / 1024],
    [-2106 / 1024],
    [-1140 / 1024],
    [-1140 / 1024],
  ]);
});

Deno.test("rmsprop() computes 1 - ρ in float64, then rounds it to float32", () => {
  for (const decay of [0.9, 0.99, 0.999]) {
    const start = vector([0], "float32");
    const optimizer = rmsprop({ decay });
    const { state } = optimizer.update(
      vector([1], "float32"),
      optimizer.init(start),
      start,
    );
    const wrong = Math.fround(1 - Math.fround(decay));
    assertNotEquals(Math.fround(1 - decay), wrong);
    assertSameBits(elements(state.slots.h), [Math.fround(1 - decay)]);
  }
});

Deno.test("rmsprop() takes a step of 0 while h is 0", () => {
  // g² underflows; (1 − ρ)·g² underflows though g² does not; g = 0.
  const tiny = { float64: [1e-170, 2 ** -537, 0], float32: [1e-30, 0, 0] };
  for (const dtype of floats) {
    const points = follow(lecture.rmsprop(1, 0.75), {
      dtype,
      w: [2, 2, 2],
      gradients: [tiny[dtype], tiny[dtype].map((g) => -g), [4, 4, 4]],
    });
    assertEquals(slots(points[2].state).h, [0, 0, 0]);
    assertSameBits(elements(points[2].params), [2, 2, 2]);
    // h = 16/4, so the step is 1/2·4.
    assertEquals(elements(points[3].params), [0, 0, 0]);
  }
});

Deno.test("rmsprop() takes a step of 0 from where g² overflows on", () => {
  const huge = { float64: 1e200, float32: 1e30 };
  for (const dtype of floats) {
    const points = follow(lecture.rmsprop(1, 0.9), {
      dtype,
      w: [2],
      gradients: [[huge[dtype]], [1], [0]],
    });
    assertEquals(slots(points[3].state).h, [Infinity]);
    assertEquals(elements(points[3].params), [2]);
  }
});

Deno.test("rmsprop() with ρ = 0 takes steps of η·sign(g)", () => {
  assertEquals(
    arrive(lecture.rmsprop(0.5, 0), {
      dtype: "float64",
      w: [0, 0],
      gradients: [[1, -8], [1024, 0], [2 ** -20, 3]],
    }),
    [-1.5, 0],
  );
});

for (const dtype of floats) {
  Deno.test(`rmsprop() keeps h in the hull of h₀ and g², in ${dtype}`, () => {
    const top = dtype === "float64" ? 2 ** 511 : 2 ** 63;
    const wide = wideNumbers(dtype).map((x) => Math.abs(x) < top ? x : 1);
    let inner = 0;
    check(
      fc.property(
        courses({ dtype, number: wide, minLength: 1, maxSteps: 12 }),
        decays(),
        ({ w, gradients }, decay) => {
          const r = round[dtype];
          const optimizer = rmsprop({ decay, learningRate: 1 });
          const params = vector(w, dtype);
          const start = w.map((x) => r(x * x));
          let state = {
            count: scalar(0),
            slots: { h: vector(start, dtype) },
          };
          const [low, high] = [[...start], [...start]];
          gradients.forEach((g, steps) => {
            const t = steps + 1;
            state = optimizer.update(vector(g, dtype), state, params).state;
            const h = elements(state.slots.h);
            g.forEach((x, i) => {
              low[i] = Math.min(low[i], r(x * x));
              high[i] = Math.max(high[i], r(x * x));
              // ρ and 1 − ρ as rounded add up to 1 within a relative u (each
              // is off by at most u/2, and not both where both reach 1/2),
              // and a product and the sum are rounded: (1 ± u)³ a step. A
              // product among the subnormals is off by half of the least
              // number instead, where sums are exact; half of it more for
              // the bounds themselves.
              const slack = 3 * t * unit[dtype] * (1 + 2 ** -10);
              const quanta = (t + 1) * least[dtype];
              assert(
                h[i] >= low[i] * (1 - slack) - quanta &&
                  h[i] <= high[i] * (1 + slack) + quanta,
                `h = ${h[i]} is outside ${low[i]} … ${high[i]}`,
              );
              if (h[i] > low[i] && h[i] < high[i]) inner++;
            });
          });
        },
      ),
      { numRuns: 300 },
    );
    assert(inner > 1000, `${inner}`);
  });
}

Deno.test("rmsprop() under a constant gradient has h = (1 - ρᵗ)·g²", () => {
  check(
    fc.property(
      fc.integer({ min: 0, max: 15 }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.constantFrom(...floats),
      (sixteenths, size, dtype) => {
        const g = round[dtype](size);
        const course = { dtype, w: [0], gradients: Array(25).fill([g]) };
        const points = follow(lecture.rmsprop(1, sixteenths / 16), course);
        for (let t = 1; t <= 25; t++) {
          // ρᵗ is a quotient of whole numbers.
          const [all, part] = [
            16n ** BigInt(t),
            BigInt(sixteenths) ** BigInt(t),
          ];
          const expected = Number(all - part) / Number(all) * (g * g);
          const [h] = slots(points[t].state).h;
          // ρ and 1 − ρ are exact here and all terms positive: a step adds
          // the roundings of two products of which each term meets one, and
          // of the sum; g² was rounded before. Five more in float64 for the
          // closed form.
          const slack = (2 * t + 1) * unit[dtype] + 5 * unit.float64;
          const bound = expected * slack * (1 + 2 ** -10);
          assert(Math.abs(h - expected) <= bound, `${h} for ${expected}`);
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("rmsprop() has the lecture's defaults", () => {
  const w = tensor([0]);
  const optimizer = rmsprop();
  const { params } = optimizer.update(tensor([4]), optimizer.init(w), w);
  const h = (1 - 0.9) * 16;
  assertSameBits(elements(params), [-(0.01 / Math.sqrt(h) * 4)]);
});
