import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  chain,
  grad,
  gradientCentralization,
  gradientDescent,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { elements, type Float, floats, round, unit } from "../support.ts";
import { applied } from "./support.ts";

const centralized = (u: Tensor) => applied(gradientCentralization(), u);

const tensors: fc.Arbitrary<Tensor> = fc.tuple(
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }),
  fc.constantFrom(...floats),
).chain(([shape, dtype]) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return fc.array(moderateDouble().map(round[dtype]), {
    minLength: size,
    maxLength: size,
  }).map((x) => tensor(x, dtype).reshape([...shape]));
});

Deno.test("gradientCentralization() subtracts the mean of all that leads to one output", () => {
  check(fc.property(tensors, (u) => {
    const result = centralized(u);
    assertEquals([result.shape, result.dtype], [u.shape, u.dtype]);
    const count = u.shape[u.rank - 1];
    const n = u.size / count;
    const [x, y] = [u, result].map(elements);
    for (let j = 0; j < count; j++) {
      const own = x.filter((_, i) => i % count === j);
      const mean = own.reduce((a, b) => a + b, 0) / n;
      // A sum of n numbers of at most 10, its quotient and the difference.
      const bound = (n + 4) * 10 * 2 * unit[u.dtype as Float];
      y.filter((_, i) => i % count === j).forEach((z, i) =>
        assert(Math.abs(z - (own[i] - mean)) <= bound)
      );
      const sum = y.filter((_, i) => i % count === j)
        .reduce((a, b) => a + b, 0);
      assert(Math.abs(sum) <= 2 * n * bound);
    }
  }));
});

Deno.test("gradientCentralization() keeps the bits of vectors, scalars and what is empty", () => {
  for (const u of [tensor([3, -0, NaN]), tensor(-0), tensor([])]) {
    assertSameBits(elements(centralized(u)), elements(u));
  }
  assertEquals(centralized(zeros([0, 3])).shape, [0, 3]);
  assertEquals(centralized(zeros([3, 0])).shape, [3, 0]);
});

Deno.test("gradientCentralization() before gradient descent keeps the sum of each unit's weights", () => {
  const optimizer = chain(
    gradientCentralization(),
    gradientDescent({ learningRate: 0.5 }),
  );
  const w = tensor([[1, 2], [3, 4]]);
  const g = tensor([[8, -16], [0, 32]]);
  const { params } = optimizer.update(g, optimizer.init(w), w);
  assertEquals(params.toArray(), [[-1, 14], [5, -8]]);
});

Deno.test("gradientCentralization() may be differentiated and batched", () => {
  const u = tensor([[1, 5], [3, 9]]);
  const slopes = grad((u: Tensor) =>
    centralized(u).mul(tensor([[1, 2], [3, 8]])).sum()
  )(u);
  assertEquals(slopes.toArray(), [[-1, -3], [1, 3]]);
  const both = vmap(centralized)(tensor([[[1, 5], [3, 9]], [[2, 2], [0, 4]]]));
  assertEquals(both.toArray(), [[[-1, -2], [1, 2]], [[1, -1], [-1, 1]]]);
});

Deno.test("gradientCentralization() scales with its updates, and is odd, bit for bit", () => {
  check(fc.property(tensors, fc.constantFrom(-1, 4, -0.25), (u, c) => {
    const scaled = elements(centralized(u.mul(c)));
    const right = elements(centralized(u)).map((x) => x * c + 0);
    assertSameBits(scaled.map((x) => x + 0), right);
  }));
});
