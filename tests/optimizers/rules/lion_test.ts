import { assertEquals } from "@std/assert";
import { lion } from "../../../mod.ts";
import { elements, floats, follow, slots } from "../support.ts";
import { checkFormula, mean } from "./formula.ts";

Deno.test("lion() has the bits of η·(sign(β₁·m + (1 - β₁)·g) + λ·w), β₂·m + (1 - β₂)·g", () => {
  checkFormula("lion", { m: 0 }, ({ g, w, state }, hyper, r) => {
    const c = mean(hyper.beta1, state.m, g, r);
    const m = mean(hyper.beta2, state.m, g, r);
    const part = r(Math.sign(c) + r(r(hyper.weightDecay) * w));
    return { step: r(r(hyper.learningRate) * part), state: { m } };
  });
});

Deno.test("lion() takes the steps worked out by hand", () => {
  // β₁ = 1/2, β₂ = 3/4: m is 2, 1, 3/4; c is 4, 1/2·2 − 1 = 0, 1/2·1 + 0.
  const points = follow(lion({ learningRate: 1, beta1: 0.5, beta2: 0.75 }), {
    dtype: "float64",
    w: [0],
    gradients: [[8], [-2], [0]],
  });
  assertEquals(points.map(({ state }) => slots(state).m[0]), [0, 2, 1, 0.75]);
  assertEquals(points.map(({ params }) => elements(params)[0]), [
    0,
    -1,
    -1,
    -2,
  ]);
});

Deno.test("lion() decays weights by η·λ, beside the sign", () => {
  for (const dtype of floats) {
    const hyper = { learningRate: 0.25, weightDecay: 0.5 };
    const points = follow(lion(hyper), {
      dtype,
      w: [8, -8, 8],
      gradients: [[3, 3, 0]],
    });
    // 0.25·(1 + 4), 0.25·(1 − 4), 0.25·4
    assertEquals(elements(points[1].params), [6.75, -7.25, 7]);
  }
});

Deno.test("lion() has the paper's defaults", () => {
  assertEquals(lion().hyperparameters, {
    learningRate: 1e-4,
    beta1: 0.9,
    beta2: 0.99,
    weightDecay: 0,
  });
});
