import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  adaptiveGradientClipping,
  clipByNorm,
  grad,
  scalar,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { elements, type Float, floats, round, unit } from "../support.ts";

const clipped = (
  u: Tensor,
  w: Tensor,
  options: Parameters<typeof adaptiveGradientClipping>[0],
  t = 1,
) => adaptiveGradientClipping(options).apply(u, { params: w, t: scalar(t) });

/** Two tensors of one shape, of rank 0 to 3, and their dtype. */
const pairs: fc.Arbitrary<[Tensor, Tensor]> = fc.tuple(
  fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
  fc.constantFrom(...floats),
).chain(([shape, dtype]) => {
  const size = shape.reduce((a, b) => a * b, 1);
  const rows = fc.array(moderateDouble().map(round[dtype]), {
    minLength: size,
    maxLength: size,
  });
  const made = rows.map((x) => tensor(x, dtype).reshape([...shape]));
  return fc.tuple(made, made);
});

/** The places of each unit: the last index counts units, of a matrix on. */
function unitsOf({ shape, size }: Tensor): number[][] {
  if (shape.length < 2) return [Array.from({ length: size }, (_, i) => i)];
  const count = shape[shape.length - 1];
  return Array.from(
    { length: count },
    (_, j) => Array.from({ length: size / count }, (_, i) => i * count + j),
  );
}

const norm = (x: readonly number[]) =>
  Math.sqrt(x.reduce((sum, y) => sum + y * y, 0));

Deno.test("adaptiveGradientClipping() scales units beyond λ·max(‖w‖, ε) to it, and keeps the others' bits", () => {
  const size = fc.double({ min: 2 ** -6, max: 4, noNaN: true });
  let [kept, scaled] = [0, 0];
  check(
    fc.property(pairs, size, size, ([u, w], clipping, epsilon) => {
      const result = clipped(u, w, { clipping, epsilon });
      assertEquals([result.shape, result.dtype], [u.shape, u.dtype]);
      const [x, y, weights] = [u, result, w].map(elements);
      for (const places of unitsOf(u)) {
        const of = (row: readonly number[]) => places.map((i) => row[i]);
        const limit = clipping * Math.max(norm(of(weights)), epsilon);
        const own = norm(of(x));
        // Norms of 16 elements: 10 roundings each, and 4 more.
        const slack = 24 * 2 ** -53;
        if (own <= limit * (1 - slack)) {
          assertSameBits(of(y), of(x));
          kept++;
        } else if (own >= limit * (1 + slack)) {
          scaled++;
          const rounding = slack + unit[u.dtype as Float];
          places.forEach((i) => {
            const right = x[i] / own * limit;
            // A subnormal float32 is 2⁻¹⁵⁰ off at most.
            const bound = 2 * rounding * Math.abs(right) + 2 ** -149;
            assert(Math.abs(y[i] - right) <= bound, `${y[i]} for ${right}`);
          });
        }
      }
    }),
    { numRuns: 200 },
  );
  assert(kept > 50 && scaled > 100, `${kept} ${scaled}`);
});

Deno.test("adaptiveGradientClipping() scales with weights and updates, however great or small", () => {
  const g = [6, 0, 8, 0.25];
  const weights = [3, 0.6, 4, 0.8];
  for (const k of [-1000, -600, -300, 0, 300, 600, 1000]) {
    const scale = 2 ** k;
    const of = (row: readonly number[], by: number) =>
      tensor(row.map((x) => x * by)).reshape([2, 2]);
    const options = { clipping: 0.5, epsilon: 1e-320 };
    const result = clipped(of(g, scale), of(weights, scale), options);
    assertEquals(
      elements(result),
      [1.5, 0, 2, 0.25].map((x) => x * scale),
    );
    const limited = clipped(of(g, 2 ** 1000), of(weights, scale), options);
    const [a, , b] = elements(limited).map((x) => x / scale);
    assert(Math.abs(a - 1.5) < 1e-15 && Math.abs(b - 2) < 1e-15);
  }
});

Deno.test("adaptiveGradientClipping() is clipByNorm() where weights are smaller than ε", () => {
  const u = tensor([3, -4]);
  for (const epsilon of [undefined, 0.125]) {
    const limit = 0.5 * (epsilon ?? 0.001);
    const right = clipByNorm(limit).apply(u, { params: u, t: scalar(1) });
    const result = clipped(u, zeros([2]), { clipping: 0.5, epsilon });
    assertSameBits(elements(result), elements(right));
  }
});

Deno.test("adaptiveGradientClipping() shows what is not finite, in its own unit", () => {
  const u = tensor([[NaN, 1, Infinity], [1, 1, 2]]);
  const result = clipped(u, u.mul(0).add(100), { clipping: 1 });
  assertEquals(clipped(u, zeros([2, 3]).add(9), { clipping: 1 }).toArray(), [
    [NaN, 1, NaN],
    [NaN, 1, 0],
  ]);
  assertEquals(elements(result).slice(1, 2), [1]);
  const empty = zeros([0, 3]);
  assertEquals(clipped(empty, empty, { clipping: 1 }).shape, [0, 3]);
});

Deno.test("adaptiveGradientClipping() may be scheduled, differentiated and batched", () => {
  const [u, w] = [tensor([6, 8]), tensor([3, 4])];
  const rising = clipped(u, w, { clipping: (t) => t.div(4) }, 2);
  assertEquals(rising.toArray(), [1.5, 2]);
  // λ·max(‖w‖, ε)·u/‖u‖ summed: 1.4·λ·‖w‖, with ‖w‖ = 5.
  const by = grad((a: { λ: Tensor; w: Tensor; u: Tensor }) =>
    clipped(a.u, a.w, { clipping: a.λ }).sum()
  )({ λ: tensor(0.5), w, u });
  assert(Math.abs(by.λ.item() - 7) < 1e-14);
  elements(by.w).forEach((x, i) =>
    assert(Math.abs(x - 0.7 * [0.6, 0.8][i]) < 1e-14)
  );
  // Along u itself nothing changes.
  assert(Math.abs(by.u.mul(u).sum().item()) < 1e-14);
  const each = vmap((u: Tensor, λ: Tensor) => clipped(u, w, { clipping: λ }));
  assertEquals(
    each(tensor([[6, 8], [0, 1]]), tensor([0.5, 1])).toArray(),
    [[1.5, 2], [0, 1]],
  );
});

Deno.test("adaptiveGradientClipping() refuses wrong options", () => {
  const cases: [unknown, typeof TypeError | typeof RangeError, string][] = [
    [{}, TypeError, "clipping must be given, greater than 0"],
    [
      { clipping: 0 },
      RangeError,
      "clipping must be greater than 0, current value is 0",
    ],
    [
      { clipping: 1, epsilon: 0 },
      RangeError,
      "epsilon must be greater than 0, current value is 0",
    ],
    [
      { clipping: 1, eps: 1 },
      TypeError,
      "it has no hyperparameter eps; there are clipping, epsilon",
    ],
    [1, TypeError, "options must be a record, current value is 1"],
    [
      undefined,
      TypeError,
      "options must be a record, current value is undefined",
    ],
  ];
  for (const [options, kind, message] of cases) {
    const error = assertThrows(
      () => adaptiveGradientClipping(options as never),
      kind,
    );
    assertEquals(
      error.message,
      `Cannot create adaptiveGradientClipping: ${message}`,
    );
  }
});
