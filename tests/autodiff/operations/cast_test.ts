import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  type DType,
  grad,
  scalar,
  type Tensor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";
import { anyDouble, check } from "../../support/property.ts";
import { assertTensor, toTensor } from "./array_support.ts";

/** An integer dtype's element for a number: cut off, then held in range. */
function within(x: number, low: number, high: number): number {
  const whole = Number.isNaN(x) ? 0 : Math.trunc(x);
  return Math.min(Math.max(whole, low), high) + 0;
}

const conversions: Record<DType, (x: number) => number> = {
  float64: (x) => x,
  float32: Math.fround,
  int32: (x) => within(x, -2147483648, 2147483647),
  uint32: (x) => within(x, 0, 4294967295),
  bool: (x) => Number.isNaN(x) || x !== 0 ? 1 : 0,
};

const dtypes = Object.keys(conversions) as DType[];

Deno.test("cast() rounds to float32, cuts off to integers, tests for bool", () => {
  const edges = [-0.5, 2147483647.5, -2147483648.5, 4294967295.5, 1e300, NaN];
  const element = fc.oneof(
    anyDouble(),
    fc.double({ min: -1e10, max: 1e10 }),
    fc.constantFrom(...edges, -Infinity, Infinity),
  );
  check(
    fc.property(
      fc.array(element),
      fc.constantFrom(...dtypes),
      fc.constantFrom(...dtypes),
      (row, from, to) => {
        const elements = row.map(conversions[from]);
        const x = toTensor({ shape: [row.length], elements }, from);
        const expected = elements.map(conversions[to]);
        assertTensor(x.cast(to), {
          shape: [row.length],
          elements: expected,
        }, to);
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("cast() passes derivatives between floats, in the dtype of x", () => {
  const f = (x: Tensor) => x.cast("float32").mul(0.1).sum().cast("float64");
  const slope = grad(f)(tensor([1, 2]));
  assertEquals(slope.dtype, "float64");
  assertEquals(slope.toArray(), [Math.fround(0.1), Math.fround(0.1)]);
});

Deno.test("cast() to an integer and back has derivative 0", () => {
  for (const dtype of ["int32", "uint32", "bool"] as const) {
    const f = (x: Tensor) => x.cast(dtype).cast("float64").mul(x).sum();
    assertEquals(grad(f)(tensor([3.5, 0])).toArray(), [
      dtype === "bool" ? 1 : 3,
      0,
    ]);
  }
});

Deno.test("cast() makes a weak scalar keep its dtype", () => {
  const strong = scalar(0.1).cast("float64");
  assertEquals(strong.dtype, "float64");
  assertEquals(scalar(0.1).mul(tensor(1, "float32")).dtype, "float32");
  assertThrows(
    () => strong.mul(tensor(1, "float32")),
    TypeError,
    "Cannot multiply: dtypes float64 and float32 do not mix",
  );
});

Deno.test("cast() works instance by instance under vmap", () => {
  const f = (x: Tensor) => x.cast("int32");
  assertEquals(vmap(f)(tensor([[1.5], [-2.5]])).toArray(), [[1], [-2]]);
});
