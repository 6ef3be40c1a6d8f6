import { assertEquals } from "@std/assert";
import { adam, amsgrad, tensor } from "../../../mod.ts";
import { arrive, elements, floats, follow, slots } from "../support.ts";
import {
  adamRoot,
  checkFormula,
  correction,
  mean,
  quotient,
} from "./formula.ts";

Deno.test("amsgrad() has the bits of its formula, with nothing, the moments or α corrected", () => {
  const start = { m: 0, v: 0, u: 0 };
  checkFormula("amsgrad", start, ({ g, state, t }, hyper, r, choices) => {
    const m = mean(hyper.beta1, state.m, g, r);
    const v = mean(hyper.beta2, state.v, r(g * g), r);
    const sums = [hyper.beta1, hyper.beta2].map((beta) =>
      choices.biasCorrection === "none" ? 1 : correction(beta, t)
    );
    const early = choices.maximumOf === "corrected";
    const u = Math.max(state.u, early ? r(v / r(sums[1])) : v);
    const vHat = early ? u : r(u / r(sums[1]));
    const root = adamRoot(vHat, sums[1], hyper, r, choices);
    const part = quotient(r(m / r(sums[0])), root, r);
    return { step: r(r(hyper.learningRate) * part), state: { m, v, u } };
  });
});

Deno.test("amsgrad() keeps the greatest v, as worked out by hand", () => {
  // β₂ = 3/4: v is 16, 12 + 0, 9 + 1/4·64.
  const hyper = { learningRate: 1, beta1: 0, beta2: 0.75 };
  const points = follow(amsgrad(hyper), {
    dtype: "float64",
    w: [0],
    gradients: [[8], [0], [8]],
  });
  assertEquals(points.map(({ state }) => slots(state).v[0]), [0, 16, 12, 25]);
  assertEquals(points.map(({ state }) => slots(state).u[0]), [0, 16, 16, 25]);
  assertEquals(points.map(({ params }) => elements(params)[0]), [
    0,
    -2,
    -2,
    -3.6,
  ]);
});

Deno.test("amsgrad() as optax keeps the first, least certain v̂, as torch does not", () => {
  // β₂ = 3/4: v is 16 and v̂ 64; then v is 12.25 and v̂ 28 and a little.
  const step = (variant: string) => {
    const hyper = { learningRate: 1, beta1: 0, beta2: 0.75, epsilon: 0 };
    const optimizer = amsgrad({ variant, ...hyper });
    const w = tensor([0]);
    const { state } = optimizer.step(tensor([8]), optimizer.init(w), w);
    return optimizer.step(tensor([1]), state, w).step.item();
  };
  assertEquals(step("optax"), 1 / 8);
  assertEquals(step("paper"), 1 / 4);
  assertEquals(step("torch"), 1 / Math.sqrt(16 / 0.4375));
});

Deno.test("amsgrad() goes where adam() goes while gradients grow", () => {
  for (const dtype of floats) {
    const course = { dtype, w: [1], gradients: [[1], [-2], [2], [8], [-9]] };
    for (const variant of ["torch", "keras"]) {
      assertEquals(
        arrive(amsgrad({ variant }), course),
        arrive(adam({ variant }), course),
      );
    }
  }
});

Deno.test("amsgrad() takes a step of 0 from where g² overflows on", () => {
  const huge = { float64: 1e200, float32: 1e30 };
  for (const dtype of floats) {
    const course = { dtype, w: [2], gradients: [[huge[dtype]], [1], [0]] };
    assertEquals(arrive(amsgrad(), course), [2]);
  }
});

Deno.test("amsgrad() has the paper's defaults", () => {
  const { hyperparameters, choices } = amsgrad();
  assertEquals(hyperparameters, {
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 0,
  });
  assertEquals(choices, { biasCorrection: "none", maximumOf: "uncorrected" });
});
