import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { Approximate } from "../../laws/approximate.ts";
import { check } from "../support/property.ts";

const unit = 2 ** -24;
const exact = (x: number) => new Approximate(x, 0, unit);
const r = Math.fround;

/** Numbers of float32 from about 1e-3 to 1e3, of either sign. */
const number = fc.tuple(
  fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  fc.boolean(),
)
  .map(([x, negative]) => r(negative ? -x : x));
const positive = number.map(Math.abs);

Deno.test("Approximate bounds what float32 makes of the same operations", () => {
  check(
    fc.property(number, number, positive, positive, (a, b, c, d) => {
      const [x, y, z, w] = [a, b, c, d].map(exact);
      const cases: [Approximate, number][] = [
        [x.add(y), r(a + b)],
        [x.subtract(y), r(a - b)],
        [x.multiply(y).add(z), r(r(a * b) + c)],
        [z.subtract(x.multiply(y)), r(c - r(a * b))],
        [x.divide(z.add(w)), r(a / r(c + d))],
        [z.multiply(z).add(w).sqrt(), r(Math.sqrt(r(r(c * c) + d)))],
        [x.multiply(y).subtract(y.multiply(x)).abs(), 0],
        [x.power(5), r(r(r(r(a * a) * a) * a) * a)],
        [x.multiply(y).maximum(z), Math.max(r(a * b), c)],
        [x.multiply(y).minimum(z.divide(w)), Math.min(r(a * b), r(c / d))],
        [x.multiply(y).sign(), Math.sign(r(a * b))],
        [
          x.divide(z.sqrt().multiply(w)).subtract(y).multiply(z),
          r(r(r(a / r(r(Math.sqrt(c)) * d)) - b) * c),
        ],
      ];
      cases.forEach(([right, found], i) => {
        assert(right.allows(found), `${i}: ${found} for ${right.value}`);
      });
    }),
    { numRuns: 1000 },
  );
});

Deno.test("Approximate allows little more than rounding", () => {
  check(fc.property(positive, positive, (a, b) => {
    for (
      const right of [
        exact(a).add(exact(b)),
        exact(a).multiply(exact(b)).sqrt(),
        exact(a).divide(exact(b)),
        exact(a).power(7),
      ]
    ) {
      assert(right.allows(right.value));
      assert(!right.allows(right.value * (1 + 32 * unit)));
      assert(!right.allows(right.value * (1 - 32 * unit)));
      assert(!right.allows(NaN));
    }
  }));
});

Deno.test("Approximate asks nothing where the operands leave it open", () => {
  const near = new Approximate(1, 2, unit);
  assert(exact(1).divide(near).allows(1e300));
  assert(exact(1).divide(near).allows(-1e300));
  assert(near.sqrt().allows(1e300));
});

Deno.test("Approximate takes 0 where divideOrZero does", () => {
  const zero = exact(1).divideOrZero(exact(0));
  assertEquals([zero.value, zero.error], [0, 0]);
  assertEquals(exact(6).divideOrZero(exact(3)).value, 2);
  assertEquals(exact(0).sqrt().error, 0);
  assertEquals(exact(0).power(0).value, 1);
});

Deno.test("Approximate knows a sign unless rounding may have made it", () => {
  for (const sign of [-1, 0, 1]) {
    assertEquals(exact(sign * 3).sign().value, sign);
    assertEquals(exact(sign * 3).sign().error, 0);
  }
  // 1/3·3 − 1 is 0 or not, as it was rounded.
  const rest = exact(1).divide(exact(3)).multiply(exact(3)).subtract(exact(1));
  for (const sign of [-1, 0, 1]) assert(rest.sign().allows(sign));
  assert(!exact(2).subtract(exact(1)).sign().allows(0));
});
