import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { arange } from "../../autodiff/mod.ts";
import { allocate, copyOf, dtypes } from "../../autodiff/dtypes.ts";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";

/** Sizes around those from where on an array has a buffer of its own. */
const sizes = fc.oneof(
  fc.nat(8),
  fc.nat(80),
  fc.integer({ min: 500, max: 520 }),
);

Deno.test("allocate() gives zeros in places that no two arrays share", () => {
  const requests = fc.tuple(fc.constantFrom(...dtypes), sizes);
  check(fc.property(fc.array(requests, { maxLength: 120 }), (list) => {
    const made = list.map(([dtype, size], i) => {
      const data = allocate(dtype, size);
      assertEquals(data.length, size);
      assert(data.every((x) => Object.is(x, 0)), "an element is not 0");
      return data.fill(i + 1);
    });
    made.forEach((data, i) => assert(data.every((x) => x === i + 1)));
  }));
});

Deno.test("allocate() keeps little memory for a small array that is kept", () => {
  for (const dtype of dtypes) {
    assert(allocate(dtype, 1).buffer.byteLength <= 4096);
    const large = allocate(dtype, 1000);
    assertEquals(large.buffer.byteLength, large.byteLength);
  }
});

Deno.test("copyOf() has the same bits in a place of its own", () => {
  const numbers = sizes.chain((size) =>
    fc.array(fc.double(), { minLength: size, maxLength: size })
  );
  check(fc.property(numbers, (numbers) => {
    const data = Float64Array.from(numbers);
    const copy = copyOf("float64", data);
    data.fill(7);
    assertSameBits(copy as Float64Array, Float64Array.from(numbers));
  }));
});

Deno.test("toTypedArray() has a buffer of its own, whatever the size", () => {
  for (const size of [0, 1, 64, 65]) {
    const { buffer, byteLength } = arange(size).toTypedArray();
    assertEquals(buffer.byteLength, byteLength);
  }
});
