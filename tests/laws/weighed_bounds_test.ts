import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adamBound, adamSupremum } from "../../laws/step_bounds.ts";
import {
  type Inertia,
  nadamBound,
  nadamSupremum,
  nadamWeights,
  steepest,
  weighedBound,
} from "../../laws/weighed_bounds.ts";
import { nadam, radam, scalar } from "../../mod.ts";
import { rectification } from "../../optimizers/rectification.ts";
import { check } from "../support/property.ts";
import { sizes } from "./step_sizes.ts";

const betas = fc.record({
  beta1: fc.integer({ min: 10, max: 99 }).map((n) => n / 100),
  beta2: fc.integer({ min: 100, max: 999 }).map((n) => n / 1000),
});
const kinds = fc.constantFrom<Inertia["kind"]>(
  "published",
  "rising",
  "constant",
);

Deno.test("weighedBound() is adamBound() for Adam's weights", () => {
  const time = fc.integer({ min: 1, max: 60 });
  check(fc.property(betas, time, ({ beta1, beta2 }, t) => {
    const weights = Array.from(
      { length: t },
      (_, i) => (1 - beta1) * beta1 ** (t - 1 - i) / (1 - beta1 ** t),
    );
    // Powers up to 60, and 1 − β of at least 0.01.
    const ratio = weighedBound(weights, beta2) / adamBound(beta1, beta2, t);
    assertAlmostEquals(ratio, 1, 1e-12);
  }));
});

Deno.test("nadamBound() is attained by what steepest() gives", () => {
  check(fc.property(
    betas,
    kinds,
    fc.integer({ min: 1, max: 50 }),
    fc.constantFrom(0, 0.004, 1),
    ({ beta1, beta2 }, kind, t, momentumDecay) => {
      const weights = nadamWeights({ kind, beta1, momentumDecay }, t);
      const gradients = steepest(weights, beta2);
      fc.pre(gradients.every((g) => g > 1e-140 && g < 1e140));
      const hyper = { learningRate: 1, beta1, beta2, epsilon: 0 };
      const made = nadam({ ...hyper, momentumDecay, inertia: kind });
      const size = sizes(made, gradients).at(-1)!;
      const bound = nadamBound({ kind, beta1, momentumDecay }, beta2, t);
      // Some roundings a step; 1 − βᵗ and 1 − μ′·p cancel by 1000 at most.
      assertAlmostEquals(size / bound, 1, 1e-11);
    },
  ));
});

Deno.test("nadamSupremum() is 8.415 at the defaults, the limit of nadamBound()", () => {
  assertEquals(nadamSupremum(0.9, 0.999).toFixed(3), "8.415");
  assertEquals(nadamSupremum(0, 0.5), 1);
  assertEquals(nadamSupremum(0.5, 0.25), Infinity);
  const inertia = { kind: "constant", beta1: 0.9, momentumDecay: 0 } as const;
  const most = nadamSupremum(0.9, 0.999);
  for (let t = 1; t < 2000; t++) {
    const bound = nadamBound(inertia, 0.999, t);
    assert(bound <= most * (1 + 1e-12), `${t}: ${bound}`);
  }
  // 0.999^40000 is below 1e-17.
  assertAlmostEquals(nadamBound(inertia, 0.999, 40_000) / most, 1, 1e-10);
});

Deno.test("nadam() takes steps of 14.6 times its learning rate with PyTorch's inertia", () => {
  const inertia = { kind: "rising", beta1: 0.9, momentumDecay: 0.004 } as const;
  const gradients = steepest(nadamWeights(inertia, 1890), 0.999);
  const made = nadam({ variant: "torch", learningRate: 1, epsilon: 0 });
  const size = sizes(made, gradients).at(-1)!;
  assertEquals(size.toFixed(3), "14.614");
  assertEquals(nadamBound(inertia, 0.999, 1890).toFixed(3), "14.614");
  // It is the greatest: later the inertia has risen.
  for (const t of [1880, 1889, 1891, 1900, 4000, 20_000]) {
    assert(nadamBound(inertia, 0.999, t) < nadamBound(inertia, 0.999, 1890));
  }
  const paper = {
    kind: "published",
    beta1: 0.99,
    momentumDecay: 0.004,
  } as const;
  assertEquals(nadamBound(paper, 0.999, 1764).toFixed(3), "18.562");
});

Deno.test("radam() attains Adam's bound times its rectification, and nears 7.270", () => {
  const gradients = Array.from({ length: 6000 }, (_, i) => 1.11 ** (i - 5999));
  const all = sizes(radam({ learningRate: 1 }), gradients);
  for (const t of [6, 10, 100, 1000, 6000]) {
    const { factor } = rectification(scalar(0.999), scalar(t), "above-4");
    const bound = factor.item() as number * adamBound(0.9, 0.999, t);
    const size = all[t - 1] / bound;
    // Gradients that grow by β₂/β₁, 1.11 exactly, attain it; early ones that
    // underflow are below a unit of the last.
    assert(size <= 1 + 1e-9, `${t}: ${size}`);
    if (t > 2000) assert(size > 1 - 1e-9, `${t}: ${size}`);
  }
  assert(all.at(-1)! > 7.1 && all.at(-1)! < adamSupremum(0.9, 0.999));
});
