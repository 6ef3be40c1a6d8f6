import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  adamaxBound,
  adamaxSupremum,
  adamBound,
  adamSupremum,
  rmspropBound,
} from "../../laws/step_bounds.ts";
import { adam, adamax, rmsprop, rmspropMomentum } from "../../mod.ts";
import { check } from "../support/property.ts";
import { sizes } from "./step_sizes.ts";

const betas = fc.record({
  beta1: fc.integer({ min: 1, max: 99 }).map((n) => n / 100),
  beta2: fc.integer({ min: 1, max: 999 }).map((n) => n / 1000),
});

/** 1, r, r², … */
const growing = (ratio: number, length: number): number[] =>
  Array.from({ length }, (_, i) => ratio ** i);

Deno.test("adamSupremum() is 7.270 at the defaults, the limit of adamBound()", () => {
  assertEquals(adamSupremum(0.9, 0.999).toFixed(3), "7.270");
  check(fc.property(betas, ({ beta1, beta2 }) => {
    fc.pre(beta1 * beta1 < 0.99 * beta2);
    const limit = adamBound(beta1, beta2, 40_000);
    // 0.999^40000 and 0.99^40000 are below 1e-17; sums of 40,000 terms.
    assertAlmostEquals(limit / adamSupremum(beta1, beta2), 1, 1e-10);
  }));
});

Deno.test("adamSupremum() is 1 without inertia, and none where β₁² ≥ β₂", () => {
  assertEquals(adamSupremum(0, 0.5), 1);
  assertEquals(adamSupremum(0, 0), 1);
  assertEquals(adamSupremum(0.5, 0.25), Infinity);
  assertEquals(adamSupremum(0.9, 0), Infinity);
  // The bound grows as √t there.
  const ratio = adamBound(0.5, 0.25, 4000) / adamBound(0.5, 0.25, 1000);
  assertAlmostEquals(ratio, 2, 1e-10);
});

Deno.test("adamBound() is attained by gradients that grow by β₂/β₁ a step", () => {
  check(
    fc.property(
      betas,
      fc.integer({ min: 1, max: 60 }),
      ({ beta1, beta2 }, t) => {
        const ratio = beta2 / beta1;
        fc.pre(ratio > 1e-2 && ratio < 1e2); // The squares stay in the range.
        const optimizer = adam({ learningRate: 1, beta1, beta2, epsilon: 0 });
        const size = sizes(optimizer, growing(ratio, t)).at(-1)!;
        // Six roundings a step, and 1 − βᵗ cancels by 1000 at most.
        const tolerance = 1e-12;
        assertAlmostEquals(size / adamBound(beta1, beta2, t), 1, tolerance);
      },
    ),
  );
});

Deno.test("adam() exceeds the published bound η(1 − β₁)/√(1 − β₂), not the true one", () => {
  const published = (1 - 0.9) / Math.sqrt(1 - 0.999);
  assertEquals(published.toFixed(3), "3.162");
  const all = sizes(adam({ learningRate: 1 }), growing(1.11, 3000));
  const first = all.findIndex((size) => size > published) + 1;
  assertEquals(first, 210);
  assertEquals(all[1499].toFixed(2), "6.41");
  assert(all.every((size, i) => size <= adamBound(0.9, 0.999, i + 1) + 1e-9));
  assert(all.at(-1)! > 7.08 && all.at(-1)! < adamSupremum(0.9, 0.999));
});

Deno.test("rmspropBound() is attained after a silence", () => {
  const decay = 0.75;
  const [learningRate, momentum] = [0.5, 0.5];
  assertEquals(sizes(rmsprop({ learningRate, decay }), [3])[0], 1);
  assertEquals(0.5 * rmspropBound(decay, 0, 1), 1);
  assertEquals(0.5 * rmspropBound(decay, momentum, 3), 1.75);
  // Each gradient makes all before it negligible.
  const all = sizes(
    rmspropMomentum({ learningRate, decay, momentum }),
    [1, 2 ** 40, 2 ** 80],
  );
  assertEquals(all, [1, 1.5, 1.75]);
});

Deno.test("adamaxSupremum() is 1.0091 at the defaults, the limit of adamaxBound()", () => {
  assertEquals(adamaxSupremum(0.9, 0.999).toFixed(4), "1.0091");
  assertEquals(adamaxSupremum(0, 0.5), 1);
  assertEquals(adamaxSupremum(0.5, 0.5), Infinity);
  assertEquals([1, 7].map((t) => adamaxBound(0, 0.5, t)), [1, 1]);
  check(fc.property(betas, ({ beta1, beta2 }) => {
    fc.pre(beta1 < 0.99 * beta2);
    const limit = adamaxBound(beta1, beta2, 40_000);
    // 0.99^40000 is below 1e-174; sums of 40,000 terms.
    assertAlmostEquals(limit / adamaxSupremum(beta1, beta2), 1, 1e-10);
  }));
});

Deno.test("adamaxBound() is attained by gradients that shrink by β₂ a step", () => {
  check(fc.property(betas, ({ beta1, beta2 }) => {
    fc.pre(beta2 > 0.25);
    const optimizer = adamax({ learningRate: 1, beta1, beta2 });
    sizes(optimizer, growing(beta2, 20)).forEach((size, k) => {
      const bound = adamaxBound(beta1, beta2, k + 1);
      // A few roundings a step, and those of a correction by 1 − β₁ᵗ ≥ 0.01.
      assertAlmostEquals(size / bound, 1, 1e-12);
    });
  }));
  // The published bound is α.
  const [last] = sizes(adamax({ learningRate: 1 }), growing(0.999, 99)).slice(
    -1,
  );
  assert(last > 1.008, `${last}`);
});
