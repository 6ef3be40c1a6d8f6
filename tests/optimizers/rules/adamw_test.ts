import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adam, adamw, divide, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  type AnyOptimizer,
  courses,
  elements,
  follow,
  learningRates,
  round,
  vector,
} from "../support.ts";
import { amounts } from "./formula.ts";

const libraries = ["torch", "optax", "keras"];

Deno.test("adamw() has the bits of η·(Adam's step + λ·w), with λ scaled or not", () => {
  check(
    fc.property(
      courses(),
      fc.constantFrom("paper", ...libraries),
      learningRates(),
      amounts(),
      amounts(),
      ({ dtype, w, gradients }, variant, learningRate, lambda, eta) => {
        const r = round[dtype];
        const plain = adam({ variant, learningRate });
        const optimizer = adamw({
          variant,
          learningRate,
          weightDecay: lambda,
          scheduleMultiplier: eta,
        });
        let params = vector(w, dtype);
        let [mine, theirs] = [optimizer.init(params), plain.init(params)];
        const scale = variant === "paper" ? lambda : learningRate * lambda;
        for (const row of gradients) {
          const g = vector(row, dtype);
          const part = plain.step(g, theirs, params);
          const both = optimizer.update(g, mine, params);
          const [steps, before] = [elements(part.step), elements(params)];
          const expected = before.map((w, i) =>
            r(w - r(r(eta) * r(steps[i] + r(r(scale) * w))))
          );
          assertSameBits(elements(both.params), expected);
          [params, mine, theirs] = [both.params, both.state, part.state];
          assertSameBits(elements(mine.slots.m), elements(theirs.slots.m));
          assertSameBits(elements(mine.slots.v), elements(theirs.slots.v));
        }
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("adamw() keeps the decay out of the moments", () => {
  const optimizer = adamw({ weightDecay: 0.5 }) as AnyOptimizer;
  const points = follow(optimizer, {
    dtype: "float64",
    w: [8],
    gradients: [[0], [0]],
  });
  assertEquals(points.map(({ params }) => elements(params)), [[8], [4], [2]]);
  const { m, v } = points[2].state.slots as Record<string, never>;
  assertEquals([elements(m), elements(v)], [[0], [0]]);
});

Deno.test("adamw() as published scales λ by η alone, in libraries by α too", () => {
  const step = (variant: string) => {
    const optimizer = adamw({
      variant,
      learningRate: 0.25,
      weightDecay: 0.5,
      scheduleMultiplier: (t) => divide(0.5, t),
    });
    const w = tensor([16]);
    return optimizer.step(tensor([0]), optimizer.init(w), w).step.toArray();
  };
  assertEquals(step("paper"), [4]);
  for (const variant of libraries) assertEquals(step(variant), [1]);
});

Deno.test("adamw() has defaults of its own", () => {
  const decay = (variant: string) => {
    const { hyperparameters, choices } = adamw({ variant });
    const { weightDecay, scheduleMultiplier, epsilon } = hyperparameters;
    assertEquals(scheduleMultiplier, 1);
    return [weightDecay, epsilon, choices.weightDecayScale];
  };
  assertEquals(decay("paper"), [1e-5, 1e-8, "schedule"]);
  assertEquals(decay("torch"), [0.01, 1e-8, "learning-rate"]);
  assertEquals(decay("optax"), [1e-4, 1e-8, "learning-rate"]);
  assertEquals(decay("keras"), [0.004, 1e-7, "learning-rate"]);
});
