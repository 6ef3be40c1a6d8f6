import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  arange,
  eye,
  full,
  type NestedArray,
  ones,
  tensor,
  zeros,
  zerosLike,
} from "../../autodiff/mod.ts";
import { filled } from "../../autodiff/graph.ts";
import { assertSameBits } from "../support/bits.ts";
import { anyDouble, check, shapes } from "../support/property.ts";

/** Nested arrays of a shape, with elements of `source` in turn. */
function nest(shape: readonly number[], source: () => number): NestedArray {
  const [length, ...rest] = shape;
  return length === undefined
    ? source()
    : Array.from({ length }, () => nest(rest, source));
}

/** Shapes whose axes after an empty one can't be told from nested arrays. */
function visible(shape: readonly number[]): number[] {
  const empty = shape.indexOf(0);
  return empty < 0 ? [...shape] : shape.slice(0, empty + 1);
}

Deno.test("tensor() takes nested arrays in row-major order, bit for bit", () => {
  check(fc.property(
    shapes({ maxSize: 4 }),
    fc.infiniteStream(anyDouble()),
    (shape, stream) => {
      const elements: number[] = [];
      const data = nest(shape, () => {
        const { value } = stream.next();
        elements.push(value);
        return value;
      });
      const x = tensor(data);
      assertEquals([x.dtype, x.shape], ["float64", visible(shape)]);
      assertEquals([x.rank, x.size], [x.shape.length, elements.length]);
      assertSameBits(x.toTypedArray(), new Float64Array(elements));
      assertEquals(x.toArray(), data);
    },
  ));
});

Deno.test("tensor() rounds to float32 to nearest, ties to even", () => {
  check(fc.property(fc.array(anyDouble()), (numbers) => {
    assertSameBits(
      tensor(numbers, "float32").toTypedArray(),
      new Float32Array(numbers),
    );
  }));
  assertEquals(tensor(1 + 2 ** -24, "float32").item(), 1);
  assertEquals(tensor(1 + 3 * 2 ** -24, "float32").item(), 1 + 2 ** -22);
});

Deno.test("tensor() copies a typed array and takes its dtype", () => {
  const kinds = {
    float64: new Float64Array([1, -0, NaN]),
    float32: new Float32Array([1, -0, NaN]),
    int32: new Int32Array([1, -2147483648, 2147483647]),
    uint32: new Uint32Array([1, 0, 4294967295]),
  } as const;
  for (const [dtype, data] of Object.entries(kinds)) {
    const x = tensor(data);
    assertEquals([x.dtype, x.shape], [dtype, [3]]);
    assertSameBits(x.toTypedArray(), data);
    const before = data.slice();
    data.fill(7);
    assertSameBits(x.toTypedArray(), before);
  }
  const part = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
  assertEquals(tensor(part).toArray(), [2, 3]);
  assertEquals(tensor(new Float64Array([1, 2]), "int32").dtype, "int32");
  assertThrows(
    () => tensor(new Uint8Array(2) as unknown as Int32Array),
    TypeError,
    "Cannot tensor: expected a Float64Array, Float32Array, Int32Array or " +
      "Uint32Array",
  );
});

Deno.test("tensor() tells booleans from numbers", () => {
  const x = tensor([[true], [false]]);
  assertEquals([x.dtype, x.shape], ["bool", [2, 1]]);
  assertEquals(x.toArray(), [[true], [false]]);
  assertEquals(tensor([true]).item(), 1);
  assertEquals(tensor([], "bool").dtype, "bool");
  const refuses = (run: () => unknown, text: string) =>
    void assertThrows(run, TypeError, `Cannot tensor: an element of ${text}`);
  refuses(
    () => tensor([true, 1]),
    "dtype bool must be true or false, current value is 1 (number)",
  );
  refuses(
    () => tensor([1, true]),
    "dtype float64 must be a number, current value is true (boolean)",
  );
  refuses(() => tensor([0], "bool"), "dtype bool must be true or false");
  refuses(() => tensor([true], "int32"), "dtype int32 must be a number");
});

Deno.test("tensor() refuses arrays that are ragged or hold something else", () => {
  const bad: [unknown, string][] = [
    [[[1], [2, 3]], "expected an array of 1 along axis 1, found an array of 2"],
    [[[1, 2], [3]], "expected an array of 2 along axis 1, found an array of 1"],
    [[[], [1]], "expected an array of 0 along axis 1, found an array of 1"],
    [[[1], 2], "expected an array of 1 along axis 1, found 2"],
    [[[[1]], [2]], "expected an array of 1 along axis 2, found 2"],
    [[1, [2]], "elements must be numbers or booleans, found an array"],
    // deno-lint-ignore no-sparse-arrays
    [[1, , 2], "elements must be numbers or booleans, found undefined"],
    [["1"], 'elements must be numbers or booleans, found "1"'],
    [null, "elements must be numbers or booleans, found null"],
    [undefined, "elements must be numbers or booleans, found undefined"],
    [{ length: 0 }, "elements must be numbers or booleans, found an object"],
    [[tensor(1)], "elements must be numbers or booleans, found a tensor"],
  ];
  for (const [data, text] of bad) {
    const make = () => tensor(data as NestedArray);
    assertThrows(make, TypeError, "Cannot tensor: ");
    assertThrows(make, TypeError, text);
  }
});

