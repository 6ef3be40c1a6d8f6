import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  accumulateGradients,
  adam,
  chain,
  clipByGlobalNorm,
  exponentialAverage,
  gradientDescent,
  momentum,
  type Tensor,
  tensor,
  type TransformedState,
  vmap,
  weightDecay,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  type AnyOptimizer,
  courses,
  elements,
  follow,
  make,
  round,
  settings,
  slots,
} from "../support.ts";

const lengths = fc.integer({ min: 1, max: 4 });

Deno.test("accumulateGradients() takes the optimizer's step for every k gradients, along their mean", () => {
  check(
    fc.property(
      settings(),
      courses({ maxSteps: 9 }),
      lengths,
      (setting, course, steps) => {
        const optimizer = make(setting);
        const to = round[course.dtype];
        const means: number[][] = [];
        for (let i = 0; i + steps <= course.gradients.length; i += steps) {
          const own = course.gradients.slice(i, i + steps);
          const sum = own.slice(1).reduce<readonly number[]>(
            (sum, g) => sum.map((x, j) => to(x + g[j])),
            own[0],
          );
          means.push(sum.map((x) => to(x / steps)));
        }
        const right = follow(optimizer, { ...course, gradients: means });
        const whole = accumulateGradients(optimizer, { steps });
        follow(whole, course).forEach(({ params, state }, i) => {
          const point = right[Math.floor(i / steps)];
          // w − 0 is w; what is not a number is one of many.
          assertSameBits(elements(params), elements(point.params));
          const [a, b] = [slots(state), slots(point.state)];
          assertEquals(Object.keys(a).sort(), Object.keys(b).sort());
          for (const name of Object.keys(a)) assertSameBits(a[name], b[name]);
          assertEquals(state.count.item(), i);
        });
      },
    ),
    { numRuns: 150 },
  );
});

Deno.test("accumulateGradients() counts one step of the optimizer for k", () => {
  const optimizer = accumulateGradients(
    gradientDescent({ learningRate: (t) => t }),
    { steps: 3 },
  );
  const w = tensor([0]);
  let state = optimizer.init(w);
  const rates: number[] = [];
  const steps: number[] = [];
  for (let i = 0; i < 9; i++) {
    rates.push(optimizer.learningRate(state).item());
    const taken = optimizer.step(tensor([1]), state, w);
    steps.push(...elements(taken.step));
    state = taken.state;
  }
  assertEquals(rates, [1, 1, 1, 2, 2, 2, 3, 3, 3]);
  assertEquals(steps, [0, 0, 1, 0, 0, 2, 0, 0, 3]);
});

Deno.test("accumulateGradients() keeps the sum, and none behind a step", () => {
  const optimizer = accumulateGradients(momentum(), { steps: 3 });
  const w = tensor([0], "float32");
  let state = optimizer.init(w);
  const sums: number[] = [];
  for (const g of [1, 2, 4, 8]) {
    state = optimizer.step(tensor([g], "float32"), state, w).state;
    const { transformations } = state as TransformedState<Tensor, never>;
    const { sum } = transformations["accumulate-gradients"] as { sum: Tensor };
    assertEquals(sum.dtype, "float32");
    sums.push(...elements(sum));
  }
  assertEquals(sums, [1, 3, 0, 8]);
});

Deno.test("accumulateGradients() in a chain clips each gradient, of a chain their mean", () => {
  const descent = gradientDescent({ learningRate: 1 });
  const end = (optimizer: typeof descent) => {
    let [params, state] = [tensor([0]), optimizer.init(tensor([0]))];
    for (const g of [9, -1]) {
      ({ params, state } = optimizer.update(tensor([g]), state, params));
    }
    return elements(params);
  };
  const clip = clipByGlobalNorm(3);
  const steps = { steps: 2 };
  assertEquals(end(chain(clip, accumulateGradients(descent, steps))), [-1]);
  assertEquals(end(accumulateGradients(chain(clip, descent), steps)), [-3]);
});

Deno.test("accumulateGradients() of accumulated gradients is one of as many", () => {
  const course = {
    dtype: "float64" as const,
    w: [1, 2],
    gradients: Array.from({ length: 12 }, (_, i) => [i, -i * i]),
  };
  const rule = adam({ learningRate: 0.5 }) as unknown as AnyOptimizer;
  const inner = accumulateGradients(rule, { steps: 2 });
  const nested = accumulateGradients(inner, { steps: 2 });
  assertEquals(nested.keeps, [
    "accumulate-gradients",
    "accumulate-gradients#2",
  ]);
  const flat = accumulateGradients(rule, { steps: 4 });
  const points = follow(flat, course);
  follow(nested, course).forEach(({ params }, i) =>
    assertSameBits(elements(params), elements(points[i].params))
  );
});

