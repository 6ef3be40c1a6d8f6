import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  hessian,
  logSoftmax,
  logsumexp,
  softmax,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble, shapes } from "../../support/property.ts";
import {
  arrays,
  arraysWithAxis,
  assertTensor,
  elementsOf,
  floats,
  groupsOf,
  type Plain,
  roundedTerms,
  subsets,
  sumAlong,
  toTensor,
  without,
} from "./array_support.ts";

type Round = (x: number) => number;

/** The elements of an array through an elementary function of the library. */
function through(
  f: (x: Tensor) => Tensor,
  { shape, elements }: Plain,
  dtype: "float64" | "float32",
): Plain {
  return { shape, elements: elementsOf(f(tensor(elements, dtype))) };
}

/** Each element with that of its group: x in the first, row by row. */
function withGroups(
  { shape, elements }: Plain,
  axes: number[],
  { elements: others }: Plain,
  f: (x: number, other: number) => number,
): Plain {
  const result = [...elements];
  groupsOf(shape, axes).forEach((positions, group) => {
    for (const i of positions) result[i] = f(elements[i], others[group]);
  });
  return { shape, elements: result };
}

/** The maximum over axes, the shifted elements, their exp, and its sum. */
function steps(
  array: Plain,
  axes: number[],
  dtype: "float64" | "float32",
  round: Round,
) {
  const shift = {
    shape: array.shape.map((n, i) => axes.includes(i) ? 1 : n),
    elements: groupsOf(array.shape, axes).map((positions) =>
      Math.max(...positions.map((i) => array.elements[i]))
    ),
  };
  const shifted = withGroups(array, axes, shift, (x, m) => round(x - m));
  const powers = through((x) => x.exp(), shifted, dtype);
  const total = sumAlong(powers, axes, round);
  const logarithm = through((x) => x.log(), total, dtype);
  return { shift, shifted, powers, total, logarithm };
}

