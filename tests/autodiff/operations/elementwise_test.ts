/** What holds for all elementwise operations alike. */
import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import * as autodiff from "../../../autodiff/mod.ts";
import {
  arange,
  grad,
  scalar,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, shapes } from "../../support/property.ts";
import { checkBatch, type Number } from "./elementwise_support.ts";

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor | number, b: Tensor | number) => Tensor;

const { exp, log, expm1, log1p, sin, cos, tanh, sigmoid, softplus } = autodiff;
const { neg, abs, sign, sqrt, square, floor, relu, isFinite } = autodiff;
const { add, subtract, multiply, divide, divideOrZero } = autodiff;
const { maximum, minimum, equal, notEqual } = autodiff;
const { less, lessEqual, greater, greaterEqual } = autodiff;
const { logicalNot, logicalAnd, logicalOr, logicalXor } = autodiff;

const pow: Unary = (x) => x.pow(3);
const root: Unary = (x) => x.pow(-0.5);
const real: Unary = (x) => x.pow(0.3);
const clip: Unary = (x) => x.clip(1, 2);

const elementary: Unary[] = [
  exp,
  log,
  expm1,
  log1p,
  sin,
  cos,
  tanh,
  sigmoid,
  softplus,
];
const floatUnary = [...elementary, sqrt, floor, relu, pow, root, real];
const numberUnary = [abs, sign, square, clip];
const floatBinary = [divide, divideOrZero];
const numberBinary = [add, subtract, multiply, maximum, minimum];
const ordering = [less, lessEqual, greater, greaterEqual];
const comparisons = [equal, notEqual, ...ordering];
const logical: Binary[] = [logicalAnd, logicalOr, logicalXor] as Binary[];

const numbers = ["float64", "float32", "int32", "uint32"] as const;
const floats = ["float64", "float32"] as const;
const integers = ["int32", "uint32"] as const;

/** A tensor of a dtype: 0 and 1, or false and true. */
function sample(dtype: autodiff.DType): Tensor {
  return tensor([0, 1]).cast(dtype);
}

Deno.test("elementwise operations keep the dtype they are given", () => {
  for (const dtype of floats) {
    for (const f of [...floatUnary, ...numberUnary, neg]) {
      assertEquals(f(sample(dtype)).dtype, dtype, f.name);
    }
    for (const f of [...floatBinary, ...numberBinary]) {
      assertEquals(f(sample(dtype), sample(dtype)).dtype, dtype, f.name);
    }
  }
  for (const dtype of integers) {
    for (const f of numberUnary) assertEquals(f(sample(dtype)).dtype, dtype);
    for (const f of numberBinary) {
      assertEquals(f(sample(dtype), sample(dtype)).dtype, dtype);
    }
  }
});

function assertRefuses(f: () => unknown, name: string, message: string): void {
  assertThrows(f, TypeError, `Cannot ${name}: dtype must be ${message}`);
}

Deno.test("operations for floats refuse other dtypes by name", () => {
  const named: [string, Unary][] = [
    ["sqrt", sqrt],
    ["floor", floor],
    ["relu", relu],
    ["pow", pow],
    ["isFinite", isFinite],
  ];
  for (const dtype of [...integers, "bool"] as const) {
    const end = `float64 or float32, current dtype is ${dtype}`;
    const x = sample(dtype);
    for (const [name, f] of named) assertRefuses(() => f(x), name, end);
    for (const f of elementary) {
      const end = `float64 or float32, current dtype is ${dtype}`;
      assertRefuses(() => f(x), f.name, end);
    }
    for (const f of floatBinary) assertRefuses(() => f(x, x), f.name, end);
  }
});

Deno.test("operations for numbers refuse bool, and neg() uint32 too", () => {
  const x = sample("bool");
  const kinds = "float64, float32, int32 or uint32";
  const end = `${kinds}, current dtype is bool`;
  for (const f of [abs, sign, square]) assertRefuses(() => f(x), f.name, end);
  for (const f of [...numberBinary, ...ordering]) {
    assertRefuses(() => f(x, x), f.name, end);
  }
  for (const dtype of ["uint32", "bool"] as const) {
    assertRefuses(
      () => neg(sample(dtype)),
      "neg",
      `float64, float32 or int32, current dtype is ${dtype}`,
    );
  }
});

Deno.test("logical operations refuse numbers", () => {
  for (const dtype of numbers) {
    const x = sample(dtype);
    const end = `bool, current dtype is ${dtype}`;
    for (const f of logical) assertRefuses(() => f(x, x), f.name, end);
    assertRefuses(() => logicalNot(x), "logicalNot", end);
  }
  assertThrows(
    () => logical[0](sample("bool"), 1),
    TypeError,
    "Cannot logicalAnd: an element of dtype bool must be true or false, " +
      "current value is 1 (number)",
  );
});

const binary = [...floatBinary, ...numberBinary, ...comparisons];

Deno.test("binary operations refuse shapes that do not broadcast", () => {
  const [a, b] = [tensor([[1, 2, 3], [4, 5, 6]]), tensor([1, 2, 3, 4])];
  for (const f of binary) {
    assertThrows(
      () => f(a, b),
      TypeError,
      `Cannot ${f.name}: shapes [2, 3] and [4] do not broadcast`,
    );
  }
});

