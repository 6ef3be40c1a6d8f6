import { assertEquals } from "@std/assert";
import { signSgd, signum } from "../../../mod.ts";
import { arrive, elements, floats, follow, slots } from "../support.ts";
import { checkFormula, mean } from "./formula.ts";

Deno.test("signum() has the bits of β·m + (1 - β)·g, w - η·sign(m)", () => {
  checkFormula("signum", { m: 0 }, ({ g, state }, hyper, r) => {
    const m = mean(hyper.momentum, state.m, g, r);
    return { step: r(r(hyper.learningRate) * Math.sign(m)), state: { m } };
  });
});

Deno.test("signum() takes the steps worked out by hand", () => {
  // β = 3/4: m is 4, 3 − 1 = 2, 1.5 − 3, −1.125 + 1.125.
  const points = follow(signum({ learningRate: 1, momentum: 0.75 }), {
    dtype: "float64",
    w: [0],
    gradients: [[16], [-4], [-12], [4.5]],
  });
  const m = points.map(({ state }) => slots(state).m[0]);
  assertEquals(m, [0, 4, 2, -1.5, 0]);
  const w = points.map(({ params }) => elements(params)[0]);
  assertEquals(w, [0, -1, -2, -1, -1]);
});

Deno.test("signum() without inertia is signSgd()", () => {
  for (const dtype of floats) {
    const course = { dtype, w: [1, 2], gradients: [[3, -1], [-5, -2], [0, 4]] };
    assertEquals(
      arrive(signum({ momentum: 0 }), course),
      arrive(signSgd(), course),
    );
  }
});

Deno.test("signum() has defaults of 0.001 and 0.9", () => {
  assertEquals(signum().hyperparameters, {
    learningRate: 0.001,
    momentum: 0.9,
  });
});