Deno.test("tensor() takes just the integers that a dtype has", () => {
  const range = {
    int32: [-2147483648, 2147483647],
    uint32: [0, 4294967295],
  } as const;
  for (const dtype of ["int32", "uint32"] as const) {
    const [least, greatest] = range[dtype];
    const inside = fc.integer({ min: least, max: greatest });
    check(fc.property(inside, (n) => {
      assertEquals(tensor([n, least, greatest], dtype).toArray(), [
        n,
        least,
        greatest,
      ]);
    }));
    const outside = [least - 1, greatest + 1, 0.5, NaN, Infinity, -Infinity];
    for (const x of outside) {
      assertThrows(
        () => tensor([0, x], dtype),
        RangeError,
        `Cannot tensor: an element of dtype ${dtype} must be an integer in ` +
          `[${least}, ${greatest}], current value is ${x}`,
      );
    }
    assertSameBits(tensor(-0, dtype).item(), 0);
  }
});

Deno.test("full(), zeros() and ones() fill any shape with one element", () => {
  check(fc.property(shapes(), anyDouble(), (shape, element) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const x = full(shape, element);
    assertEquals([x.shape, x.size, x.dtype], [shape, size, "float64"]);
    assertSameBits(
      x.toTypedArray(),
      new Float64Array(size).fill(element),
    );
    assert(x.shape !== shape);
  }));
  for (const dtype of ["float64", "float32", "int32", "uint32"] as const) {
    assertEquals(zeros([2], dtype).toArray(), [0, 0]);
    assertEquals(ones([2], dtype).toArray(), [1, 1]);
    assertEquals(zeros([1], dtype).dtype, dtype);
    assertEquals(ones([1], dtype).dtype, dtype);
  }
  assertEquals(zeros([2], "bool").toArray(), [false, false]);
  assertEquals(ones([2], "bool").toArray(), [true, true]);
  assertEquals(full([2], true).dtype, "bool");
  assertEquals(full([], 0.1, "float32").item(), Math.fround(0.1));
  assertThrows(() => full([2], 0.5, "int32"), RangeError, "Cannot full: an");
  assertThrows(() => full([2], 1, "bool"), TypeError, "Cannot full: an");
  const like = zerosLike(tensor([[1, 2]], "float32"));
  assertEquals([like.shape, like.dtype], [[1, 2], "float32"]);
  assertSameBits(like.toTypedArray(), new Float32Array([0, 0]));
});

Deno.test("a shape is copied: changing the array changes no tensor", () => {
  const shape = [2, 2];
  const made = [
    full(shape, 1),
    zeros(shape),
    ones(shape),
    tensor([1, 2, 3, 4]).reshape(shape),
    tensor(1).broadcastTo(shape),
  ];
  shape[0] = 4;
  for (const x of made) assertEquals(x.shape, [2, 2]);
});

Deno.test("arange() counts and eye() is the identity", () => {
  check(fc.property(fc.nat({ max: 20 }), (n) => {
    const counted = Array.from({ length: n }, (_, i) => i);
    assertEquals(arange(n).toArray(), counted);
    const identity = counted.map((i) => counted.map((j) => i === j ? 1 : 0));
    assertEquals(eye(n).toArray(), identity);
    assertEquals(eye(n).shape, [n, n]);
  }));
  assertEquals(arange(3, "int32").dtype, "int32");
  assertEquals(eye(2, "float32").dtype, "float32");
  assertEquals(eye(2, "bool").toArray(), [[true, false], [false, true]]);
});

Deno.test("shapes must be of whole numbers of at least 0", () => {
  const bad = [-1, 0.5, NaN, Infinity, 2 ** 53];
  for (const length of bad) {
    for (
      const [name, make] of Object.entries({
        full: () => full([2, length], 1),
        zeros: () => zeros([length]),
        ones: () => ones([length, 2]),
      })
    ) {
      assertThrows(
        make,
        RangeError,
        `Cannot ${name}: an axis length must be a whole number of at least 0`,
      );
    }
    for (
      const [name, make] of Object.entries({
        arange: () => arange(length),
        eye: () => eye(length),
      })
    ) {
      assertThrows(
        make,
        RangeError,
        `Cannot ${name}: n must be a whole number of at least 0, current ` +
          `value is ${length}`,
      );
    }
  }
});

Deno.test("filled() makes the array of a large value once", () => {
  const value = filled([100], "float64", 3);
  assert(value.data === value.data);
  assertEquals(value.data, new Float64Array(100).fill(3));
});

Deno.test("tensor() says how to give a shape", () => {
  assertThrows(
    () => tensor([1, 2], [2, 1] as never),
    TypeError,
    "Cannot tensor: the second argument must be a dtype; to give a shape write " +
      "tensor(data).reshape([2, 1])",
  );
});
