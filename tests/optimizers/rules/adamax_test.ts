import { assert, assertEquals } from "@std/assert";
import { adamax, tensor } from "../../../mod.ts";
import { arrive, elements, floats, follow, slots } from "../support.ts";
import { checkFormula, correction, mean, quotient } from "./formula.ts";

Deno.test("adamax() has the bits of its formula, with ε beside u or |g|", () => {
  checkFormula(
    "adamax",
    { m: 0, u: 0 },
    ({ g, state, t }, hyper, r, choices) => {
      const inside = choices.epsilonPlacement === "inside";
      const epsilon = r(hyper.epsilon);
      const m = mean(hyper.beta1, state.m, g, r);
      const size = inside ? r(Math.abs(g) + epsilon) : Math.abs(g);
      const u = Math.max(r(r(hyper.beta2) * state.u), size);
      const mHat = r(m / r(correction(hyper.beta1, t)));
      const part = quotient(mHat, inside ? u : r(u + epsilon), r);
      return { step: r(r(hyper.learningRate) * part), state: { m, u } };
    },
  );
});

Deno.test("adamax() takes the steps worked out by hand", () => {
  // β₁ = 1/2, β₂ = 3/4: m is 2, −1/2, −1/4 and u is 4, 3, 9/4.
  const hyper = { learningRate: 1, beta1: 0.5, beta2: 0.75 };
  const points = follow(adamax(hyper), {
    dtype: "float64",
    w: [0],
    gradients: [[4], [-3], [0]],
  });
  assertEquals(points.map(({ state }) => slots(state).m[0]), [
    0,
    2,
    -0.5,
    -0.25,
  ]);
  assertEquals(points.map(({ state }) => slots(state).u[0]), [0, 4, 3, 2.25]);
  const [w0, w1, w2, w3] = points.map(({ params }) => elements(params)[0]);
  assertEquals(w0 - w1, 2 / 0.5 / 4);
  assertEquals(w1 - w2, -0.5 / 0.75 / 3);
  assert(Math.abs(w2 - w3 - -0.25 / 0.875 / 2.25) < 1e-15);
});

Deno.test("adamax() as torch and optax adds ε to what u is the maximum of", () => {
  // ε = 1 and g = 1: u is 2 in both; then u is 1 + 1 or 3/4·1 + 1.
  const step = (variant: string) => {
    const hyper = { learningRate: 1, beta1: 0, beta2: 0.75, epsilon: 1 };
    const optimizer = adamax({ variant, ...hyper });
    const w = tensor([0]);
    const first = optimizer.step(tensor([1]), optimizer.init(w), w);
    const second = optimizer.step(tensor([0.25]), first.state, w);
    return [first.step.item(), second.step.item()];
  };
  for (const variant of ["torch", "optax"]) {
    assertEquals(step(variant), [0.5, 0.25 / 1.5]);
  }
  for (const variant of ["paper", "keras", "tfjs"]) {
    assertEquals(step(variant), [0.5, 0.25 / 1.75]);
  }
});

Deno.test("adamax() neither overflows nor underflows where squares do", () => {
  for (const g of [1e-300, 1e300, 5e-324]) {
    const course = {
      dtype: "float64",
      w: [0],
      gradients: [[g], [-g]],
    } as const;
    const points = follow(adamax({ learningRate: 1, beta1: 0 }), course);
    assertEquals(elements(points[1].params), [-1]);
    assertEquals(elements(points[2].params), [0]);
  }
});

Deno.test("adamax() takes a step of 0 where no gradient came", () => {
  for (const dtype of floats) {
    const course = { dtype, w: [3, 3], gradients: [[0, 1], [0, 0]] };
    const [still, moved] = arrive(adamax({ learningRate: 0.5 }), course);
    assertEquals(still, 3);
    assert(moved < 3);
  }
});

Deno.test("adamax() has the paper's defaults", () => {
  const { hyperparameters, choices } = adamax();
  assertEquals(hyperparameters, {
    learningRate: 0.002,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 0,
  });
  assertEquals(choices, { epsilonPlacement: "outside" });
});
