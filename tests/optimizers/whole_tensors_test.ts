/** Rules that see a tensor as a whole: what holds for all of them. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { type Tensor, tensor, vmap } from "../../mod.ts";
import { rootMeanSquare, tensorNorm } from "../../optimizers/tensor_norm.ts";
import { assertSameBits } from "../support/bits.ts";
import { check, moderateDouble, shapes } from "../support/property.ts";
import {
  claiming,
  elements,
  type Float,
  floats,
  round,
  unit,
  variants,
  vector,
  wideNumbers,
} from "./support.ts";

const tensorwise = claiming((traits) => traits.tensorwise);

interface Run {
  readonly shape: readonly number[];
  readonly dtype: Float;
  readonly w: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

/** Runs of a tensor of any shape: scalars, empty ones, four axes. */
function runs(number?: fc.Arbitrary<number>): fc.Arbitrary<Run> {
  return fc.tuple(shapes({ maxSize: 12 }), fc.constantFrom(...floats))
    .chain(([shape, dtype]) => {
      const size = shape.reduce((size, length) => size * length, 1);
      const element = number?.map(round[dtype]) ?? wideNumbers(dtype);
      const row = fc.array(element, { minLength: size, maxLength: size });
      return fc.record({
        shape: fc.constant(shape),
        dtype: fc.constant(dtype),
        w: row,
        gradients: fc.array(row, { minLength: 1, maxLength: 4 }),
      });
    });
}

const tensorOf = (row: readonly number[], { shape, dtype }: Run) =>
  vector(row, dtype).reshape([...shape]);

function endOf(id: string, run: Run): Tensor {
  const optimizer = variants[id](0.05, 0.9);
  let params = tensorOf(run.w, run);
  let state = optimizer.init(params);
  for (const g of run.gradients) {
    ({ params, state } = optimizer.update(tensorOf(g, run), state, params));
  }
  return params;
}

Deno.test("rules on whole tensors claim what laws hold them to", () => {
  const claims = (rule: string) =>
    Object.fromEntries(
      Object.entries(variants[rule](0.1, 0.9).traits)
        .filter(([name]) =>
          !["coordinatewise", "tensorwise", "odd"].includes(name)
        ),
    );
  assertEquals(claims("lamb"), { degree: 0, followsWeights: true });
  assertEquals(claims("lars"), { followsWeights: true, rotations: "whole" });
  assertEquals(claims("adafactor"), { degree: 0, followsWeights: true });
  assertEquals(claims("muon"), { degree: 0, rotations: "sides" });
  assertEquals(claims("shampoo"), {
    ignoresWeights: true,
    degree: 0,
    idleKeepsState: true,
    rotations: "sides",
  });
  assertEquals(claims("soap"), { degree: 0 });
  const rules = ["lamb", "lars", "adafactor", "muon", "shampoo", "soap"];
  for (const rule of rules) {
    const { odd, coordinatewise } = variants[rule](0.1, 0.9).traits;
    assert(tensorwise.includes(rule) && odd && !coordinatewise, rule);
  }
});

