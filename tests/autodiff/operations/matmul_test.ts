import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  matmul,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  arrays,
  assertMapped,
  assertTensor,
  build,
  elementsOf,
  floats,
  type Plain,
  reader,
  roundedTerms,
  toTensor,
} from "./array_support.ts";

type Round = (x: number) => number;

/** NumPy's matmul, one element at a time. */
function product(a: Plain, b: Plain, round: Round): Plain {
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const atA = reader({ ...a, shape: left });
  const atB = reader({ ...b, shape: right });
  const rank = Math.max(left.length, right.length) - 2;
  const batchOf = (shape: number[]) => [
    ...new Array<number>(rank - shape.length + 2).fill(1),
    ...shape.slice(0, -2),
  ];
  const [batchA, batchB] = [batchOf(left), batchOf(right)];
  const batch = batchA.map((n, i) => n === 1 ? batchB[i] : n);
  const whole = build(
    [...batch, left.at(-2)!, right.at(-1)!],
    (...place) => {
      const [i, j] = place.slice(-2);
      const own = (shape: number[], lengths: number[]) =>
        place.slice(0, -2).map((index, axis) => lengths[axis] === 1 ? 0 : index)
          .slice(rank - (shape.length - 2));
      let total = 0;
      for (let k = 0; k < left.at(-1)!; k++) {
        const x = atA(...own(left, batchA), i, k);
        const y = atB(...own(right, batchB), k, j);
        const term = round(x * y);
        total = round(total + term);
      }
      return total;
    },
  );
  const shape = [
    ...batch,
    ...(a.shape.length === 1 ? [] : [left.at(-2)!]),
    ...(b.shape.length === 1 ? [] : [right.at(-1)!]),
  ];
  return { shape, elements: whole.elements };
}

function transposed(a: Plain): Plain {
  const at = reader(a);
  return build(a.shape.toReversed(), (i, j) => at(j, i));
}

const length = fc.integer({ min: 0, max: 5 });

/** Shapes of two factors whose batches broadcast, vectors among them. */
const factorShapes: fc.Arbitrary<[number[], number[]]> = fc.record({
  n: length,
  k: fc.integer({ min: 0, max: 12 }),
  m: length,
  batch: fc.array(
    fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom("", "a", "b")),
    { maxLength: 2 },
  ),
  dropA: fc.nat(2),
  dropB: fc.nat(2),
  vectorA: fc.nat(4),
  vectorB: fc.nat(4),
}).map(({ n, k, m, batch, dropA, dropB, vectorA, vectorB }) => {
  const of = (who: string, drop: number) =>
    batch.map(([size, one]) => one === who ? 1 : size).slice(drop);
  return [
    vectorA === 0 ? [k] : [...of("a", dropA), n, k],
    vectorB === 0 ? [k] : [...of("b", dropB), k, m],
  ];
});

function factors(
  shapes: fc.Arbitrary<[number[], number[]]>,
  term: fc.Arbitrary<number>,
): fc.Arbitrary<[Plain, Plain]> {
  return shapes.chain(([a, b]) =>
    fc.tuple(arrays(fc.constant(a), term), arrays(fc.constant(b), term))
  );
}

const matrixShapes: fc.Arbitrary<[number[], number[]]> = fc.tuple(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 6 }),
).map(([n, k, m]) => [[n, k], [k, m]]);

