import { assert, assertEquals } from "@std/assert";
import { adabelief } from "../../../mod.ts";
import { arrive, elements, floats, follow, slots } from "../support.ts";
import { checkFormula, correction, mean, quotient } from "./formula.ts";

Deno.test("adabelief() has the bits of its formula", () => {
  checkFormula("adabelief", { m: 0, s: 0 }, ({ g, state, t }, hyper, r) => {
    const m = mean(hyper.beta1, state.m, g, r);
    const off = r(g - m);
    const s = r(
      mean(hyper.beta2, state.s, r(off * off), r) + r(hyper.epsilonRoot),
    );
    const mHat = r(m / r(correction(hyper.beta1, t)));
    const sHat = r(s / r(correction(hyper.beta2, t)));
    const root = r(r(Math.sqrt(sHat)) + r(hyper.epsilon));
    const part = quotient(mHat, root, r);
    return { step: r(r(hyper.learningRate) * part), state: { m, s } };
  });
});

Deno.test("adabelief() takes the steps worked out by hand", () => {
  // β₁ = 1/2, β₂ = 3/4, ε′ = 1: m is 4, 1; s is 16/4 + 1, 15/4 + 9/4 + 1.
  const hyper = { learningRate: 1, beta1: 0.5, beta2: 0.75 };
  const points = follow(adabelief({ ...hyper, epsilon: 0, epsilonRoot: 1 }), {
    dtype: "float64",
    w: [0],
    gradients: [[8], [-2]],
  });
  assertEquals(points.map(({ state }) => slots(state).m[0]), [0, 4, 1]);
  assertEquals(points.map(({ state }) => slots(state).s[0]), [0, 5, 7]);
  const [w0, w1, w2] = points.map(({ params }) => elements(params)[0]);
  assertEquals(w0 - w1, 8 / Math.sqrt(20));
  assert(Math.abs(w1 - w2 - 1 / 0.75 / Math.sqrt(16)) < 1e-15);
});

Deno.test("adabelief() takes longer steps where gradients are as expected", () => {
  const after = (gradients: number[][]) => {
    const points = follow(adabelief({ beta2: 0.9 }), {
      dtype: "float64",
      w: [0],
      gradients,
    });
    const [a, b] = points.slice(-2).map(({ params }) => elements(params)[0]);
    return a - b;
  };
  const steady = after(Array(30).fill([1]));
  const unsteady = after(
    Array.from({ length: 30 }, (_, t) => [t % 2 === 0 ? 0 : 2]),
  );
  assert(steady > 4 * unsteady, `${steady}, ${unsteady}`);
});

Deno.test("adabelief() takes a step of 0 where no gradient came, and where squares overflow", () => {
  for (const dtype of floats) {
    const huge = dtype === "float64" ? 1e200 : 1e30;
    const course = { dtype, w: [3, 2], gradients: [[0, huge], [0, 1]] };
    for (const epsilon of [0, 1e-8]) {
      const hyper = { epsilon, epsilonRoot: epsilon };
      assertEquals(arrive(adabelief(hyper), course), [3, 2]);
    }
  }
});

Deno.test("adabelief() has the paper's defaults", () => {
  assertEquals(adabelief().hyperparameters, {
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    epsilonRoot: 1e-8,
  });
});
