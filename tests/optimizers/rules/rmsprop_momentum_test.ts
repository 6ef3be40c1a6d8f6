import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { rmspropMomentum } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  arrive,
  courses,
  decays,
  elements,
  floats,
  follow,
  learningRates,
  slots,
  variants,
} from "../support.ts";
import { checkFormula, denominator, mean, quotient } from "./formula.ts";

Deno.test("rmspropMomentum() has the bits of its formula, with ε and η in or out", () => {
  const start = { h: 0, m: 0 };
  checkFormula("rmsprop-momentum", start, (input, hyper, r, choices) => {
    const { g, state } = input;
    const inside = choices.learningRatePlacement === "inside";
    const rate = r(hyper.learningRate);
    const h = mean(hyper.decay, state.h, r(g * g), r);
    const root = denominator(h, hyper, r, choices);
    const part = r(quotient(inside ? rate : 1, root, r) * g);
    const m = r(part + r(r(hyper.momentum) * state.m));
    return { step: inside ? m : r(rate * m), state: { h, m } };
  });
});

Deno.test("rmspropMomentum() takes the steps worked out by hand", () => {
  // ρ = 3/4 and γ = 1/2: h is 6², 14², then 147; RMSProp's steps are
  // 42/6·12 = 84, 42/14·26 = 78 and 0.
  const optimizer = rmspropMomentum({
    learningRate: 42,
    decay: 0.75,
    momentum: 0.5,
  });
  const points = follow(optimizer as never, {
    dtype: "float64",
    w: [0],
    gradients: [[12], [26], [0]],
  });
  assertEquals(points.map(({ state }) => slots(state)), [
    { h: [0], m: [0] },
    { h: [36], m: [84] },
    { h: [196], m: [120] },
    { h: [147], m: [60] },
  ]);
  assertEquals(elements(points[3].params), [-264]);
});

Deno.test("rmspropMomentum() with γ = 0 is rmsprop(), but for the sign of zeros", () => {
  const rates = learningRates();
  let compared = 0;
  check(fc.property(courses(), rates, decays(), (course, rate, decay) => {
    for (const variant of ["", "/optax", "/keras", "/tfjs"]) {
      const rule = rmspropMomentum({
        variant: variant.slice(1) || "paper",
        learningRate: rate,
        decay,
        momentum: 0,
      });
      const plain = variants[`rmsprop${variant}`](rate, decay);
      // 0·m is NaN from where m overflows on.
      const points = follow(rule as never, course);
      if (points.some(({ state }) => !slots(state).m.every(Number.isFinite))) {
        continue;
      }
      compared++;
      assertSameBits(
        elements(points.at(-1)!.params).map((x) => x + 0),
        arrive(plain, course).map((x) => x + 0),
      );
    }
  }));
  assert(compared > 100, `${compared}`);
});

Deno.test("rmspropMomentum() goes on moving, without NaN, where no gradient comes", () => {
  for (const dtype of floats) {
    for (const id of Object.keys(variants)) {
      if (!id.startsWith("rmsprop-momentum")) continue;
      const points = follow(variants[id](0.5, 0.5), {
        dtype,
        w: [1, 1],
        gradients: [[0, 4], [0, 0], [0, 0]],
      });
      const [still, moving] = elements(points[3].params);
      assertEquals([id, still], [id, 1]);
      assert(moving < elements(points[2].params)[1]);
    }
  }
});

Deno.test("rmspropMomentum() has defaults of its own", () => {
  const { hyperparameters, choices } = rmspropMomentum();
  assertEquals(hyperparameters, {
    learningRate: 0.01,
    decay: 0.9,
    momentum: 0.9,
    epsilon: 0,
  });
  assertEquals(choices, {
    epsilonPlacement: "outside",
    learningRatePlacement: "inside",
  });
});
