import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { divide, momentum, type Tensor, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  type AnyOptimizer,
  arrive,
  courses,
  decays,
  elements,
  floats,
  follow,
  lecture,
  round,
  slots,
  unit,
  wideNumbers,
} from "../support.ts";
import { checkFormula } from "./formula.ts";

Deno.test("momentum() has the bits of m = η·g + γ·m, w - m, with η in or out", () => {
  checkFormula("momentum", { m: 0 }, ({ g, state, t }, hyper, r, choices) => {
    const inside = choices.learningRatePlacement === "inside";
    const rate = r(hyper.learningRate);
    const share = t === 1 ? 1 : r(1 - hyper.dampening);
    const part = r(share * (inside ? r(rate * g) : g));
    const m = r(part + r(r(hyper.momentum) * state.m));
    return { step: inside ? m : r(rate * m), state: { m } };
  });
});

Deno.test("momentum() as in the lecture is η·g + γ·m in every bit", () => {
  const rates = fc.double({ min: 1e-4, max: 10, noNaN: true });
  check(fc.property(courses(), rates, decays(), (course, rate, decay) => {
    const r = round[course.dtype];
    const points = follow(lecture.momentum(rate, decay), course);
    course.gradients.forEach((g, t) => {
      const { m } = slots(points[t].state);
      const expected = g.map((g, i) => r(r(r(rate) * g) + r(r(decay) * m[i])));
      assertSameBits(slots(points[t + 1].state).m, expected);
    });
  }));
});

Deno.test("momentum() outside multiplies all of m by the present η", () => {
  // η is 1 in the first step and 0.5 in the second: m = 4, then 4 + 2.
  const learningRate = (t: Tensor) => divide(1, t);
  for (const variant of ["torch", "optax", "tfjs"]) {
    const optimizer = momentum({ variant, learningRate, momentum: 0.5 });
    const [w, g] = [tensor([0]), tensor([4])];
    const first = optimizer.update(g, optimizer.init(w), w);
    const second = optimizer.update(g, first.state, first.params);
    assertEquals(second.params.toArray(), [-7]);
  }
});

Deno.test("momentum() dampens every gradient but the first", () => {
  const optimizer = momentum({
    learningRate: 1,
    momentum: 0.5,
    dampening: 0.75,
  });
  const points = follow(optimizer as AnyOptimizer, {
    dtype: "float64",
    w: [0],
    gradients: [[4], [4], [4]],
  });
  // m: 4; 1 + 2; 1 + 1.5
  assertEquals(points.map(({ params }) => elements(params)), [
    [0],
    [-4],
    [-7],
    [-9.5],
  ]);
});

Deno.test("momentum() takes the steps worked out by hand", () => {
  const points = follow(lecture.momentum(0.5, 0.25), {
    dtype: "float64",
    w: [8],
    gradients: [[4], [2], [0], [-8]],
  });
  // m: 2; 1 + 0.5; 0 + 0.375; −4 + 0.09375
  assertEquals(points.map(({ state }) => slots(state).m), [
    [0],
    [2],
    [1.5],
    [0.375],
    [-3.90625],
  ]);
  assertEquals(points.map(({ params }) => elements(params)), [
    [8],
    [6],
    [4.5],
    [4.125],
    [8.03125],
  ]);
});

Deno.test("momentum() keeps moving where the gradient is zero", () => {
  const points = follow(lecture.momentum(1, 0.5), {
    dtype: "float32",
    w: [0],
    gradients: [[1], [0], [0], [0]],
  });
  assertEquals(elements(points.at(-1)!.params), [-1.875]);
});

Deno.test("momentum() keeps η inside m: a change of η leaves m's past alone", () => {
  // η is 1 in the first step and 0.5 in the second: m = 4, then 2 + 2.
  const learningRate = (t: Tensor) => divide(1, t);
  const optimizer = momentum({ learningRate, momentum: 0.5 });
  const [w, g] = [tensor([0]), tensor([4])];
  const first = optimizer.update(g, optimizer.init(w), w);
  const second = optimizer.update(g, first.state, first.params);
  assertEquals(second.params.toArray(), [-8]);
});

Deno.test("momentum() with γ = 0 is gradient descent", () => {
  const course = fc.constantFrom(...floats).chain((dtype) =>
    courses({ dtype, number: wideNumbers(dtype) })
  );
  const rate = fc.double({ min: 2 ** -10, max: 1, noNaN: true });
  let compared = 0;
  check(
    fc.property(course, rate, (course, rate) => {
      const still = follow(lecture.momentum(rate, 0), course);
      const plain = follow(lecture["gradient-descent"](rate, 0), course);
      still.forEach(({ params }, t) => {
        const [a, b] = [elements(params), elements(plain[t].params)];
        // 0·m adds a zero to η·g, which can turn −0 into +0 and nothing
        // else; in w that shows at most as the sign of a zero.
        a.forEach((x, i) => {
          compared++;
          if (x !== 0) assertSameBits(x, b[i]);
          else assert(b[i] === 0);
        });
      });
    }),
    { numRuns: 300 },
  );
  assert(compared > 1000);
});

Deno.test("momentum() under a constant gradient sums a geometric series", () => {
  check(
    fc.property(
      fc.integer({ min: 0, max: 15 }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.constantFrom(...floats),
      (sixteenths, g, learningRate, dtype) => {
        const gamma = sixteenths / 16;
        const course = { dtype, w: [0], gradients: Array(20).fill([g]) };
        const points = follow(lecture.momentum(learningRate, gamma), course);
        for (let t = 1; t <= 20; t++) {
          // (1 − γᵗ)/(1 − γ), where γᵗ is a quotient of whole numbers.
          const [all, part] = [
            16n ** BigInt(t),
            BigInt(sixteenths) ** BigInt(t),
          ];
          const series = Number(all - part) / Number(all) / (1 - gamma);
          const expected = learningRate * g * series;
          const [m] = slots(points[t].state).m;
          // Every term is positive, so each step adds at most two roundings
          // (of γ·m and of the sum) to those of η, g and η·g; six more in
          // float64 for the closed form.
          const slack = (2 * t + 3) * unit[dtype] + 6 * unit.float64;
          const bound = expected * slack * (1 + 2 ** -10);
          assert(Math.abs(m - expected) <= bound, `${m} for ${expected}`);
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("momentum() has the lecture's defaults", () => {
  const course = { dtype: "float64" as const, w: [0], gradients: [[1], [1]] };
  const explicit = arrive(lecture.momentum(0.01, 0.9), course);
  const points = follow(momentum() as never, course);
  assertSameBits(elements(points[2].params), explicit);
});