Deno.test("binary operations refuse mixed dtypes", () => {
  for (const f of binary) {
    assertThrows(
      () => f(sample("float64"), sample("float32")),
      TypeError,
      `Cannot ${f.name}: dtypes float64 and float32 do not mix; make them ` +
        `one with cast`,
    );
  }
});

Deno.test("binary operations give plain numbers the dtype they meet", () => {
  // 0.1 in float32 differs from 0.1, and rounding twice would show.
  const tenth = new Float32Array([0.1])[0];
  for (const f of binary) {
    const x = tensor([0.3, tenth, -2], "float32");
    const full = tensor([0.1, 0.1, 0.1], "float32");
    assertSameBits(f(x, 0.1).toTypedArray(), f(x, full).toTypedArray());
    assertSameBits(f(0.1, x).toTypedArray(), f(full, x).toTypedArray());
    assertSameBits(f(x, scalar(0.1)).toTypedArray(), f(x, full).toTypedArray());
  }
  for (const f of [...numberBinary, ...comparisons]) {
    const x = tensor([1, 2], "int32");
    assertEquals(f(x, 2).toArray(), f(x, tensor([2, 2], "int32")).toArray());
    assertThrows(
      () => f(x, 0.5),
      RangeError,
      `Cannot ${f.name}: an element of dtype int32 must be an integer`,
    );
  }
});

Deno.test("operations on weak scalars give weak scalars", () => {
  const x = tensor([1, 2], "float32");
  const rate = scalar(0.75);
  for (const f of [...floatUnary, ...numberUnary, neg]) {
    assertEquals(x.mul(f(rate)).dtype, "float32", f.name);
  }
  for (const f of [...floatBinary, ...numberBinary]) {
    assertEquals(x.mul(f(rate, 2)).dtype, "float32", f.name);
    assertEquals(x.mul(f(2, rate)).dtype, "float32", f.name);
    assertThrows(() => x.mul(f(rate, tensor(2))), TypeError);
  }
});

/** A shape with, for each of two operands, one that broadcasts to it. */
function broadcasting(): fc.Arbitrary<[number[], number[], number[]]> {
  return shapes({ maxRank: 3, maxSize: 4 }).chain((shape) => {
    const operand = fc.tuple(
      fc.array(fc.boolean(), {
        minLength: shape.length,
        maxLength: shape.length,
      }),
      fc.nat(shape.length),
    ).map(([ones, dropped]) =>
      shape.map((length, axis) => ones[axis] ? 1 : length).slice(dropped)
    );
    return fc.tuple(operand, operand).map(([a, b]) => [shape, a, b]);
  });
}

/** The position in an operand of an element of the result. */
function position(index: number, result: number[], operand: number[]): number {
  let at = 0;
  let stride = 1;
  for (let back = 1; back <= result.length; back++) {
    const length = result[result.length - back];
    const coordinate = index % length;
    index = (index - coordinate) / length;
    if (back > operand.length) continue;
    const own = operand[operand.length - back];
    at += own === 1 ? 0 : coordinate * stride;
    stride *= own;
  }
  return at;
}

const size = (shape: number[]) => shape.reduce((n, length) => n * length, 1);

Deno.test("binary operations broadcast by NumPy's rule", () => {
  check(
    fc.property(broadcasting(), fc.nat(binary.length - 1), (all, which) => {
      const [, ofA, ofB] = all;
      const f = binary[which];
      const a = arange(size(ofA)).add(0.5).reshape(ofA);
      const b = arange(size(ofB)).mul(3).add(0.5).reshape(ofB);
      const rank = Math.max(ofA.length, ofB.length);
      const shape = Array.from({ length: rank }, (_, axis) => {
        const lengths = [ofA, ofB].map((own) => own[own.length - rank + axis]);
        return lengths.find((length) => length !== undefined && length !== 1) ??
          1;
      });
      const result = f(a, b);
      assertEquals(result.shape, shape);
      const [x, y] = [a.toTypedArray(), b.toTypedArray()];
      const actual = result.toTypedArray();
      for (let i = 0; i < actual.length; i++) {
        const one = f(
          tensor(x[position(i, shape, ofA)]),
          tensor(y[position(i, shape, ofB)]),
        );
        assertSameBits(actual[i], one.item(), f.name);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("derivatives of broadcast operands have the operands' shapes", () => {
  const total = ([a, b]: [Tensor, Tensor]) => a.sub(b).mul(3).sum();
  const [da, db] = grad(total)([tensor([[1], [2]]), tensor([1, 2, 3])]);
  assertEquals(da.toArray(), [[9], [9]]);
  assertEquals(db.toArray(), [-6, -6, -6]);
});

Deno.test("elementwise operations give each instance the bits it has alone", () => {
  const each = (fs: Unary[] | Binary[], operands: number, dtype: Number) => {
    for (const f of fs) {
      checkBatch((a, b) => (f as Binary)(a, b), operands, dtype);
    }
  };
  for (const dtype of floats) {
    each([...floatUnary, ...numberUnary, neg, isFinite], 1, dtype);
    each(binary, 2, dtype);
  }
  each([...numberUnary, neg], 1, "int32");
  each([...numberBinary, ...comparisons], 2, "int32");
});
