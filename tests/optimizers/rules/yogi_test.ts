import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { yogi } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  arrive,
  courses,
  elements,
  floats,
  follow,
  slots,
} from "../support.ts";
import { checkFormula, correction, mean, quotient } from "./formula.ts";

Deno.test("yogi() has the bits of its formula, with or without corrections", () => {
  const start = { m: "initialAccumulator", v: "initialAccumulator" };
  checkFormula("yogi", start, ({ g, state, t }, hyper, r, choices) => {
    const m = mean(hyper.beta1, state.m, g, r);
    const square = r(g * g);
    const toward = Math.sign(r(state.v - square)) * square;
    const v = Number.isFinite(square)
      ? r(state.v - r(r(1 - hyper.beta2) * toward))
      : square;
    const [mHat, vHat] = [[m, hyper.beta1], [v, hyper.beta2]].map(([x, beta]) =>
      choices.biasCorrection === "none" ? x : r(x / r(correction(beta, t)))
    );
    const root = r(r(Math.sqrt(vHat)) + r(hyper.epsilon));
    const part = quotient(mHat, root, r);
    return { step: r(r(hyper.learningRate) * part), state: { m, v } };
  });
});

Deno.test("yogi() takes the steps worked out by hand", () => {
  // β₂ = 3/4: v is 64/4, 16 − 4/4, 15 + 100/4, and stays where g² is v or 0.
  const hyper = { learningRate: 1, beta1: 0, beta2: 0.75, epsilon: 0 };
  const points = follow(yogi(hyper), {
    dtype: "float64",
    w: [0],
    gradients: [[8], [2], [-10], [0], [4 * Math.sqrt(2.5)]],
  });
  const v = points.map(({ state }) => slots(state).v[0]);
  assertEquals(v.slice(0, 5), [0, 16, 15, 40, 40]);
  const [w0, w1] = points.map(({ params }) => elements(params)[0]);
  assertEquals(w0 - w1, 2);
});

Deno.test("yogi() forgets large gradients by shares of the small squares", () => {
  const v = (gradients: number[][]) => {
    const course = { dtype: "float64", w: [0], gradients } as const;
    return slots(follow(yogi({ beta2: 0.5 }), course).at(-1)!.state).v[0];
  };
  const before = v([[1024]]);
  assertEquals(before, 2 ** 19);
  assertEquals(v([[1024], [1], [1]]), before - 1);
});

Deno.test("yogi() as optax starts m and v from 1e-6, so that it moves without gradients", () => {
  const course = { dtype: "float64", w: [0], gradients: [[0]] } as const;
  const optimizer = yogi({ variant: "optax", learningRate: 1 });
  const [, { params, state }] = follow(optimizer, course);
  assertEquals(slots(state), { m: [0.9 * 1e-6], v: [1e-6] });
  assert(elements(params)[0] < 0);
  assertEquals(arrive(yogi(), course), [0]);
});

Deno.test("yogi() from 0 commutes with a change of sign", () => {
  check(fc.property(courses(), fc.boolean(), (course, corrected) => {
    const biasCorrection = corrected ? "moments" : "none";
    const negated = {
      dtype: course.dtype,
      w: course.w.map((x) => -x),
      gradients: course.gradients.map((row) => row.map((x) => -x)),
    };
    const [one, other] = [course, negated].map((course) =>
      arrive(yogi({ biasCorrection }), course)
    );
    assertSameBits(other.map((x) => x + 0), one.map((x) => 0 - x));
  }));
});

Deno.test("yogi() takes finite steps where g² overflows, once or twice", () => {
  const huge = { float64: 1e200, float32: 1e30 };
  for (const dtype of floats) {
    const g = huge[dtype];
    const points = follow(yogi(), {
      dtype,
      w: [2],
      gradients: [[g], [1], [-g], [0]],
    });
    assertEquals(slots(points[4].state).v, [Infinity]);
    assertEquals(elements(points[4].params), [2]);
  }
});

Deno.test("yogi() has the paper's defaults", () => {
  const { hyperparameters, choices } = yogi();
  assertEquals(hyperparameters, {
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-3,
    initialAccumulator: 0,
  });
  assertEquals(choices, { biasCorrection: "none" });
});