for (const [dtype, round] of floats) {
  const term = roundedTerms(round);

  Deno.test(`matmul() adds rounded products in ascending order, ${dtype}`, () => {
    check(
      fc.property(factors(factorShapes, term), ([a, b]) => {
        const actual = matmul(toTensor(a, dtype), toTensor(b, dtype));
        assertTensor(
          actual,
          product(a, b, round),
          dtype,
          `${[a.shape, b.shape]}`,
        );
      }),
      { numRuns: 400 },
    );
  });

  Deno.test(`matmul() has the derivatives g·bᵀ and aᵀ·g, bit for bit, ${dtype}`, () => {
    const input = factors(matrixShapes, term).chain(([a, b]) =>
      fc.tuple(
        fc.constant(a),
        fc.constant(b),
        arrays(fc.constant([a.shape[0], b.shape[1]]), term),
      )
    );
    check(fc.property(input, ([a, b, g]) => {
      const f = ([a, b]: [Tensor, Tensor]) =>
        a.matmul(b).mul(toTensor(g, dtype)).sum();
      const [da, db] = grad(f)([toTensor(a, dtype), toTensor(b, dtype)]);
      assertTensor(da, product(g, transposed(b), round), dtype);
      assertTensor(db, product(transposed(a), g, round), dtype);
    }));
  });

  Deno.test(`matmul() keeps its bits under vmap, ${dtype}`, () => {
    const size = 3;
    const shapes = fc.oneof(matrixShapes, factorShapes);
    const withInstances = shapes.map(([a, b]): [number[], number[]] => [
      [size, ...a],
      [size, ...b],
    ]);
    check(
      fc.property(factors(withInstances, term), ([a, b]) => {
        const f = (a: Tensor, b: Tensor) => a.matmul(b);
        const slope = (by: 0 | 1) => (a: Tensor, b: Tensor) =>
          grad((pair: [Tensor, Tensor]) => f(...pair).square().sum())([
            a,
            b,
          ])[by];
        for (const g of [f, slope(0), slope(1)]) {
          assertMapped(g, [[a, dtype], [b, dtype]]);
        }
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("matmul() loses what it adds to 2^53 one by one", () => {
  const big = Math.pow(2, 53);
  const ones = tensor([[1], [1], [1]]);
  assertEquals(tensor([[big, 1, 1]]).matmul(ones).toArray(), [[big]]);
  assertEquals(tensor([[1, 1, big]]).matmul(ones).toArray(), [[big + 2]]);
});

Deno.test("matmul() rounds a float32 product before it adds it", () => {
  const x = Math.fround(1 + Math.pow(2, -12));
  const a = tensor([-1, x], "float32");
  const b = tensor([1, x], "float32");
  // x² = 1 + 2⁻¹¹ + 2⁻²⁴ rounds to even, 1 + 2⁻¹¹.
  assertSameBits(a.matmul(b).item(), Math.pow(2, -11));
});

Deno.test("matmul() starts at +0", () => {
  assertSameBits(elementsOf(tensor([[-0]]).matmul(tensor([[1]]))), [0]);
  assertSameBits(elementsOf(zeros([1, 0]).matmul(zeros([0, 2]))), [0, 0]);
});

Deno.test("matmul() leaves out no term: 0·∞ and 0·NaN are NaN", () => {
  const b = tensor([[Infinity, NaN, 1], [1, 1, 1]]);
  assertEquals(tensor([[0, 1]]).matmul(b).toArray(), [[NaN, NaN, 1]]);
});

Deno.test("matmul() has second derivatives", () => {
  const f = (x: Tensor) => x.matmul(x).matmul(x).sum();
  const slope = grad(f);
  const curvature = grad((x: Tensor) => slope(x).sum());
  // For 1×1 matrices: x³, 3x², 6x.
  const x = tensor([[5]]);
  assertEquals(slope(x).toArray(), [[75]]);
  assertEquals(curvature(x).toArray(), [[30]]);
});

Deno.test("matmul() adds up the derivative of a factor that was stretched", () => {
  const f = (b: Tensor) => {
    const a = tensor([[[1, 2]], [[10, 20]], [[100, 200]]]);
    return a.matmul(b).sum();
  };
  assertEquals(grad(f)(tensor([[0], [0]])).toArray(), [[111], [222]]);
});

Deno.test("matmul() refuses what does not fit", () => {
  const shapes: [number[], number[]][] = [
    [[2, 3], [2, 3]],
    [[3], [2]],
    [[], [2]],
    [[2, 2], []],
    [[2, 3], [4, 2, 5]],
  ];
  for (const [a, b] of shapes) {
    assertThrows(
      () => matmul(zeros(a), zeros(b)),
      TypeError,
      `Cannot matmul: shapes [${a.join(", ")}] and [${b.join(", ")}] do not ` +
        `fit; the last axis of the first must be as long as`,
    );
  }
  assertThrows(
    () => matmul(zeros([2, 3, 4]), zeros([3, 4, 5])),
    TypeError,
    "Cannot matmul shapes [2, 3, 4] and [3, 4, 5]: " +
      "shapes [2] and [3] do not broadcast",
  );
  assertThrows(
    () => matmul(zeros([2, 2], "int32"), zeros([2, 2], "int32")),
    TypeError,
    "Cannot matmul: dtype must be float64 or float32, current dtype is int32",
  );
  assertThrows(
    () => matmul(zeros([2, 2]), zeros([2, 2], "float32")),
    TypeError,
    "Cannot matmul: dtypes float64 and float32 do not mix",
  );
});
