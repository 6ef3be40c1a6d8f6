import { assert, assertEquals } from "@std/assert";
import { adadelta } from "../../../mod.ts";
import {
  arrive,
  elements,
  floats,
  follow,
  slots,
  unit,
  variants,
} from "../support.ts";
import { gradients, readReference, start, travel } from "../trajectories.ts";
import { checkFormula, mean, quotient } from "./formula.ts";

Deno.test("adadelta() has the bits of ρ·h + (1 - ρ)·g², (√(u + ε)/√(h + ε))·g, ρ·u + (1 - ρ)·x²", () => {
  checkFormula("adadelta", { h: 0, u: 0 }, ({ g, state }, hyper, r) => {
    const root = (x: number) => r(Math.sqrt(r(x + r(hyper.epsilon))));
    const h = mean(hyper.decay, state.h, r(g * g), r);
    const x = r(quotient(root(state.u), root(h), r) * g);
    const u = mean(hyper.decay, state.u, r(x * x), r);
    return { step: r(r(hyper.learningRate) * x), state: { h, u } };
  });
});

Deno.test("adadelta() takes the steps worked out by hand", () => {
  // ρ = 1/2 and ε = 1: h = 8 and x = 1/3·4; h = 4 + 60, u = 8/9 in between.
  const optimizer = adadelta({ learningRate: 1, decay: 0.5, epsilon: 1 });
  const points = follow(optimizer, {
    dtype: "float64",
    w: [0],
    gradients: [[4], [Math.sqrt(120)]],
  });
  const h = points.map(({ state }) => slots(state).h[0]);
  assertEquals(h.slice(0, 2), [0, 8]);
  const [, w1, w2] = points.map(({ params }) => elements(params)[0]);
  assertEquals(w1, -(1 / 3 * 4));
  const second = Math.sqrt(1 + 8 / 9) / Math.sqrt(65) * Math.sqrt(120);
  assert(Math.abs(w1 - w2 - second) <= 16 * unit.float64 * second);
});

Deno.test("adadelta() keeps in u what η does not multiply", () => {
  const course = {
    dtype: "float64",
    w: [0],
    gradients: [[3], [-1], [2]],
  } as const;
  const kept = [1, 0.001].map((learningRate) =>
    follow(adadelta({ learningRate }), course).map(({ state }) =>
      slots(state).u
    )
  );
  assertEquals(kept[0], kept[1]);
  assert(kept[0][3][0] > 0);
});

Deno.test("adadelta() without ε never moves", () => {
  for (const dtype of floats) {
    const course = { dtype, w: [2], gradients: [[1], [0], [-4]] };
    assertEquals(arrive(adadelta({ epsilon: 0 }), course), [2]);
  }
});

Deno.test("adadelta() takes a step of 0 from where g² overflows on", () => {
  const course = {
    dtype: "float64",
    w: [2],
    gradients: [[1e200], [1]],
  } as const;
  assertEquals(arrive(adadelta({}), course), [2]);
});

/** What TensorFlow.js 4.22 does, and what it means, in one coordinate. */
function tensorflow(i: number, isStale: boolean): number[] {
  const [rate, decay, epsilon] = [0.001, 0.95, 1e-7];
  let [w, h, u] = [start[i], 0, 0];
  return gradients.map((row) => {
    const g = row[i];
    const next = decay * h + (1 - decay) * g * g;
    const below = isStale ? h : next;
    const x = Math.sqrt(u + epsilon) / Math.sqrt(below + epsilon) * g;
    u = decay * u + (1 - decay) * x * x;
    h = next;
    w -= rate * x;
    return w;
  });
}

Deno.test("adadelta() as tfjs departs from TensorFlow.js, which divides by the h before", () => {
  const { version, recorded, cases: [{ points }] } = readReference(
    "tfjs_adadelta",
  );
  assertEquals(version, "4.22.0");
  const ours = travel(adadelta({ variant: "tfjs" }), "float32");
  const moving = start.map((_, i) => i).filter((i) =>
    gradients.some((row) => row[i] !== 0)
  );
  for (const i of start.keys()) {
    const [shipped, meant] = [tensorflow(i, true), tensorflow(i, false)];
    const path = Math.max(...shipped.map((w) => Math.abs(w - start[i])));
    recorded.forEach((t, row) => {
      const [theirs, own] = [points[row][i]!, ours[t][i]];
      const text = `step ${t}, coordinate ${i}: ${theirs}, ${own}`;
      // Some 6t + 20 roundings of terms whose sum is at most t times the
      // longest way.
      const bound = unit.float32 *
        ((6 * t + 20) * t * path + (t + 1) * Math.abs(start[i]));
      assert(Math.abs(theirs - shipped[t - 1]) <= bound, text);
      assert(Math.abs(own - meant[t - 1]) <= bound, text);
    });
  }
  // The first step is η·g where Zeiler's is η·√ε/√(0.05·g² + ε)·g.
  for (const i of moving) {
    const g = gradients[0][i];
    if (g === 0) continue;
    const [theirs, own] = [points[0][i]!, ours[1][i]].map((w) =>
      Math.abs(w - start[i])
    );
    const length = 0.001 * Math.abs(g);
    const bound = unit.float32 * (8 * length + Math.abs(start[i]));
    assert(Math.abs(theirs - length) <= bound, `${i}: ${theirs}`);
    assert(own < 0.9 * theirs, `${i}: ${own}`);
  }
});

Deno.test("adadelta() has the published defaults", () => {
  assertEquals(adadelta().hyperparameters, {
    learningRate: 1,
    decay: 0.95,
    epsilon: 1e-6,
  });
  assert(Object.keys(variants).includes("adadelta/tfjs"));
});
