/** What tests of elementwise operations share. */
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { grad, type Tensor, tensor, vmap } from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { anyDouble, check } from "../../support/property.ts";

export type Number = "float64" | "float32" | "int32" | "uint32";

const least = -2147483648;
const greatest = 2147483647;

/** Every number of a dtype, its edges often. */
export function anyOf(dtype: Number): fc.Arbitrary<number> {
  switch (dtype) {
    case "float64":
      return anyDouble();
    case "float32":
      return fc.oneof(
        anyDouble().map(Math.fround),
        fc.float(),
        fc.constantFrom(Math.fround(1e-45), -3.4028234663852886e38),
      );
    case "int32":
      return fc.oneof(
        fc.integer(),
        fc.constantFrom(least, least + 1, -1, 0, 1, 65536, greatest),
      );
    case "uint32":
      return fc.oneof(
        fc.integer({ min: 0, max: 4294967295 }),
        fc.constantFrom(0, 1, 65536, greatest, greatest + 1, 4294967295),
      );
  }
}

/**
 * Rows of numbers, as many as `operands`, in which an element often equals
 * its neighbour in another row, so that ties are met.
 */
export function rows(
  dtype: Number,
  operands: number,
): fc.Arbitrary<number[][]> {
  const element = anyOf(dtype);
  const free = fc.array(element, {
    minLength: operands,
    maxLength: operands,
  });
  const tied = element.map((x) => new Array<number>(operands).fill(x));
  const column = fc.oneof({ weight: 4, arbitrary: free }, {
    weight: 1,
    arbitrary: tied,
  });
  return fc.array(column, { maxLength: 20 }).map((columns) =>
    Array.from({ length: operands }, (_, i) => columns.map((c) => c[i]))
  );
}

/**
 * Checks the elements of `f`'s result, bit for bit, against a function of the
 * elements of its operands. What `expected` gives is stored, and so rounded,
 * once in the dtype of the result.
 */
export function checkElements(
  f: (...operands: Tensor[]) => Tensor,
  expected: (...elements: number[]) => number,
  dtype: Number,
): void {
  const property = fc.property(rows(dtype, expected.length), (inputs) => {
    const result = f(...inputs.map((row) => tensor(typed(row, dtype))));
    const actual = result.toTypedArray();
    const wanted = actual.slice();
    for (let i = 0; i < wanted.length; i++) {
      wanted[i] = expected(...inputs.map((row) => row[i]));
    }
    assertSameBits(actual, wanted, `${dtype} ${JSON.stringify(inputs)}`);
  });
  check(property, { numRuns: 200 });
}

/**
 * Checks that many instances at once have the bits that each has alone, in
 * value and, for floats, in derivative; with all operands mapped and with
 * just one of them.
 */
export function checkBatch(
  f: (...operands: Tensor[]) => Tensor,
  operands: number,
  dtype: Number,
): void {
  const size = 3;
  const length = fc.integer({ min: 0, max: 5 });
  const inputs = length.chain((n) => {
    const row = fc.array(anyOf(dtype), { minLength: n, maxLength: n });
    const instances = fc.array(row, { minLength: size, maxLength: size });
    return fc.array(instances, { minLength: operands, maxLength: operands });
  });
  const functions = [f];
  const one = new Array<Tensor>(operands).fill(tensor([1], dtype));
  const float = dtype.startsWith("float") && f(...one).dtype === dtype;
  for (let i = 0; float && i < operands; i++) {
    functions.push((...all) =>
      grad((x: Tensor) => f(...all.with(i, x)).sum())(all[i])
    );
  }
  const only = Array.from({ length: operands }, (_, i) => i);
  const mappings = [only, ...(operands > 1 ? only.map((i) => [i]) : [])];
  const property = fc.property(inputs, (inputs) => {
    for (const g of functions) {
      for (const mapping of mappings) {
        const axes = only.map((i) => mapping.includes(i) ? 0 : null);
        const at = (row: number[]) => tensor(typed(row, dtype));
        const together = vmap(g, { axes })(
          ...inputs.map((instances, i) =>
            mapping.includes(i)
              ? tensor(typed(instances.flat(), dtype)).reshape([
                size,
                instances[0].length,
              ])
              : at(instances[0])
          ),
        ).toTypedArray();
        const alone = together.slice();
        for (let k = 0; k < size; k++) {
          const one = inputs.map((instances, i) =>
            at(instances[mapping.includes(i) ? k : 0])
          );
          const result = g(...one).toTypedArray();
          alone.set(result, k * result.length);
        }
        assertSameBits(together, alone, `${dtype}, mapped ${mapping}`);
      }
    }
  });
  check(property, { numRuns: 30 });
}

/** A row of numbers as the typed array of its dtype. */
export function typed(
  row: readonly number[],
  dtype: Number,
): Float64Array | Float32Array | Int32Array | Uint32Array {
  switch (dtype) {
    case "float64":
      return new Float64Array(row);
    case "float32":
      return new Float32Array(row);
    case "int32":
      return new Int32Array(row);
    case "uint32":
      return new Uint32Array(row);
  }
}

/** The elements of `f` at some points. */
export function at(
  f: (x: Tensor) => Tensor,
  points: readonly number[],
  dtype: Number = "float64",
): number[] {
  return [...f(tensor(typed(points, dtype))).toTypedArray()];
}

/** The derivative of an elementwise function, as one that has it again. */
export function derivative(
  f: (x: Tensor) => Tensor,
  cotangent = 1,
): (x: Tensor) => Tensor {
  return grad((x: Tensor) => f(x).mul(cotangent).sum());
}

/** The derivative of an elementwise `f` at some points, times `cotangent`. */
export function slopes(
  f: (x: Tensor) => Tensor,
  points: readonly number[],
  cotangent = 1,
  dtype: Number = "float64",
): number[] {
  return at(derivative(f, cotangent), points, dtype);
}

/** The two partial derivatives of `f` at pairs of points, times `cotangent`. */
export function partials(
  f: (a: Tensor, b: Tensor) => Tensor,
  a: readonly number[],
  b: readonly number[],
  cotangent = 1,
): [number[], number[]] {
  const total = ([a, b]: [Tensor, Tensor]) => f(a, b).mul(cotangent).sum();
  const [da, db] = grad(total)([tensor([...a]), tensor([...b])]);
  return [[...da.toTypedArray()], [...db.toTypedArray()]];
}

/**
 * Asserts that numbers agree up to a relative error, or an absolute one where
 * they are below 1.
 */
export function assertClose(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((x, i) => {
    const error = Math.abs(x - expected[i]);
    assert(
      error <= tolerance * Math.max(1, Math.abs(expected[i])),
      `at ${i}: ${x} for ${expected[i]}, off by ${error}`,
    );
  });
}
