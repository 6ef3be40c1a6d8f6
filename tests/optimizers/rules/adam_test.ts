import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adam, grad, type Tensor, tensor } from "../../../mod.ts";
import { exp64 } from "../../../autodiff/elementary/reference/exp.ts";
import { log64 } from "../../../autodiff/elementary/reference/log.ts";
import { biasCorrection } from "../../../optimizers/bias_correction.ts";
import { scalar } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  type AnyOptimizer,
  decays,
  elements,
  floats,
  follow,
  round,
  slots,
  unit,
  variants,
  vector,
} from "../support.ts";
import { checkFormula, mean, quotient } from "./formula.ts";

/** 1 − βᵗ as documented. */
function correction(beta: number, t: number): number {
  return 1 - beta * exp64((t - 1) * log64(Math.max(beta, 1e-300)));
}

Deno.test("adam() has the bits of its formula, with the moments or α corrected", () => {
  checkFormula("adam", { m: 0, v: 0 }, ({ g, state, t }, hyper, r, choices) => {
    const m = mean(hyper.beta1, state.m, g, r);
    const v = mean(hyper.beta2, state.v, r(g * g), r);
    const sums = [hyper.beta1, hyper.beta2].map((beta) => correction(beta, t));
    const mHat = r(m / r(sums[0]));
    const vHat = r(v / r(sums[1]));
    const epsilon = choices.biasCorrection === "moments"
      ? hyper.epsilon
      : hyper.epsilon / Math.sqrt(sums[1]);
    const root = r(r(Math.sqrt(vHat)) + r(epsilon));
    const part = quotient(mHat, root, r);
    return { step: r(r(hyper.learningRate) * part), state: { m, v } };
  });
});

Deno.test("biasCorrection() is 1 − βᵗ", () => {
  assertEquals(biasCorrection(scalar(0.5), scalar(3)).item(), 0.875);
  const steps = fc.integer({ min: 1, max: 2000 });
  check(fc.property(decays(), steps, (beta, t) => {
    let power = 1;
    for (let i = 0; i < t; i++) power *= beta;
    const sum = biasCorrection(scalar(beta), scalar(t)).item();
    assert(sum > 0 && sum <= 1);
    // The product has t roundings of βᵗ. Ours has those of t − 1, of the
    // logarithm, the product and the exponential, which (t − 1)·|log β| carries
    // into βᵗ, at most 1/e of it in all; then the difference is rounded.
    const slack = (t * power + 4 + 4 * power) * unit.float64;
    assert(Math.abs(sum - (1 - power)) <= slack, `${sum} for ${1 - power}`);
  }));
});

Deno.test("biasCorrection() is 1 − β in every bit in the first step", () => {
  check(fc.property(decays(), (beta) => {
    assertSameBits(biasCorrection(scalar(beta), scalar(1)).item(), 1 - beta);
  }));
});

Deno.test("biasCorrection() has the derivative −t·βᵗ⁻¹, at β = 0 too", () => {
  const slope = (beta: number, t: number) =>
    grad((beta: Tensor) => biasCorrection(beta, scalar(t)))(tensor(beta))
      .item();
  assertEquals(slope(0, 1), -1);
  assert(Math.abs(slope(0, 2)) < 1e-290);
  assertEquals(slope(0, 3) + 0, 0);
  check(
    fc.property(
      fc.double({ min: 0.01, max: 0.999, noNaN: true }),
      fc.integer({ min: 1, max: 60 }),
      (beta, t) => {
        let expected = -t;
        for (let i = 1; i < t; i++) expected *= beta;
        // A power of t − 1 factors on one side, an exponential of at most
        // 60·log 100 < 280 on the other, three roundings of it and few more.
        const bound = Math.abs(expected) * (t + 3 * 280 + 10) * unit.float64;
        assert(Math.abs(slope(beta, t) - expected) <= bound);
      },
    ),
  );
});

