import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adam, lamb, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { elements, unit } from "../support.ts";

const norm = (x: readonly number[]) => Math.hypot(...x);

const rows = (n: number) =>
  fc.array(moderateDouble(), { minLength: n, maxLength: n });

Deno.test("lamb() takes steps of η in norms of the weights, along Adam's", () => {
  check(
    fc.property(rows(4), rows(4), (w, g) => {
      if (norm(w) === 0 || norm(g) === 0) return;
      const optimizer = lamb({ learningRate: 0.5, weightDecay: 0, epsilon: 0 });
      const start = tensor(w).reshape([2, 2]);
      const grad = tensor(g).reshape([2, 2]);
      const { step } = optimizer.step(grad, optimizer.init(start), start);
      // Adam's first direction is the sign of the gradient, up to roundings.
      const signs = g.map(Math.sign);
      const size = 0.5 * norm(w) / norm(signs);
      elements(step).forEach((x, i) => {
        const slack = 32 * unit.float64 * size;
        assert(Math.abs(x - size * signs[i]) <= slack, `${x} at ${i}`);
      });
    }),
  );
});

Deno.test("lamb() takes Adam's step from weights of 0", () => {
  check(fc.property(rows(3), (g) => {
    const w = tensor([0, 0, 0]);
    for (const variant of ["paper", "optax", "keras"]) {
      const [ours, adams] = [
        lamb({ variant, epsilon: 1e-6 }),
        adam({ epsilon: 1e-6 }),
      ]
        .map((optimizer) =>
          optimizer.update(tensor(g), optimizer.init(w), w).params
        );
      assertSameBits(elements(ours), elements(adams));
    }
  }));
});

Deno.test("lamb() rests where no gradient came, but for the decay", () => {
  const w = tensor([3, -4]);
  const step = (options: Parameters<typeof lamb>[0]) => {
    const optimizer = lamb({ learningRate: 0.5, ...options });
    return optimizer.step(tensor([0, 0]), optimizer.init(w), w).step.toArray();
  };
  assertEquals(step({ weightDecay: 0 }), [0, 0]);
  // The direction is λ·w alone, which is made as long as w.
  assertEquals(step({ weightDecay: 0.25 }), [1.5, -2]);
  assertEquals(step({ variant: "keras", weightDecay: 0.25 }), [0.375, -0.5]);
});

Deno.test("lamb() as keras takes the norm of the weights after their decay", () => {
  const optimizer = lamb({
    variant: "keras",
    learningRate: 0.5,
    weightDecay: 1,
    epsilon: 0,
  });
  const w = tensor([4, 0]);
  const { step } = optimizer.step(tensor([1, 0]), optimizer.init(w), w);
  // The decay takes 2 of 4; the rest has norm 2, half of which is 1.
  assertEquals(step.toArray(), [3, 0]);
});

Deno.test("lamb() has its defaults", () => {
  const given = { learningRate: 0.001, beta1: 0.9, beta2: 0.999 };
  assertEquals(lamb().hyperparameters, {
    ...given,
    epsilon: 1e-6,
    weightDecay: 0.01,
  });
  assertEquals(lamb({ variant: "optax" }).hyperparameters, {
    ...given,
    epsilon: 1e-6,
    weightDecay: 0,
  });
  const keras = lamb({ variant: "keras" });
  assertEquals(keras.hyperparameters, {
    ...given,
    epsilon: 1e-7,
    weightDecay: 0,
  });
  assertEquals(keras.choices, { weightDecayPlacement: "outside" });
});
