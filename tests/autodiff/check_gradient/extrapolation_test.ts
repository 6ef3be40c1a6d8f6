import { assert } from "@std/assert";
import * as fc from "fast-check";
import { Extrapolation } from "../../../autodiff/check_gradient/extrapolation.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";

Deno.test("Extrapolation finds the value at 0 of a polynomial", () => {
  const coefficient = fc.integer({ min: -8, max: 8 });
  const coefficients = fc.array(coefficient, { minLength: 1, maxLength: 4 });
  check(
    fc.property(fc.constantFrom(2, 4), coefficients, (growth, c) => {
      const extrapolation = new Extrapolation(growth);
      // One-sided estimates have all powers of the step, central ones the even.
      for (let i = 0, x = 1 / growth; i < 6; i++, x /= growth) {
        extrapolation.add(c.reduceRight((sum, c) => sum * x + c, 0), 0);
      }
      const size = c.reduce((sum, c) => sum + Math.abs(c), 0);
      // Estimates are off by an ulp of the size at most, and each of the orders
      // multiplies that by (2ᵏ + 1)/(2ᵏ − 1), all of them by less than 9.
      assert(Math.abs(extrapolation.value - c[0]) <= 16 * 2 ** -52 * size);
    }),
  );
});

Deno.test("Extrapolation states no error below what rounding contributes", () => {
  for (const growth of [2, 4] as const) {
    const extrapolation = new Extrapolation(growth);
    extrapolation.add(3, 2 ** -30);
    assertSameBits(extrapolation.error, Infinity);
    // Estimates that are equal by chance say nothing of their rounding.
    extrapolation.add(3, 2 ** -29);
    assertSameBits([extrapolation.value, extrapolation.error], [3, 2 ** -29]);
    extrapolation.add(3, 2 ** -28);
    assertSameBits([extrapolation.value, extrapolation.error], [3, 2 ** -29]);
  }
});

Deno.test("Extrapolation keeps what is better but for rounding", () => {
  const extrapolation = new Extrapolation(2);
  extrapolation.add(1, 2 ** -40);
  // Extrapolated to 1 − 2⁻²⁰: 2⁻²¹ from the one estimate, 2⁻²⁰ from the other.
  extrapolation.add(1 - 2 ** -21, 2 ** -40);
  const { value, error } = extrapolation;
  assertSameBits([value, error], [1 - 2 ** -20, 3 * 2 ** -21 + 2 ** -40]);
  extrapolation.add(1 - 2 ** -21, 1);
  assertSameBits([extrapolation.value, extrapolation.error], [value, error]);
});
