import { assertEquals, assertStrictEquals } from "@std/assert";
import * as fc from "fast-check";
import { compile, stack, type Tensor, tensorFromJSON } from "../../mod.ts";
import { rowsOf, stackedRows } from "../../optimizers/stacked_rows.ts";
import { assertSameBits } from "../support/bits.ts";
import { check, shapes } from "../support/property.ts";
import { type Float, floats, vector, wideNumbers } from "./support.ts";

/** One to four tensors of one shape and dtype, of any numbers. */
function lists(): fc.Arbitrary<Tensor[]> {
  return fc.record({
    shape: shapes({ maxSize: 6 }),
    dtype: fc.constantFrom<Float>(...floats),
  }).chain(({ shape, dtype }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const one = fc.array(wideNumbers(dtype), {
      minLength: size,
      maxLength: size,
    }).map((row) => vector(row, dtype).reshape([...shape]));
    return fc.array(one, { minLength: 1, maxLength: 4 });
  });
}

function assertSameTensor(actual: Tensor, expected: Tensor): void {
  assertEquals(
    [actual.shape, actual.dtype],
    [expected.shape, expected.dtype],
  );
  assertSameBits(actual.toTypedArray(), expected.toTypedArray());
}

Deno.test("stackedRows() is what stack gives, whoever asks for its elements", () => {
  const negated = compile((x) => x.neg());
  check(fc.property(lists(), (tensors) => {
    const right = stack(tensors);
    assertSameTensor(stackedRows(tensors), right);
    assertSameTensor(stackedRows(tensors).neg(), right.neg());
    assertSameTensor(negated(stackedRows(tensors)), right.neg());
    assertEquals(stackedRows(tensors), right);
    const json = JSON.stringify(stackedRows(tensors));
    assertSameTensor(tensorFromJSON(JSON.parse(json)), right);
  }));
});

Deno.test("rowsOf() gives the tensors that were stacked, not copies", () => {
  check(fc.property(lists(), (tensors) => {
    const x = stackedRows(tensors);
    for (let time = 0; time < 2; time++) {
      const rows = rowsOf(x);
      assertEquals(rows.length, tensors.length);
      rows.forEach((row, i) => assertStrictEquals(row, tensors[i]));
      x.toTypedArray();
    }
  }));
});

Deno.test("rowsOf() gives those of any tensor", () => {
  check(fc.property(lists(), (tensors) => {
    const rows = rowsOf(stack(tensors));
    assertEquals(rows.length, tensors.length);
    rows.forEach((row, i) => assertSameTensor(row, tensors[i]));
  }));
});
