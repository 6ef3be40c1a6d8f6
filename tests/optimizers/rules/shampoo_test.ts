import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { adagrad, shampoo, type Tensor, tensor } from "../../../mod.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { elements, floats, unit, vector } from "../support.ts";

type Options = Parameters<typeof shampoo>[0];

const near = (x: readonly number[], right: readonly number[], slack: number) =>
  x.forEach((value, i) =>
    assert(Math.abs(value - right[i]) <= slack, `${value} for ${right[i]}`)
  );

/** The step after some gradients. */
function stepAfter(gradients: readonly Tensor[], options: Options): Tensor {
  const optimizer = shampoo({ learningRate: 1, epsilon: 0, ...options });
  const w = gradients[0].mul(0);
  let { state, step } = optimizer.step(gradients[0], optimizer.init(w), w);
  for (const g of gradients.slice(1)) {
    ({ state, step } = optimizer.step(g, state, w));
  }
  return step;
}

Deno.test("shampoo() of a scalar, and of one element, is Adagrad", () => {
  const numbers = fc.array(moderateDouble(), { minLength: 1, maxLength: 5 });
  for (const shape of [[], [1], [1, 1], [1, 1, 1]]) {
    check(fc.property(numbers, (row) => {
      const options = { learningRate: 1, epsilon: 0 };
      const gradients = row.map((x) => tensor([x]).reshape(shape));
      const plain = adagrad(options);
      let state = plain.init(gradients[0]);
      let right = gradients[0];
      for (const g of gradients) {
        ({ step: right, state } = plain.step(g, state, g));
      }
      // A cube root by logarithm has a few roundings of its argument, up to 14.
      near(
        elements(stepAfter(gradients, options)),
        elements(right),
        64 * unit.float64,
      );
    }));
  }
});

Deno.test("shampoo() of diagonal matrices is Adagrad of their elements", () => {
  // √√(Σx²) from either side is √(Σx²).
  const pair = fc.tuple(moderateDouble(), moderateDouble());
  const row = fc.array(pair, { minLength: 1, maxLength: 4 });
  check(fc.property(row, (pairs) => {
    const gradients = pairs.map(([a, b]) => tensor([[a, 0], [0, b]]));
    const sums = [0, 1].map((i) =>
      Math.sqrt(pairs.reduce((sum, pair) => sum + pair[i] * pair[i], 0))
    );
    const last = pairs[pairs.length - 1];
    const [a, b] = last.map((x, i) => sums[i] === 0 ? 0 : x / sums[i]);
    near(
      elements(stepAfter(gradients, {})),
      [a, 0, 0, b],
      32 * unit.float64,
    );
  }));
});

Deno.test("shampoo() of a vector has the inverse root of its matrix", () => {
  // H = [[5, 4], [4, 5]]: 9 along (1, 1), 1 along (1, −1).
  const step = stepAfter([tensor([2, 2]), tensor([1, 0]), tensor([0, 1])], {});
  near(elements(step), [(1 / 3 - 1) / 2, (1 / 3 + 1) / 2], 64 * unit.float64);
});

Deno.test("shampoo() starts its diagonals from ε", () => {
  const w = tensor([[0, 0, 0], [0, 0, 0]]);
  const { slots } = shampoo({ epsilon: 0.5 }).init(w);
  assertEquals(slots.h0.toArray(), [[0.5, 0], [0, 0.5]]);
  assertEquals(slots.h1.shape, [3, 3]);
  // (ε + g²)^(−1/4) twice.
  assertEquals(
    elements(stepAfter([tensor([[4]])], { epsilon: 9 })),
    [4 / 5],
  );
  // Where no gradient came ε alone counts.
  const one = stepAfter([tensor([1, 0])], { epsilon: 0.25 });
  near(elements(one), [1 / Math.sqrt(1.25), 0], 8 * unit.float64);
});

Deno.test("shampoo() keeps the diagonal alone of an axis that is too long", () => {
  const w = tensor([[0, 0, 0], [0, 0, 0]]);
  const optimizer = shampoo({ maxDimension: "2", learningRate: 1, epsilon: 0 });
  const { slots } = optimizer.init(w);
  assertEquals([slots.h0.shape, slots.h1.shape], [[2, 2], [3]]);
  const { step, state } = optimizer.step(
    tensor([[3, 0, 0], [0, 4, 0]]),
    optimizer.init(w),
    w,
  );
  assertEquals(state.slots.h1.toArray(), [9, 16, 0]);
  near(elements(step), [1, 0, 0, 0, 1, 0], 16 * unit.float64);
  const long = shampoo().init(tensor(Array(17).fill(0)));
  assertEquals(long.slots.h0.shape, [17]);
  const empty = shampoo().init(tensor([[0, 0]]).slice([0], [0]));
  assertEquals(empty.slots, {});
  const short = shampoo().init(tensor(Array(16).fill(0)));
  assertEquals(short.slots.h0.shape, [16, 16]);
});

Deno.test("shampoo() treats the three axes of a tensor alike", () => {
  const g = [3, 0, 0, 0, 0, 0, 0, -5];
  const cube = stepAfter([tensor(g).reshape([2, 2, 2])], {});
  // Each axis has 9 and 25; their sixth roots thrice are 3 and 5.
  near(elements(cube), [1, 0, 0, 0, 0, 0, 0, -1], 64 * unit.float64);
});

Deno.test("shampoo() goes on where squares of gradients overflow", () => {
  const huge = { float64: 1e200, float32: 1e30 };
  for (const dtype of floats) {
    const optimizer = shampoo({ learningRate: 1 });
    const w = vector([0, 0, 0, 0], dtype).reshape([2, 2]);
    const g = vector([huge[dtype], 0, 0, 1], dtype).reshape([2, 2]);
    const { step } = optimizer.step(g, optimizer.init(w), w);
    const [a, , , d] = elements(step);
    assert(Math.abs(a - 1) < 1e-3 && Number.isFinite(d), `${a}, ${d}`);
  }
});

Deno.test("shampoo() has its defaults", () => {
  assertEquals(shampoo().hyperparameters, { learningRate: 0.1, epsilon: 1e-4 });
  assertEquals(shampoo().choices, { maxDimension: "16" });
});