Deno.test("accumulateGradients() describes itself", () => {
  const rule = adam({ learningRate: 0.25, variant: "torch" });
  const { id, hyperparameters, choices, traits, keeps } = accumulateGradients(
    chain(rule, exponentialAverage()),
    { steps: 8 },
  );
  assertEquals(id, "accumulate-gradients, adam/torch, exponential-average");
  assertEquals(hyperparameters["accumulate-gradients.steps"], 8);
  assertEquals(hyperparameters.learningRate, 0.25);
  assertEquals(choices, rule.choices);
  assertEquals(keeps, ["exponential-average", "accumulate-gradients"]);
  assert(traits.coordinatewise && traits.odd && !traits.stepNeverGrows);
  const decayed = chain(momentum(), weightDecay(0.5));
  assertEquals(accumulateGradients(decayed, { steps: 2 }).traits, {
    coordinatewise: true,
    ignoresWeights: false,
    odd: true,
    degree: undefined,
  });
});

Deno.test("accumulateGradients() evaluates where its optimizer does", () => {
  const optimizer = accumulateGradients(
    chain(
      gradientDescent({ learningRate: 1 }),
      exponentialAverage({ decay: 0.5 }),
    ),
    { steps: 2 },
  );
  let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
  const averages: number[] = [];
  for (let i = 0; i < 4; i++) {
    ({ params, state } = optimizer.update(tensor([4]), state, params));
    averages.push(...elements(optimizer.evaluationParams(state, params)));
  }
  assertEquals(averages, [8, 6, 6, 3]); // ½·8 + ½·4, ½·6 + ½·0
});

Deno.test("accumulateGradients() gives a batch of lengths the bits of each alone", () => {
  for (const dtype of ["float64", "float32"] as const) {
    const w = tensor([1, -2], dtype);
    const end = (steps: number | Tensor): Tensor => {
      const optimizer = accumulateGradients(adam(), { steps });
      let [params, state] = [w, optimizer.init(w)];
      for (let i = 1; i <= 6; i++) {
        const g = w.mul(i).sub(0.3);
        ({ params, state } = optimizer.update(g, state, params));
      }
      return params;
    };
    const together = vmap((steps: Tensor) => end(steps))(tensor([1, 2, 3]));
    for (const [i, steps] of [1, 2, 3].entries()) {
      assertSameBits(
        together.slice([i], [i + 1]).toTypedArray(),
        end(steps).toTypedArray(),
      );
    }
  }
});

Deno.test("accumulateGradients() refuses what it cannot do", () => {
  const refuse = (optimizer: unknown, options: unknown, message: string) => {
    const error = assertThrows(() =>
      accumulateGradients(optimizer as AnyOptimizer, options as never)
    );
    assertEquals(
      (error as Error).message,
      `Cannot create accumulateGradients: ${message}`,
    );
  };
  const must = "optimizer must be what a rule gives when called, current value";
  refuse(adam, { steps: 2 }, `${must} is a function`);
  refuse(undefined, { steps: 2 }, `${must} is undefined`);
  refuse(
    adam(),
    {},
    "steps must be given, a whole number greater than 0",
  );
  refuse(
    adam(),
    { steps: 0 },
    "steps must be a whole number greater than 0, current value is 0",
  );
  refuse(
    adam(),
    { steps: (t: Tensor) => t },
    "steps must be a number or a float64 tensor of shape [], current value is " +
      "a function",
  );
  refuse(
    adam(),
    { steps: tensor(0) },
    "steps must be a whole number greater than 0, current value is 0",
  );
  refuse(adam(), 2, "options must be a record, current value is 2");
  const optimizer = accumulateGradients(adam(), { steps: 2 });
  const w = tensor([1]);
  assertThrows(
    () => optimizer.update(tensor([1, 2]), optimizer.init(w), w),
    TypeError,
    "Cannot update: gradients must be float64 of shape [1]",
  );
  assertThrows(
    () => optimizer.update(w, adam().init(w), w),
    TypeError,
    'expected a state with transformations["accumulate-gradients"]',
  );
});
