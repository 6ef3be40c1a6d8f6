import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { lars, momentum, tensor } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { elements, unit } from "../support.ts";

const norm = (x: readonly number[]) => Math.hypot(...x);

const rows = fc.array(moderateDouble(), { minLength: 3, maxLength: 3 });

/** The first step from these weights along this gradient. */
function first(
  options: Parameters<typeof lars>[0],
  w: readonly number[],
  g: readonly number[],
): number[] {
  const optimizer = lars(options);
  const start = tensor([...w]);
  return elements(
    optimizer.step(tensor([...g]), optimizer.init(start), start).step,
  );
}

Deno.test("lars() divides by the norms of gradient and decay, or of their sum", () => {
  check(fc.property(rows, rows, (w, g) => {
    if (norm(w) === 0 || norm(g) === 0) return;
    const hyper = { weightDecay: 0.5, trustCoefficient: 0.25, learningRate: 2 };
    const u = g.map((x, i) => x + 0.5 * w[i]);
    for (
      const [normOf, size] of [
        ["parts", norm(g) + 0.5 * norm(w)],
        ["sum", norm(u)],
      ] as const
    ) {
      if (size === 0) return;
      const factor = 2 * 0.25 * norm(w) / size;
      first({ ...hyper, normOf }, w, g).forEach((x, i) => {
        // Two norms of eight roundings each, and some ten around them; where
        // gradient and decay cancel, the norm of the sum is off by theirs.
        const lost = (norm(g) + norm(w)) / size;
        const slack = 32 * unit.float64 * factor * norm(u) * lost;
        assert(Math.abs(x - factor * u[i]) <= slack, `${x} at ${i}`);
      });
    }
  }));
});

Deno.test("lars() takes steps of momentum from weights of 0", () => {
  check(fc.property(rows, (g) => {
    const w = tensor([0, 0, 0]);
    const [ours, plain] = [
      lars({ learningRate: 0.25 }),
      momentum({ learningRate: 0.25 }),
    ].map((optimizer) =>
      optimizer.update(tensor(g), optimizer.init(w), w).params
    );
    assertSameBits(elements(ours), elements(plain));
  }));
});

Deno.test("lars() keeps the learning rate inside its momentum", () => {
  const optimizer = lars({
    learningRate: (t) => t,
    momentum: 0.5,
    weightDecay: 0,
    trustCoefficient: 1,
  });
  const w = tensor([8]);
  const one = optimizer.step(tensor([-3]), optimizer.init(w), w);
  assertEquals(one.step.toArray(), [-8]);
  // 2 · 8 against half of what the first step was.
  const two = optimizer.step(tensor([5]), one.state, w);
  assertEquals(two.step.toArray(), [12]);
});

Deno.test("lars() moves on by inertia where no gradient came", () => {
  const hyper = { momentum: 0.5, trustCoefficient: 0.25 };
  assertEquals(first({ ...hyper, weightDecay: 0 }, [4, 0, 3], [0, 0, 0]), [
    0,
    0,
    0,
  ]);
  // The decay alone: a quarter of the weights, whatever β.
  assertEquals(first({ ...hyper, weightDecay: 2 }, [4, 0, 3], [0, 0, 0]), [
    1,
    0,
    0.75,
  ]);
});

Deno.test("lars() has its defaults", () => {
  assertEquals(lars().hyperparameters, {
    learningRate: 1,
    momentum: 0.9,
    weightDecay: 5e-4,
    trustCoefficient: 1e-3,
  });
  assertEquals(lars().choices, { normOf: "parts" });
  const optax = lars({ variant: "optax" });
  assertEquals(optax.hyperparameters.weightDecay, 0);
  assertEquals(optax.choices, { normOf: "sum" });
});
