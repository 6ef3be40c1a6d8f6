import { assertEquals } from "@std/assert";
import { type Real, real } from "../../support/real.ts";
import { ulps } from "./ulps.ts";

/** x and a fraction of 2^exponent more. */
function beside(x: number, fraction: number, exponent: number): Real {
  const { significand, exponent: e } = real(x);
  const part = BigInt(fraction * 16);
  const unit = Math.min(e, exponent - 4);
  return {
    significand: (significand << BigInt(e - unit)) +
      (part << BigInt(exponent - 4 - unit)),
    exponent: unit,
  };
}

Deno.test("ulps() counts in the spacing at the exact result", () => {
  assertEquals(ulps(1, real(1), "float64"), 0);
  assertEquals(ulps(1, beside(1, 0.25, -52), "float64"), 0.25);
  assertEquals(ulps(1, beside(1, -0.25, -52), "float64"), 0.5);
  assertEquals(ulps(-1, beside(-1, 0.25, -52), "float64"), 0.5);
  assertEquals(ulps(1, beside(1, 0.25, -23), "float32"), 0.25);
  assertEquals(ulps(-1, real(1), "float64"), 2 ** 53);
});

Deno.test("ulps() counts in the least number where results are subnormal", () => {
  assertEquals(ulps(0, beside(0, 0.5, -1074), "float64"), 0.5);
  assertEquals(ulps(5e-324, beside(0, 0.5, -1074), "float64"), 0.5);
  assertEquals(ulps(1.401298464324817e-45, real(0), "float32"), 1);
});

Deno.test("ulps() takes infinity for the number beyond the greatest", () => {
  const greatest = 1.7976931348623157e308;
  assertEquals(ulps(Infinity, beside(greatest, 0.75, 971), "float64"), 0.25);
  assertEquals(ulps(greatest, beside(greatest, 0.75, 971), "float64"), 0.75);
  assertEquals(
    ulps(greatest, { significand: 3n, exponent: 2000 }, "float64"),
    1,
  );
  assertEquals(
    ulps(Infinity, { significand: 3n, exponent: 2000 }, "float64"),
    0,
  );
  assertEquals(
    ulps(-Infinity, { significand: -3n, exponent: 130 }, "float32"),
    0,
  );
});

Deno.test("ulps() is infinite for NaN", () => {
  assertEquals(ulps(NaN, real(1), "float64"), Infinity);
});