Deno.test("adam() takes a first step of α·sign(g), whatever the size of g", () => {
  const sizes = fc.double({ min: 1e-100, max: 1e100, noNaN: true });
  check(
    fc.property(sizes, fc.boolean(), decays(), decays(), (size, up, b1, b2) => {
      const g = up ? size : -size;
      const optimizer = adam({
        learningRate: 0.5,
        beta1: b1,
        beta2: b2,
        epsilon: 0,
      });
      const w = tensor([0]);
      const { step } = optimizer.step(tensor([g]), optimizer.init(w), w);
      // m̂ and v̂ are g and g² up to three roundings each (the square, the
      // products and the quotients), half of v̂'s by the root; then three more.
      const error = Math.abs(step.toTypedArray()[0] - Math.sign(g) * 0.5);
      assert(error <= 0.5 * 10 * unit.float64, `${step}`);
    }),
  );
});

Deno.test("adam() under a constant gradient takes steps of α", () => {
  // Both corrected moments stay g and g²: what ConvNetJS and brain.js miss.
  for (const dtype of floats) {
    for (const g of [1, -1e-3, 300]) {
      const optimizer = adam({ learningRate: 0.25, epsilon: 0 });
      const points = follow(optimizer as AnyOptimizer, {
        dtype,
        w: [0],
        gradients: Array(50).fill([g]),
      });
      points.forEach(({ params }, t) => {
        const expected = -Math.sign(g) * 0.25 * t;
        // A moment has 3t roundings, and 1 − β as rounded to the dtype with
        // β·m does not quite sum to 1; each step, and each sum of them, adds.
        const slack = t * (6 * t + 20) * 0.25 * unit[dtype] * 2;
        const [w] = elements(params);
        assert(Math.abs(w - expected) <= slack, `${w} for ${expected}`);
      });
    }
  }
});

Deno.test("adam() takes a step of 0 where no gradient came, without ε too", () => {
  for (const dtype of floats) {
    for (const id of Object.keys(variants)) {
      if (!/^adam(?:\/|$)/.test(id)) continue;
      for (const amount of [0, undefined]) {
        const points = follow(variants[id](0.5, 0.5, amount), {
          dtype,
          w: [3, 3],
          gradients: [[0, 1], [0, 0]],
        });
        assertEquals(elements(points[2].params)[0], 3);
        assert(elements(points[2].params)[1] < 3);
      }
    }
  }
});

Deno.test("adam() takes a step of 0 from where g² overflows on", () => {
  const huge = { float64: 1e200, float32: 1e30 };
  for (const dtype of floats) {
    const points = follow(variants.adam(1, 0.9), {
      dtype,
      w: [2],
      gradients: [[huge[dtype]], [1], [0]],
    });
    assertEquals(slots(points[3].state).v, [Infinity]);
    assertEquals(elements(points[3].params), [2]);
  }
});

Deno.test("adam() as keras adds ε̂ to the uncorrected root", () => {
  // β₂ = 3/4 and g = 2: v = 1, v̂ = 4. Keras: α·√(1/4)/(1/2)·1/(1 + 1).
  const options = { learningRate: 1, beta1: 0.5, beta2: 0.75, epsilon: 1 };
  const step = (variant: string) => {
    const optimizer = adam({ variant, ...options });
    const w = tensor([0]);
    return optimizer.step(tensor([2]), optimizer.init(w), w).step.toArray();
  };
  assertEquals(step("keras"), [0.5]);
  for (const variant of ["paper", "torch", "optax", "tfjs"]) {
    assertEquals(step(variant), [2 / 3]);
  }
});

Deno.test("adam() computes bias corrections in float64 for float32 weights", () => {
  const optimizer = adam({ learningRate: 1, beta1: 0.999, epsilon: 0 });
  const w = vector([0], "float32");
  const { state } = optimizer.step(
    vector([1], "float32"),
    optimizer.init(w),
    w,
  );
  const r = round.float32;
  // 1 − r(0.999) is off by 2e-8 of 1e-3.
  assertSameBits(elements(state.slots.m), [r(1 - 0.999)]);
  assert(r(1 - 0.999) !== r(1 - r(0.999)));
});

Deno.test("adam() has the paper's defaults", () => {
  const { hyperparameters, choices } = adam();
  assertEquals(hyperparameters, {
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  });
  assertEquals(choices, { biasCorrection: "moments" });
});
