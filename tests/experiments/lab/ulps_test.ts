import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { numberText } from "../../../experiments/lab/canonical.ts";
import { parseNumber, ulpsBetween } from "../../../experiments/lab/ulps.ts";
import { assertSameBits } from "../../support/bits.ts";
import { anyDouble, check } from "../../support/property.ts";

const numbers = anyDouble().filter((x) => !Number.isNaN(x));

/** The least double above x, by adding 1 to its bits. */
function next(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

Deno.test("ulpsBetween() counts the steps from one double to the next", () => {
  check(
    fc.property(
      fc.oneof(numbers, fc.constantFrom(-5e-324, -1e-323, 1 - 2 ** -53)),
      fc.nat({ max: 20 }),
      (from, steps) => {
        let to = from;
        let taken = 0n;
        for (; taken < steps && to !== Infinity; taken++) to = next(to);
        assertEquals(ulpsBetween(from, to), taken);
        assertEquals(ulpsBetween(to, from), taken);
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("ulpsBetween() adds up along the order of doubles", () => {
  check(
    fc.property(fc.tuple(numbers, numbers, numbers), (three) => {
      const [a, b, c] = three.sort((x, y) => x < y ? -1 : x > y ? 1 : 0);
      assertEquals(ulpsBetween(a, c), ulpsBetween(a, b) + ulpsBetween(b, c));
      assertEquals(ulpsBetween(a, b) === 0n, a === b);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("ulpsBetween() at zero and at the ends", () => {
  assertEquals(ulpsBetween(-0, 0), 0n);
  assertEquals(ulpsBetween(-Number.MIN_VALUE, Number.MIN_VALUE), 2n);
  assertEquals(ulpsBetween(Number.MAX_VALUE, Infinity), 1n);
  // 52 bits of fraction, 2046 exponents and infinity on either side.
  assertEquals(ulpsBetween(-Infinity, Infinity), 2n * 2047n * 2n ** 52n);
});

Deno.test("parseNumber() reads what numberText() writes", () => {
  check(
    fc.property(numbers, (x) => {
      const read = parseNumber(numberText(x));
      assert(read !== undefined);
      assertSameBits(read, x);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("parseNumber() takes no other text for a number", () => {
  const texts = ["", " ", "NaN", "1 ", "0x10", "1e", "1.", ".5", "+1", "51d8f"];
  for (const text of texts) assertEquals(parseNumber(text), undefined, text);
});
