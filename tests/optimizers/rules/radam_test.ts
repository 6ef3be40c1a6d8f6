import { assert, assertEquals } from "@std/assert";
import { expm164 } from "../../../autodiff/elementary/reference/expm1.ts";
import { log64 } from "../../../autodiff/elementary/reference/log.ts";
import { radam, scalar } from "../../../mod.ts";
import {
  rectification,
  type RectifiedFrom,
} from "../../../optimizers/rectification.ts";
import { arrive, elements, floats, follow, unit } from "../support.ts";
import {
  adamRoot,
  checkFormula,
  correction,
  mean,
  quotient,
} from "./formula.ts";

/** ρ_t as documented. */
function lengthOf(beta2: number, t: number): number {
  const power = expm164(t * -log64(Math.max(beta2, 1e-300)));
  return 2 / (1 - beta2) - 1 - t * 2 / power;
}

Deno.test("radam() has the bits of its formula, rectified above 4, above 5 or from 5", () => {
  checkFormula(
    "radam",
    { m: 0, v: 0 },
    ({ g, state, t }, hyper, r, choices) => {
      const { beta1, beta2 } = hyper;
      const m = mean(beta1, state.m, g, r);
      const v = mean(beta2, state.v, r(g * g), r);
      const mHat = r(m / r(correction(beta1, t)));
      const sum = correction(beta2, t);
      const root = adamRoot(r(v / r(sum)), sum, hyper, r, choices);
      const most = 2 / (1 - beta2) - 1;
      const length = lengthOf(beta2, t);
      const isLong = choices.rectified === "from-5"
        ? length >= 5
        : length > (choices.rectified === "above-5" ? 5 : 4);
      const above = (length - 4) * (length - 2) * most;
      const below = (most - 4) * (most - 2) * length;
      const factor = Math.sqrt(quotient(above, below, (x) => x));
      const part = isLong ? r(r(factor) * quotient(mHat, root, r)) : mHat;
      return { step: r(r(hyper.learningRate) * part), state: { m, v } };
    },
  );
});

Deno.test("rectification() begins in step 5, or 6, at β₂ = 0.999", () => {
  const first = (from: RectifiedFrom) => {
    for (let t = 1;; t++) {
      const { isLong } = rectification(scalar(0.999), scalar(t), from);
      if (isLong.item()) return t;
    }
  };
  assertEquals(first("above-4"), 5);
  assertEquals(first("above-5"), 6);
  assertEquals(first("from-5"), 6);
});

Deno.test("rectification() tells above 5 from at least 5 where ρ_t is 5", () => {
  // Found by search: exactly 5 as computed.
  const [beta2, t] = [0.7296372292592419, 8];
  assertEquals(lengthOf(beta2, t), 5);
  const long = (from: RectifiedFrom) =>
    rectification(scalar(beta2), scalar(t), from).isLong.item();
  assertEquals([long("above-4"), long("above-5"), long("from-5")], [1, 0, 1]);
});

Deno.test("rectification() rises to 1, and is 1 where the average is short", () => {
  const factor = (beta2: number, t: number) =>
    rectification(scalar(beta2), scalar(t), "above-4").factor.item();
  assertEquals(factor(0.5, 100), 1);
  assertEquals(factor(0.999, 1), 1);
  assertEquals(factor(0.999, 1e6), 1);
  for (let t = 5; t < 60; t++) {
    assert(factor(0.999, t) < factor(0.999, t + 1));
  }
  // ρ_t at β₂ = 3/4 and t = 6 from whole numbers: βᵗ = 729/4096.
  const length = 7 - 12 * 729 / (4096 - 729);
  const right = Math.sqrt((length - 4) * (length - 2) * 7 / (15 * length));
  assert(Math.abs(factor(0.75, 6) - right) <= 32 * unit.float64);
});

Deno.test("radam() is momentum with a correction at first, then Adam by and by", () => {
  const hyper = { learningRate: 1, beta1: 0.5 };
  const points = follow(radam(hyper), {
    dtype: "float64",
    w: [0],
    gradients: [[2], [2], [2], [2], [2], [2]],
  });
  const steps = points.slice(1).map(({ params }, t) =>
    elements(points[t].params)[0] - elements(params)[0]
  );
  for (const step of steps.slice(0, 4)) assert(Math.abs(step - 2) < 1e-14);
  for (const [t, step] of steps.slice(4).entries()) {
    const { factor } = rectification(scalar(0.999), scalar(t + 5), "above-4");
    // 1000 roundings in the correction of v, twice.
    assert(Math.abs(step - factor.item()) < 4000 * unit.float64);
  }
});

Deno.test("radam() takes a step of 0 where no gradient came, and finite ones where g² overflows", () => {
  for (const dtype of floats) {
    const huge = dtype === "float64" ? 1e200 : 1e30;
    const gradients = [[0, huge], ...Array(7).fill([0, 1])];
    for (const variant of ["paper", "torch", "optax"]) {
      const course = { dtype, w: [3, 2], gradients };
      const [still, moved] = arrive(radam({ variant }), course);
      assertEquals(still, 3);
      assert(Number.isFinite(moved));
    }
  }
});

Deno.test("radam() has the paper's defaults", () => {
  const { hyperparameters, choices } = radam();
  assertEquals(hyperparameters, {
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 0,
  });
  assertEquals(choices, { rectified: "above-4", biasCorrection: "moments" });
});
