/** Optimizers under the transformations of functions. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  adagrad,
  grad,
  gradientDescent,
  momentum,
  type Optimizer,
  type OptimizerState,
  rmsprop,
  type Slot,
  type Tensor,
  tensor,
  vmap,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";
import {
  arrive,
  claiming,
  courses,
  elements,
  unit,
  variants,
  vector,
} from "./support.ts";

/** The parameters after steps along the given gradients, which see w. */
function after<S extends Slot>(
  optimizer: Optimizer<S>,
  w: Tensor,
  gradients: readonly ((w: Tensor) => Tensor)[],
): Tensor {
  let params = w;
  let state: OptimizerState<Tensor, S> = optimizer.init(w);
  for (const g of gradients) {
    ({ params, state } = optimizer.update(g(params), state, params));
  }
  return params;
}

/** Checks a derivative; `scale` bounds the sizes of the terms it sums. */
function near(
  actual: Tensor,
  expected: number,
  scale: number,
  roundings: number,
): void {
  const bound = roundings * unit.float64 * scale;
  const error = Math.abs(actual.item() - expected);
  assert(error <= bound, `${actual.item()} for ${expected}`);
}

const size = fc.double({ min: 2 ** -6, max: 4, noNaN: true });
const rate = fc.double({ min: 2 ** -8, max: 1, noNaN: true });

Deno.test("two steps of gradientDescent() have a derivative by η", () => {
  // The loss is a/2·w², so that w₂ = (1 − ηa)²·w₀.
  check(fc.property(size, size, rate, (a, w, rate) => {
    const loss = (w: Tensor) => w.square().mul(a / 2);
    const steps = [grad(loss), grad(loss)];
    const end = (learningRate: Tensor) =>
      after(gradientDescent({ learningRate }), tensor(w), steps);
    const expected = -2 * a * (1 - rate * a) * w;
    // Two terms of at most a·(1 + ηa)·w, ten roundings each.
    near(grad(end)(tensor(rate)), expected, 2 * a * (1 + rate * a) * w, 10);
    const second = grad(grad(end))(tensor(rate));
    near(second, 2 * a * a * w, 2 * a * a * w, 20);
  }));
  const exact = (learningRate: Tensor) =>
    after(
      gradientDescent({ learningRate }),
      tensor(3),
      Array(2).fill(grad((w) => w.square())),
    );
  assertEquals(exact(tensor(0.25)).item(), 0.75);
  assertEquals(grad(exact)(tensor(0.25)).item(), -6);
});

Deno.test("two steps of momentum() have derivatives by η and by γ", () => {
  // w₁ = (1 − ηa)·w₀ and w₂ = (1 − ηa)²·w₀ − γ·η·a·w₀.
  const gammas = fc.double({ min: 0, max: 0.99, noNaN: true });
  check(fc.property(size, size, rate, gammas, (a, w, rate, gamma) => {
    const loss = (w: Tensor) => w.square().mul(a / 2);
    const end = (hyper: { rate: Tensor; gamma: Tensor }) =>
      after(
        momentum({ learningRate: hyper.rate, momentum: hyper.gamma }),
        tensor(w),
        [grad(loss), grad(loss)],
      );
    const by = grad(end)({ rate: tensor(rate), gamma: tensor(gamma) });
    near(by.gamma, -rate * a * w, rate * a * w, 6);
    const scale = a * w * (2 + 2 * rate * a + gamma);
    near(by.rate, -2 * a * (1 - rate * a) * w - gamma * a * w, scale, 12);
  }));
});

Deno.test("two steps of adagrad() have a derivative by η", () => {
  // w₂ = w₀ − η·(g₁/|g₁| + g₂/√(g₁² + g₂²)): 1 + 4/5 and −1 + 12/13.
  const gradients = [[3, -5, 0], [4, 12, 0]].map((g) => () => tensor(g));
  const end = (learningRate: Tensor) =>
    after(adagrad({ learningRate }), tensor([0, 0, 0]), gradients);
  const each = [0, 1, 2].map((i) =>
    grad((rate: Tensor) => end(rate).slice([i], [i + 1]).sum())(tensor(0.1))
  );
  near(each[0], -9 / 5, 9 / 5, 6);
  near(each[1], 1 / 13, 2, 6);
  // Nothing but zeros has come: the step is 0 at every η.
  assertEquals(each[2].item() + 0, 0);
});

Deno.test("a step of rmsprop() has derivatives by η and by ρ", () => {
  // The step is η·g/√((1 − ρ)·g²).
  const decays = fc.double({ min: 0, max: 0.99, noNaN: true });
  check(fc.property(size, rate, decays, (g, rate, decay) => {
    const end = (hyper: { rate: Tensor; decay: Tensor }) =>
      after(
        rmsprop({ learningRate: hyper.rate, decay: hyper.decay }),
        tensor(0),
        [() => tensor(g)],
      );
    const by = grad(end)({ rate: tensor(rate), decay: tensor(decay) });
    const root = Math.sqrt(1 - decay);
    near(by.rate, -1 / root, 1 / root, 10);
    const slope = rate / (2 * root * (1 - decay));
    near(by.decay, -slope, slope, 20);
  }));
});

Deno.test("vmap() over hyperparameters gives the bits of each alone", () => {
  const pairs = fc.array(
    fc.record({
      rate,
      decay: fc.double({ min: 0, max: 0.99, noNaN: true }),
    }),
    { minLength: 1, maxLength: 4 },
  );
  check(
    fc.property(courses({ maxSteps: 3 }), pairs, (course, pairs) => {
      const { dtype, w, gradients } = course;
      const steps = gradients.map((g) => () => vector(g, dtype));
      for (const [id, make] of Object.entries(variants)) {
        if (id === "shampoo" && pairs.length > 1) continue; // to save time
        const run = (rate: Tensor, decay: Tensor) =>
          after(make(rate, decay), vector(w, dtype), steps);
        const together = vmap(run)(
          vector(pairs.map(({ rate }) => rate)),
          vector(pairs.map(({ decay }) => decay)),
        );
        assertEquals(together.shape, [pairs.length, w.length]);
        assertSameBits(
          elements(together),
          pairs.flatMap(({ rate, decay }) => arrive(make(rate, decay), course)),
        );
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("vmap() over parameters gives the bits of each alone", () => {
  check(
    fc.property(
      courses({ dtype: "float64", maxSteps: 1, minLength: 1 }),
      ({ w, gradients: [g] }) => {
        for (const id of claiming((traits) => traits.coordinatewise)) {
          const optimizer = variants[id](0.3, 0.9);
          const run = (w: Tensor, g: Tensor) =>
            optimizer.update(g, optimizer.init(w), w).params;
          assertSameBits(
            elements(vmap(run)(vector(w), vector(g))),
            arrive(optimizer, { dtype: "float64", w, gradients: [g] }),
          );
        }
      },
    ),
  );
});