for (const [dtype, round] of floats) {
  const input = arraysWithAxis(
    shapes({ minRank: 1, maxRank: 3, minSize: 1, maxSize: 10 }),
    roundedTerms(round),
  );

  Deno.test(`softmax() is exp(x - m) over its sum, bit for bit, ${dtype}`, () => {
    check(fc.property(input, ([array, axis]) => {
      const { powers, total } = steps(array, [axis], dtype, round);
      const share = (p: number, t: number) => round(p / t);
      assertTensor(
        softmax(toTensor(array, dtype), axis),
        withGroups(powers, [axis], total, share),
        dtype,
      );
    }));
  });

  Deno.test(`logSoftmax() is (x - m) - log of the sum, bit for bit, ${dtype}`, () => {
    check(fc.property(input, ([array, axis]) => {
      const { shifted, logarithm } = steps(array, [axis], dtype, round);
      const expected = withGroups(
        shifted,
        [axis],
        logarithm,
        (x, l) => round(x - l),
      );
      const x = toTensor(array, dtype);
      assertTensor(logSoftmax(x, axis), expected, dtype);
      assertTensor(x.logSoftmax(axis - array.shape.length), expected, dtype);
    }));
  });

  Deno.test(`logsumexp() is m + log of the sum, and its derivative, bit for bit, ${dtype}`, () => {
    const input = arrays(
      shapes({ minSize: 1, maxSize: 5 }),
      roundedTerms(round),
    );
    check(
      fc.property(input, (array) => {
        for (const axes of subsets(array.shape.length)) {
          const { shift, powers, total, logarithm } = steps(
            array,
            axes,
            dtype,
            round,
          );
          const kept = {
            shape: shift.shape,
            elements: shift.elements.map((m, i) =>
              round(m + logarithm.elements[i])
            ),
          };
          const x = toTensor(array, dtype);
          assertTensor(
            x.logsumexp({ axis: axes, keepDims: true }),
            kept,
            dtype,
          );
          assertTensor(
            logsumexp(x, { axis: axes }),
            without(kept, axes),
            dtype,
          );
          const f = (x: Tensor) => x.logsumexp({ axis: axes }).sum();
          const slopes = withGroups(
            powers,
            axes,
            total,
            (p, t) => round(round(1 / t) * p),
          );
          assertTensor(grad(f)(x), slopes, dtype);
        }
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("softmax() and logSoftmax() take the last axis by default", () => {
  const x = tensor([[0, 0], [0, 0], [0, 0]]);
  assertEquals(x.softmax().toArray(), [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]);
  assertEquals(elementsOf(x.logSoftmax())[0], -Math.LN2);
});

Deno.test("softmax(), logSoftmax() and logsumexp() do not overflow", () => {
  const x = tensor([1e308, -1e308, 1e308]);
  assertEquals(x.softmax().toArray(), [0.5, 0, 0.5]);
  assertEquals(x.logSoftmax().toArray(), [-Math.LN2, -Infinity, -Math.LN2]);
  assertEquals(x.logsumexp().item(), 1e308);
  assertEquals(tensor([-1e308, -1e308]).logsumexp().item(), -1e308);
});

Deno.test("logsumexp() of -∞ alone is -∞, with derivative 0 to any order", () => {
  const x = tensor([-Infinity, -Infinity]);
  assertEquals(x.logsumexp().item(), -Infinity);
  const f = (x: Tensor) => x.logsumexp();
  assertEquals(grad(f)(x).toArray(), [0, 0]);
  assertEquals(hessian(f)(x).toArray(), [[0, 0], [0, 0]]);
  assertEquals(
    tensor([[-Infinity, -Infinity], [0, -Infinity]]).logsumexp({ axis: 1 })
      .toArray(),
    [-Infinity, 0],
  );
});

Deno.test("logsumexp() of +∞ is +∞, of NaN NaN, of nothing -∞", () => {
  assertEquals(tensor([Infinity, 3]).logsumexp().item(), Infinity);
  assertEquals(tensor([Infinity, -Infinity]).logsumexp().item(), Infinity);
  assertEquals(tensor([Infinity, NaN]).logsumexp().item(), NaN);
  assertEquals(tensor([-Infinity, NaN]).logsumexp().item(), NaN);
  assertEquals(tensor([]).logsumexp().item(), -Infinity);
  assertEquals(tensor([[], []]).logsumexp({ axis: -1 }).toArray(), [
    -Infinity,
    -Infinity,
  ]);
});

Deno.test("softmax() gives -∞ the share 0 and the derivative 0", () => {
  const x = tensor([-Infinity, 2, 2]);
  assertEquals(x.softmax().toArray(), [0, 0.5, 0.5]);
  assertEquals(x.logSoftmax().toArray(), [-Infinity, -Math.LN2, -Math.LN2]);
  const second = (f: (x: Tensor) => Tensor) => (x: Tensor) =>
    f(x).mul(tensor([0, 1, 0])).sum();
  assertEquals(grad(second(softmax))(x).toArray(), [0, 0.25, -0.25]);
  const logOfSecond = (x: Tensor) => x.logSoftmax().slice([1], [2]).sum();
  assertEquals(grad(logOfSecond)(x).toArray(), [0, 0.5, -0.5]);
  assertEquals(grad((x: Tensor) => x.logsumexp())(x).toArray(), [0, 0.5, 0.5]);
});

Deno.test("softmax() is NaN where no shares exist", () => {
  const none = tensor([-Infinity, -Infinity]);
  assertEquals(none.softmax().toArray(), [NaN, NaN]);
  assertEquals(none.logSoftmax().toArray(), [NaN, NaN]);
  assertEquals(tensor([Infinity, 0]).softmax().toArray(), [NaN, 0]);
});

Deno.test("softmax() and logSoftmax() of no elements are empty", () => {
  assertEquals(zeros([2, 0]).softmax().shape, [2, 0]);
  assertEquals(zeros([2, 0]).logSoftmax().shape, [2, 0]);
  assertEquals(zeros([0, 2]).softmax().shape, [0, 2]);
});

/** Vectors, and their softmax in plain numbers. */
const vectors = fc.array(moderateDouble(), { minLength: 1, maxLength: 6 });

function shares(x: readonly number[]): number[] {
  const powers = x.map((v) => Math.exp(v - Math.max(...x)));
  const total = powers.reduce((sum, p) => sum + p, 0);
  return powers.map((p) => p / total);
}

/**
 * Asserts closeness for numbers that some dozens of roundings made, of terms
 * whose magnitudes add up to at most 4: far below 100 · 2⁻⁵³ · 4 ≈ 4.5e-14.
 */
function assertNear(actual: readonly number[], expected: readonly number[]) {
  assertEquals(actual.length, expected.length);
  actual.forEach((x, i) => {
    assert(Math.abs(x - expected[i]) <= 4.5e-14, `${actual} for ${expected}`);
  });
}

Deno.test("logsumexp() has derivative p and Hessian diag(p) - p pᵀ", () => {
  check(fc.property(vectors, (v) => {
    const f = (x: Tensor) => x.logsumexp();
    const p = shares(v);
    assertNear(elementsOf(grad(f)(tensor(v))), p);
    const expected = p.flatMap((a, i) =>
      p.map((b, j) => (i === j ? a : 0) - a * b)
    );
    assertNear(elementsOf(hessian(f)(tensor(v))), expected);
  }));
});

Deno.test("softmax() and logSoftmax() have their Jacobians", () => {
  check(fc.property(vectors, fc.nat(5), (v, index) => {
    const i = index % v.length;
    const p = shares(v);
    const at = (f: (x: Tensor) => Tensor) =>
      grad((x: Tensor) => f(x).slice([i], [i + 1]).sum())(tensor(v));
    const delta = (j: number) => i === j ? 1 : 0;
    assertNear(
      elementsOf(at(softmax)),
      p.map((b, j) => p[i] * (delta(j) - b)),
    );
    assertNear(elementsOf(at(logSoftmax)), p.map((b, j) => delta(j) - b));
  }));
});

Deno.test("softmax(), logSoftmax() and logsumexp() name themselves in errors", () => {
  const integers = tensor([1], "int32");
  const calls: [string, (x: Tensor) => Tensor][] = [
    ["softmax", (x) => x.softmax()],
    ["logSoftmax", (x) => x.logSoftmax()],
    ["logsumexp", (x) => x.logsumexp()],
  ];
  for (const [name, f] of calls) {
    const text = `Cannot ${name}: dtype must be float64 or float32`;
    assertThrows(() => f(integers), TypeError, text);
  }
  const text = (name: string) => `Cannot ${name}: axis must be an integer`;
  const x = tensor([1]);
  assertThrows(() => x.softmax(1), RangeError, text("softmax"));
  assertThrows(() => x.logSoftmax(-2), RangeError, text("logSoftmax"));
  assertThrows(() => x.logsumexp({ axis: 1 }), RangeError, text("logsumexp"));
});

Deno.test("logsumexp() of a scalar is the scalar", () => {
  assertSameBits(tensor(3.5).logsumexp().item(), 3.5);
});