for (const id of tensorwise) {
  Deno.test(`${id}() keeps shapes and stays finite in any shape`, () => {
    check(
      fc.property(runs(), (run) => {
        const most = { float64: 1e300, float32: 1e30 }[run.dtype];
        const tame = (row: readonly number[]) =>
          row.map((x) => round[run.dtype](Math.max(-most, Math.min(most, x))));
        const end = endOf(id, {
          ...run,
          w: tame(run.w),
          gradients: run.gradients.map(tame),
        });
        assertEquals([end.shape, end.dtype], [[...run.shape], run.dtype]);
        assert(elements(end).every(Number.isFinite), `${elements(end)}`);
      }),
      { numRuns: 40 },
    );
  });

  Deno.test(`${id}() gives each tensor of a tree the bits it has alone`, () => {
    check(
      fc.property(runs(), runs(), (one, other) => {
        const optimizer = variants[id](0.05, 0.9);
        const trees = (row: (run: Run) => readonly number[]) => ({
          a: [tensorOf(row(one), one)],
          b: { c: tensorOf(row(other), other) },
        });
        let params = trees(({ w }) => w);
        let state = optimizer.init(params);
        const gradients = one.gradients.map((_, t) =>
          other.gradients[t % other.gradients.length]
        );
        one.gradients.forEach((g, t) => {
          const grads = trees((run) => run === one ? g : gradients[t]);
          ({ params, state } = optimizer.update(grads, state, params));
        });
        assertSameBits(elements(params.a[0]), elements(endOf(id, one)));
        assertSameBits(
          elements(params.b.c),
          elements(endOf(id, { ...other, gradients })),
        );
      }),
      { numRuns: 20 },
    );
  });

  Deno.test(`vmap() over runs of ${id}() gives the bits of each alone`, () => {
    for (const shape of [[3], [2, 3], [3, 1], [2, 1, 2]]) {
      const size = shape.reduce((size, length) => size * length, 1);
      const row = fc.array(moderateDouble(), {
        minLength: 4 * size,
        maxLength: 4 * size,
      });
      check(
        fc.property(row, (numbers) => {
          const optimizer = variants[id](0.05, 0.9);
          const [w, g] = [0, 2].map((k) =>
            tensor(numbers.slice(k * size, (k + 2) * size))
              .reshape([2, ...shape])
          );
          const two = (w: Tensor, g: Tensor) => {
            const first = optimizer.update(g, optimizer.init(w), w);
            return optimizer.update(first.params, first.state, first.params)
              .params;
          };
          const each = [0, 1].flatMap((k) => {
            const [own, grads] = [w, g].map((x) =>
              tensor(elements(x).slice(k * size, (k + 1) * size)).reshape(shape)
            );
            return elements(two(own, grads));
          });
          assertSameBits(elements(vmap(two)(w, g)), each);
        }),
        { numRuns: 5 },
      );
    }
  });
}

Deno.test("tensorNorm() is the norm over the whole range", () => {
  for (const dtype of floats) {
    const row = fc.array(wideNumbers(dtype), { minLength: 0, maxLength: 9 });
    check(
      fc.property(row, (row) => {
        const most = row.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
        const scale = most === 0 ? 1 : most;
        // Squares of numbers of at most 1; their sum in float64.
        const parts = row.map((x) => x / scale);
        const squares = parts.reduce((sum, x) => sum + x * x, 0);
        const expected = scale * Math.sqrt(squares);
        if (expected > { float64: 1e308, float32: 3e38 }[dtype]) return;
        const norm = tensorNorm(vector(row, dtype)).item();
        // A quotient, a square, at most 9 sums, a root, a product.
        const slack = 16 * unit[dtype] * expected +
          (dtype === "float64" ? 2 ** -1074 : 2 ** -149);
        assert(Math.abs(norm - expected) <= slack, `${norm} for ${expected}`);
      }),
    );
    assertEquals(tensorNorm(vector([], dtype)).item(), 0);
    assertEquals(tensorNorm(vector([3, -4], dtype)).item(), 5);
    assertEquals(tensorNorm(vector([0, -0], dtype)).item(), 0);
  }
  const huge = tensorNorm(tensor([1.2e308, -1.2e308])).item();
  assert(Math.abs(huge - 1.2e308 * Math.SQRT2) < 1e294, `${huge}`);
  const tiny = 2 ** -1074;
  assertEquals(tensorNorm(tensor([3 * tiny, 4 * tiny])).item(), 5 * tiny);
});

Deno.test("rootMeanSquare() is the root of the mean of squares", () => {
  assertEquals(rootMeanSquare(tensor([[1, 7], [5, 5]])).item(), 5);
  assertEquals(rootMeanSquare(tensor([1e200, -1e200])).item(), 1e200);
  assertEquals(rootMeanSquare(tensor([0])).item(), 0);
  assertEquals(rootMeanSquare(vector([])).item(), 0);
});
