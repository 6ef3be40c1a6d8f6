import { assert, assertEquals } from "@std/assert";
import { adan } from "../../../mod.ts";
import { arrive, elements, floats, follow, slots, unit } from "../support.ts";
import { gradients, readReference, start, travel } from "../trajectories.ts";
import { checkFormula, correction, mean, quotient } from "./formula.ts";

Deno.test("adan() has the bits of its formula, as published and corrected", () => {
  const zero = { m: 0, v: 0, d: 0, g: 0 };
  checkFormula("adan", zero, ({ g, w, state, t }, hyper, r, { form }) => {
    const { beta1, beta2, beta3, learningRate, weightDecay } = hyper;
    const published = form === "published";
    const epsilon = r(hyper.epsilon);
    const y = t > 1 ? r(g - state.g) : 0;
    const kept = (beta: number, first: number) =>
      published && t <= first ? 0 : beta;
    const m = mean(kept(beta1, 1), state.m, g, r);
    const d = mean(kept(beta2, 2), state.d, y, r);
    const ahead = r(g + r(r(beta2) * y));
    const v = mean(kept(beta3, 1), state.v, r(ahead * ahead), r);
    const hat = (x: number, beta: number) =>
      published ? x : r(x / r(correction(beta, t)));
    const vHat = hat(v, beta3);
    const root = r(
      r(Math.sqrt(published ? vHat : r(vHat + epsilon))) + epsilon,
    );
    const along = r(hat(m, beta1) + r(r(beta2) * hat(d, beta2)));
    const part = r(quotient(along, root, r) + r(r(weightDecay) * w));
    const both = r(r(learningRate) * part);
    const step = published ? r(both / r(learningRate * weightDecay + 1)) : both;
    return { step, state: { m, v, d, g } };
  });
});

Deno.test("adan() as published takes the steps worked out by hand", () => {
  // β₁ = β₂ = 1/2, β₃ = 3/4: m is 4, 6, 5; d is 0, 4, −2; v is 16, 37 and
  // 27.75 + (4 − 4)²/4.
  const hyper = { beta1: 0.5, beta2: 0.5, beta3: 0.75, epsilon: 0 };
  const optimizer = adan({ learningRate: 1, weightDecay: 0, ...hyper });
  const points = follow(optimizer, {
    dtype: "float64",
    w: [0],
    gradients: [[4], [8], [4 * 2 / 2], [0]],
  });
  const kept = (name: string) =>
    points.slice(1, 4).map(({ state }) => slots(state)[name][0]);
  assertEquals(kept("m"), [4, 6, 5]);
  assertEquals(kept("d"), [0, 4, 0]);
  assertEquals(kept("v"), [16, 37, 27.75 + 1]);
  assertEquals(kept("g"), [4, 8, 4]);
  const [w0, w1, w2] = points.map(({ params }) => elements(params)[0]);
  assertEquals(w0 - w1, 1);
  assert(Math.abs(w1 - w2 - 8 / Math.sqrt(37)) < 1e-15);
});

Deno.test("adan() divides the weights by 1 + α·λ as published, and adds α·λ·w as corrected", () => {
  const decayed = (form: "published" | "corrected") =>
    arrive(adan({ learningRate: 0.5, weightDecay: 2, form }), {
      dtype: "float64",
      w: [8],
      gradients: [[0]],
    });
  assertEquals(decayed("published"), [4]);
  assertEquals(decayed("corrected"), [0]);
});

Deno.test("adan() takes a step of 0 where no gradient came, and where squares overflow", () => {
  for (const dtype of floats) {
    const huge = dtype === "float64" ? 1e200 : 1e30;
    const course = { dtype, w: [3, 2], gradients: [[0, huge], [0, 1]] };
    for (const variant of ["paper", "optax"]) {
      for (const epsilon of [0, 1e-8]) {
        const hyper = { variant, epsilon, weightDecay: 0 };
        assertEquals(arrive(adan(hyper), course), [3, 2]);
      }
    }
  }
});

/** optax's Adan in one coordinate, with a factor of differences. */
function optax(i: number, factor: number): number[] {
  const [rate, beta1, beta2, beta3, epsilon] = [0.001, 0.98, 0.92, 0.99, 1e-8];
  let [w, m, d, n] = [start[i], 0, 0, 0];
  return gradients.map((row, k) => {
    const [t, g] = [k + 1, row[i]];
    const y = k === 0 ? 0 : g - gradients[k - 1][i];
    m = beta1 * m + (1 - beta1) * g;
    d = beta2 * d + (1 - beta2) * y;
    n = beta3 * n + (1 - beta3) * (g + factor * y) ** 2;
    const [mHat, dHat, nHat] = [[m, beta1], [d, beta2], [n, beta3]]
      .map(([x, beta]) => x / (1 - beta ** t));
    w -= rate * (mHat + factor * dHat) / (Math.sqrt(nHat + epsilon) + epsilon);
    return w;
  });
}

Deno.test("adan() as optax departs from optax, which has 1 - β₂ where β₂ should be", () => {
  const { library, recorded, cases } = readReference("optax_faults");
  assertEquals(library, "optax");
  const { points } = cases.find(({ rule, name }) =>
    rule === "adan" && name === "defaults"
  )!;
  const ours = travel(adan({ variant: "optax" }), "float64");
  let apart = 0;
  for (const i of start.keys()) {
    const [shipped, meant] = [optax(i, 1 - 0.92), optax(i, 0.92)];
    recorded.forEach((t, row) => {
      const [theirs, own] = [points[row][i]!, ours[t][i]];
      // Sums of t steps of about the learning rate, and 1/(1 − β₁) = 50
      // roundings in each.
      const bound = unit.float64 * (200 * t * t * 0.003 + t * Math.abs(own));
      assert(
        Math.abs(theirs - shipped[t - 1]) <= bound,
        `${t}, ${i}: ${theirs}`,
      );
      assert(Math.abs(own - meant[t - 1]) <= bound, `${t}, ${i}: ${own}`);
      if (Math.abs(theirs - own) > 1e-4) apart++;
    });
  }
  assert(apart > 20, `${apart}`);
});

Deno.test("adan() has the published defaults", () => {
  const { hyperparameters, choices } = adan();
  assertEquals(hyperparameters, {
    learningRate: 0.001,
    beta1: 0.98,
    beta2: 0.92,
    beta3: 0.99,
    epsilon: 1e-8,
    weightDecay: 0.02,
  });
  assertEquals(choices, { form: "published" });
});
