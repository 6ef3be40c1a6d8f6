import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { divide, nesterov, type Tensor, tensor } from "../../../mod.ts";
import { check } from "../../support/property.ts";
import {
  type AnyOptimizer,
  elements,
  floats,
  follow,
  slots,
  unit,
  variants,
} from "../support.ts";
import { checkFormula } from "./formula.ts";

Deno.test("nesterov() has the bits of m = η·g + μ·m, w - (η·g + μ·m), with η in or out", () => {
  checkFormula("nesterov", { m: 0 }, ({ g, state }, hyper, r, choices) => {
    const inside = choices.learningRatePlacement === "inside";
    const [rate, mu] = [r(hyper.learningRate), r(hyper.momentum)];
    const part = inside ? r(rate * g) : g;
    const m = r(part + r(mu * state.m));
    const step = r(part + r(mu * m));
    return { step: inside ? step : r(rate * step), state: { m } };
  });
});

Deno.test("nesterov() takes the steps worked out by hand", () => {
  const points = follow(variants.nesterov(0.5, 0.25), {
    dtype: "float64",
    w: [8],
    gradients: [[4], [0], [-8]],
  });
  // m: 2; 0.5; −4 + 0.125. The steps: 2 + 0.5; 0 + 0.125; −4 − 0.96875.
  assertEquals(points.map(({ state }) => slots(state).m), [
    [0],
    [2],
    [0.5],
    [-3.875],
  ]);
  assertEquals(points.map(({ params }) => elements(params)), [
    [8],
    [5.5],
    [5.375],
    [10.34375],
  ]);
});

Deno.test("nesterov() is the paper's look ahead, on any slope", () => {
  // θ and v as published, on the loss a/2·x², beside the weights θ + μ·v.
  const size = fc.double({ min: 0.01, max: 1, noNaN: true });
  const mus = fc.double({ min: 0, max: 0.95, noNaN: true });
  check(fc.property(size, size, mus, (a, rate, mu) => {
    const optimizer = variants.nesterov(rate, mu);
    let params = tensor([1]);
    let state = optimizer.init(params);
    let [theta, v] = [1, 0];
    for (let t = 1; t <= 20; t++) {
      v = mu * v - rate * a * (theta + mu * v);
      theta += v;
      ({ params, state } = optimizer.update(params.mul(a), state, params));
      const expected = theta + mu * v;
      // Each step makes a dozen roundings of numbers below 8 (the weights stay
      // below 1, and v below 1/(1 − μ)·ηa·1, here at most 20), and both of the
      // recurrences are contractions.
      const bound = 12 * t * 20 * unit.float64;
      assert(
        Math.abs(elements(params)[0] - expected) <= bound,
        `${elements(params)[0]} for ${expected}`,
      );
    }
  }));
});

Deno.test("nesterov() outside multiplies all of the step by the present η", () => {
  // η is 1, then 0.5. Inside: m = 4, then 2 + 2; steps 4 + 2, then 2 + 2.
  // Outside: m = 4, then 4 + 2; steps 4 + 2, then (4 + 3)/2.
  const ends: Record<string, number> = {
    paper: -10,
    keras: -10,
    torch: -9.5,
    optax: -9.5,
    tfjs: -9.5,
  };
  for (const variant of Object.keys(nesterov.definition.variants)) {
    const learningRate = (t: Tensor) => divide(1, t);
    const optimizer = nesterov({ variant, learningRate, momentum: 0.5 });
    const course = { w: [0], gradients: [[4], [4]] };
    const points = follow(optimizer as AnyOptimizer, {
      dtype: "float64",
      ...course,
    });
    assertEquals([variant, elements(points[2].params)], [
      variant,
      [ends[variant]],
    ]);
  }
});

Deno.test("nesterov() with μ = 0 is gradient descent", () => {
  for (const dtype of floats) {
    const course = { dtype, w: [1, -2], gradients: [[3, -0.5], [0.1, 1e-30]] };
    const still = follow(variants.nesterov(0.3, 0), course);
    const plain = follow(variants["gradient-descent"](0.3, 0), course);
    assertEquals(
      still.map(({ params }) => elements(params)),
      plain.map(({ params }) => elements(params)),
    );
  }
});

Deno.test("nesterov() has the paper's form and defaults of its own", () => {
  const { hyperparameters, choices } = nesterov();
  assertEquals(hyperparameters, { learningRate: 0.01, momentum: 0.9 });
  assertEquals(choices, { learningRatePlacement: "inside" });
});
