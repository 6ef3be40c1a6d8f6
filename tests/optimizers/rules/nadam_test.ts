import { assert, assertEquals } from "@std/assert";
import { exp64 } from "../../../autodiff/elementary/reference/exp.ts";
import { log64 } from "../../../autodiff/elementary/reference/log.ts";
import { nadam, tensor } from "../../../mod.ts";
import { risingInertia } from "../../../optimizers/rising_inertia.ts";
import { scalar } from "../../../mod.ts";
import { arrive, elements, floats, follow, slots, unit } from "../support.ts";
import { checkFormula, correction, mean, quotient } from "./formula.ts";

Deno.test("nadam() has the bits of its formula, as published, rising or constant", () => {
  const start = { m: 0, v: 0, p: 1 };
  checkFormula("nadam", start, ({ g, state, t }, hyper, r, { inertia }) => {
    const { beta1, beta2, momentumDecay } = hyper;
    const mu = (t: number) =>
      inertia === "constant"
        ? beta1
        : beta1 * (1 - exp64(t * momentumDecay * log64(0.96)) / 2);
    const published = inertia === "published";
    const [now, next] = [mu(t), mu(t + 1)];
    const m = mean(published ? now : beta1, state.m, g, r);
    const v = mean(beta2, state.v, r(g * g), r);
    const p = now * state.p;
    const ahead = r(r(r(next) * m) / r(1 - next * p));
    const here = r(r(r(1 - now) * g) / r(1 - p));
    const scaled = published ? r(r(beta2) * v) : v;
    const vHat = r(scaled / r(correction(beta2, t)));
    const root = r(r(Math.sqrt(vHat)) + r(hyper.epsilon));
    const part = quotient(r(ahead + here), root, r);
    return { step: r(r(hyper.learningRate) * part), state: { m, v, p } };
  });
});

Deno.test("nadam() takes the steps worked out by hand", () => {
  // Without a rise, β₁ = 1/2, β₂ = 3/4: m is 1, 2.5 and v 1, 4.75; v̂ is 4 and
  // 4.75/0.4375; the directions 0.5·1/0.75 + 0.5·2/0.5 and
  // 0.5·2.5/0.875 + 0.5·4/0.75.
  const hyper = { learningRate: 1, beta1: 0.5, beta2: 0.75, epsilon: 0 };
  const points = follow(nadam({ variant: "optax", ...hyper }), {
    dtype: "float64",
    w: [0],
    gradients: [[2], [4]],
  });
  assertEquals(points.map(({ state }) => slots(state).p[0]), [1, 0.5, 0.25]);
  const [w0, w1, w2] = points.map(({ params }) => elements(params)[0]);
  assertEquals(w0 - w1, (0.5 / 0.75 + 2) / 2);
  const second = (1.25 / 0.875 + 2 / 0.75) / Math.sqrt(4.75 / 0.4375);
  assert(Math.abs(w1 - w2 - second) <= 16 * unit.float64 * second);
});

Deno.test("risingInertia() rises from β₁/2 to β₁", () => {
  const at = (psi: number, t: number) =>
    risingInertia(scalar(0.75), scalar(psi), scalar(t)).item();
  assertEquals(at(0, 1), 0.375);
  assertEquals(at(1, 1e6), 0.75);
  assert(Math.abs(at(0.5, 2) - 0.75 * (1 - 0.48)) <= 4 * unit.float64);
  assert(at(0.004, 1) < at(0.004, 2));
});

Deno.test("nadam() as published decays m by μ, and has β₂ in v̂ once more", () => {
  const hyper = { learningRate: 1, beta1: 0.5, beta2: 0.25, momentumDecay: 0 };
  const w = tensor([0]);
  const first = (inertia: "published" | "rising") => {
    const optimizer = nadam({ ...hyper, epsilon: 0, inertia });
    const { step, state } = optimizer.step(
      tensor([4]),
      optimizer.init(w),
      w,
    );
    return { step: step.toArray(), m: state.slots.m.toArray() };
  };
  // μ = 1/4 throughout: m is 3/4·4 or 1/2·4, and p 1/4 and 1/16.
  assertEquals(first("published"), {
    m: [3],
    step: [(0.75 / 0.9375 + 4) / Math.sqrt(0.25 * 16)],
  });
  assertEquals(first("rising"), {
    m: [2],
    step: [(0.5 / 0.9375 + 4) / 4],
  });
});

Deno.test("nadam() keeps the product of inertias as one number of float64", () => {
  for (const dtype of floats) {
    const course = { dtype, w: [1, 2, 3], gradients: [[1, 1, 1], [1, 2, 3]] };
    const { state } = follow(nadam({ variant: "torch" }), course)[2];
    const { p } = state.slots as Record<string, { shape: readonly number[] }>;
    assertEquals(p.shape, []);
    const mu = [1, 2].map((t) => 0.9 * (1 - 0.96 ** (0.004 * t) / 2));
    const [found] = slots(state).p;
    assert(Math.abs(found - mu[0] * mu[1]) <= 8 * unit.float64);
  }
});

Deno.test("nadam() takes a step of 0 where no gradient came, and where g² overflows", () => {
  for (const dtype of floats) {
    const huge = dtype === "float64" ? 1e200 : 1e30;
    const course = { dtype, w: [3, 2], gradients: [[0, huge], [0, 1]] };
    for (const variant of ["paper", "torch", "optax", "keras"]) {
      assertEquals(arrive(nadam({ variant }), course), [3, 2]);
      assertEquals(arrive(nadam({ variant, epsilon: 0 }), course), [3, 2]);
    }
  }
});

Deno.test("nadam() has the published defaults", () => {
  const { hyperparameters, choices } = nadam();
  assertEquals(hyperparameters, {
    learningRate: 0.002,
    beta1: 0.99,
    beta2: 0.999,
    epsilon: 1e-8,
    momentumDecay: 0.004,
  });
  assertEquals(choices, { inertia: "published" });
});
