import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  adagrad,
  divide,
  gradientDescent,
  momentum,
  scalar,
  type Tensor,
  tensor,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";
import {
  arrive,
  courses,
  elements,
  floats,
  follow,
  lecture,
  vector,
} from "./support.ts";

const rate = fc.double({ min: 2 ** -8, max: 1, noNaN: true });

Deno.test("a schedule is asked with t = 1 in the first step", () => {
  const optimizer = gradientDescent({ learningRate: (t) => t.mul(t) });
  const one = tensor([1]);
  let [params, state] = [tensor([0]), optimizer.init(one)];
  const seen = [];
  for (let t = 0; t < 4; t++) {
    seen.push(optimizer.learningRate(state).item());
    ({ params, state } = optimizer.update(one, state, params));
    seen.push(params.toArray());
  }
  assertEquals(seen, [1, [-1], 4, [-5], 9, [-14], 16, [-30]]);
});

Deno.test("every hyperparameter may be a schedule, its bits those of its values", () => {
  // From step to step: η = 0.1·t, γ or ρ = 0.7/t.
  const [rateAt, decayAt] = [
    (t: Tensor) => t.mul(0.1),
    (t: Tensor) => divide(0.7, t),
  ];
  for (const make of Object.values(lecture)) {
    const optimizer = make(rateAt, decayAt);
    check(fc.property(courses(), (course) => {
      const points = follow(optimizer, course);
      course.gradients.forEach((g, i) => {
        const { params, state } = points[i];
        const constant = make(0.1 * (i + 1), 0.7 / (i + 1));
        const next = constant.update(vector(g, course.dtype), state, params);
        assertSameBits(elements(points[i + 1].params), elements(next.params));
      });
    }));
  }
});

Deno.test("a schedule is computed in float64 and rounded once, in float32", () => {
  const w = vector([0], "float32");
  const optimizer = gradientDescent({
    learningRate: (t) => divide(0.7, t.add(8)),
  });
  const state = optimizer.init(w);
  const { params } = optimizer.update(vector([1], "float32"), state, w);
  const right = Math.fround(0.7 / 9);
  assertNotEquals(right, Math.fround(Math.fround(0.7) / 9));
  assertSameBits(elements(params), [-right]);
  assertEquals(optimizer.learningRate(state).dtype, "float64");
  assertSameBits(optimizer.learningRate(state).item(), 0.7 / 9);
});

Deno.test("a number, a tensor and a constant schedule are the same", () => {
  check(
    fc.property(
      courses(),
      rate,
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (course, rate, decay) => {
        const kinds = [
          (x: number) => x,
          (x: number) => tensor(x),
          (x: number) => scalar(x),
          (x: number) => () => tensor(x),
        ];
        for (const kind of kinds) {
          for (const make of Object.values(lecture)) {
            const optimizer = make(kind(rate), kind(decay));
            assertSameBits(
              arrive(optimizer, course),
              arrive(make(rate, decay), course),
            );
          }
        }
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("learningRate() reads the rate of the step that follows", () => {
  const w = tensor(1);
  for (const [rule, make] of Object.entries(lecture)) {
    const optimizer = make(0.3, 0.5);
    assertEquals(optimizer.id, rule);
    assertEquals(optimizer.learningRate(optimizer.init(w)).item(), 0.3);
  }
  const optimizer = momentum({ learningRate: tensor(0.25) });
  assertEquals(optimizer.learningRate(optimizer.init(w)).item(), 0.25);
});

Deno.test("a schedule must return a float64 scalar", () => {
  const w = tensor([1]);
  const results: [unknown, string][] = [
    [0.1, "0.1"],
    [tensor([0.1]), "float64 of shape [1]"],
    [tensor(0.1, "float32"), "float32 of shape []"],
    [undefined, "undefined"],
  ];
  for (const [result, text] of results) {
    const optimizer = adagrad({ learningRate: (() => result) as never });
    const message = "Cannot schedule learningRate: the schedule must return " +
      `a float64 tensor of shape [], it returned ${text}`;
    assertThrows(() => optimizer.init(w), TypeError, message);
    const state = adagrad().init(w);
    assertThrows(() => optimizer.update(w, state, w), TypeError, message);
    assertThrows(() => optimizer.learningRate(state), TypeError, message);
  }
});

Deno.test("a hyperparameter is rounded where it meets float32, not before", () => {
  for (const dtype of floats) {
    const w = vector([0], dtype);
    const optimizer = gradientDescent({ learningRate: scalar(0.1).mul(3) });
    const { params } = optimizer.update(w.add(1), optimizer.init(w), w);
    const product = 0.1 * 3;
    const right = dtype === "float64" ? product : Math.fround(product);
    assertSameBits(elements(params), [-right]);
  }
});
