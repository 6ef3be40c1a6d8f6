import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { clipByGlobalNorm, scalar, tensor, zeros } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { real } from "../../support/real.ts";
import { elements, type Float, round, vector } from "../support.ts";
import { applied, assertSameTree, type Tree, trees } from "./support.ts";

/** A finite number in units of 2⁻¹⁰⁷⁴, exactly. */
function units(x: number): bigint {
  const { significand, exponent } = real(x);
  return significand << BigInt(exponent + 1074);
}

const square = (x: bigint) => x * x;
const numbersOf = (tree: Tree) => tree.flatMap(elements);
const sumOfSquares = (numbers: readonly number[]) =>
  numbers.reduce((sum, x) => sum + square(units(x)), 0n);

/** a·(1 + n·2⁻⁵⁴) in units of 2⁻⁶⁰ of its own. */
const widened = (a: bigint, n: number) => a * ((1n << 60n) + BigInt(n) * 64n);

/** Wide trees and thresholds, of which many are near the norm. */
const cases: fc.Arbitrary<[Tree, number]> = trees().chain((tree) => {
  const greatest = Math.max(...numbersOf(tree).map(Math.abs), 2 ** -1074);
  const near = fc.double({ min: 2 ** -3, max: 8, noNaN: true })
    .map((factor) => Math.min(greatest * factor, Number.MAX_VALUE));
  const far = fc.double({ min: 2 ** -1074, max: 1e308, noNaN: true });
  const threshold = fc.oneof({ weight: 4, arbitrary: near }, far);
  return fc.tuple(fc.constant(tree), threshold.filter((c) => c > 0));
});

Deno.test("clipByGlobalNorm() keeps the bits of updates whose norm is not greater", () => {
  let kept = 0;
  check(
    fc.property(cases, ([tree, c]) => {
      const n = numbersOf(tree).length;
      // What is nearer to c than the norm is known may fall on either side.
      const sum = sumOfSquares(numbersOf(tree));
      const known = square(widened(1n, n + 4)) * sum;
      if (n > 1 && known > square(units(c)) << 120n) return;
      if (n === 1 && sum > square(units(c))) return;
      assertSameTree(applied(clipByGlobalNorm(c), tree), tree);
      kept++;
    }),
    { numRuns: 300 },
  );
  assert(kept > 100, `only ${kept} cases told anything`);
});

Deno.test("clipByGlobalNorm() scales greater updates to its norm, each element in proportion", () => {
  let clipped = 0;
  check(
    fc.property(cases, ([tree, c]) => {
      const numbers = numbersOf(tree);
      const n = numbers.length;
      const greatest = Math.max(...numbers.map(Math.abs));
      const [sum, bound] = [sumOfSquares(numbers), units(c)];
      if (sum << 120n <= square(widened(bound, n + 4))) return;
      clipped++;
      const result = applied(clipByGlobalNorm(c), tree);
      assertEquals(result.map((x) => x.dtype), tree.map((x) => x.dtype));
      tree.forEach((leaf, i) => {
        // The element is x·c/‖u‖: n/2 + 1 roundings of the norm, one of the
        // quotient and of the product each; float32 takes one of its own.
        const single = leaf.dtype === "float32";
        const roundings = n + 8 + (single ? 2 ** 30 : 0);
        // Where the element over 2⁵⁶⁰, the quotient or the product is subnormal.
        const least = 2n + (bound >> (greatest > 1e140 ? 980n : 1074n)) +
          (single ? 1n << 925n : 0n);
        elements(leaf).forEach((x, j) => {
          const y = elements(result[i])[j];
          assert(x === 0 ? y === 0 : y === 0 || x > 0 === y > 0);
          const [size, exact] = [units(Math.abs(y)), square(units(x) * bound)];
          const low = size > least ? size - least : 0n;
          assert(
            square(low << 60n) * sum <= exact * square(widened(1n, roundings)),
            `${y} for ${x} is too great`,
          );
          const high = widened(size + least, roundings);
          assert(
            square(high) * sum >= exact << 120n,
            `${y} for ${x} is too small`,
          );
        });
      });
    }),
    { numRuns: 300 },
  );
  assert(clipped > 80, `only ${clipped} cases told anything`);
});

Deno.test("clipByGlobalNorm() gives a norm of at most maxNorm, up to (n + 6)·2⁻⁵⁴", () => {
  const ordinary = (dtype: Float) => moderateDouble().map(round[dtype]);
  check(
    fc.property(
      trees(ordinary),
      fc.double({ min: 2 ** -10, max: 8, noNaN: true }),
      (tree, c) => {
        const result = numbersOf(applied(clipByGlobalNorm(c), tree));
        const single = tree.some((x) => x.dtype === "float32");
        const roundings = result.length + 6 + (single ? 2 ** 30 : 0);
        // What float32 rounds to a subnormal is 2⁻¹⁵⁰ off at most.
        const least = BigInt(result.length) * (single ? 1n << 924n : 1n);
        const most = widened(units(c) + least, roundings);
        assert(sumOfSquares(result) << 120n <= square(most));
      },
    ),
    { numRuns: 200 },
  );
});

Deno.test("clipByGlobalNorm() scales before a sum of squares overflows or a square loses bits", () => {
  const near = (n: number, x: number) => {
    const u = tensor(Array(n * n).fill(x));
    for (const y of elements(applied(clipByGlobalNorm(x / 2), u))) {
      // ‖u‖ is n·x, by (n² + 2)·2⁻⁵⁴ of itself and its two divisions.
      const right = x / 2 / n;
      assert(Math.abs(y - right) <= (n * n + 6) * 2 ** -54 * right, `${x}`);
    }
  };
  // Around 10^±140, from where it scales, to where one square has no room.
  for (let x = 1e138; x < 1e156; x *= 2.5) near(8, x);
  for (let x = 1e-138; x > 1e-156; x /= 1.1) near(1, x);
});

Deno.test("clipByGlobalNorm() neither overflows nor underflows", () => {
  const { MAX_VALUE, MIN_VALUE } = Number;
  const half = Math.sqrt(0.5);
  const near = (actual: readonly number[], expected: readonly number[]) =>
    actual.forEach((x, i) =>
      // Three roundings, and two of the root.
      assert(Math.abs(x - expected[i]) <= 5 * 2 ** -53 * expected[i], `${x}`)
    );
  for (const scale of [2 ** 1000, 2 ** 500, 1, 2 ** -530, 2 ** -1000]) {
    const u = tensor([3 * scale, 4 * scale]);
    assertSameBits(elements(applied(clipByGlobalNorm(5 * scale), u)), [
      3 * scale,
      4 * scale,
    ]);
    near(elements(applied(clipByGlobalNorm(scale), u)), [
      0.6 * scale,
      0.8 * scale,
    ]);
  }
  const huge = tensor([MAX_VALUE, MAX_VALUE]);
  near(elements(applied(clipByGlobalNorm(1), huge)), [half, half]);
  near(elements(applied(clipByGlobalNorm(MAX_VALUE), huge)), [
    half * MAX_VALUE,
    half * MAX_VALUE,
  ]);
  const tiny = tensor([MIN_VALUE * 8, MIN_VALUE * 8]);
  assertEquals(elements(applied(clipByGlobalNorm(MIN_VALUE * 3), tiny)), [
    MIN_VALUE * 2, // 2.12 of the least numbers
    MIN_VALUE * 2,
  ]);
  assertEquals(elements(applied(clipByGlobalNorm(2.5e-300), tensor([1e300]))), [
    2.5e-300,
  ]);
});

Deno.test("clipByGlobalNorm() takes the norm of all tensors together, in float64", () => {
  const tree = { b: [tensor([3], "float32")], a: { c: tensor(4) } };
  const { a, b } = clipByGlobalNorm(2.5).apply(tree, {
    params: tree,
    t: scalar(1),
  });
  assertEquals([b[0].toArray(), b[0].dtype], [[1.5], "float32"]);
  assertEquals([a.c.item(), a.c.dtype], [2, "float64"]);
  // In float32 the squares would be infinite, and the norm be rounded.
  const single = vector([2 ** 70, 2 ** 70], "float32");
  const expected = Math.fround(2 ** 70 / Math.sqrt(2));
  assertEquals(elements(applied(clipByGlobalNorm(2 ** 70), single)), [
    expected,
    expected,
  ]);
  const fits = [vector([1], "float32"), vector([2 ** -13], "float32")];
  const norm = Math.sqrt(1 + 2 ** -26);
  assertSameTree(applied(clipByGlobalNorm(norm), fits), fits);
  const [first] = applied(clipByGlobalNorm(1), fits);
  assertEquals(elements(first), [1]); // 1 − 2⁻²⁷, rounded to float32
  const doubles = fits.map((x) => x.cast("float64"));
  assert(applied(clipByGlobalNorm(1), doubles)[0].item() < 1);
});

Deno.test("clipByGlobalNorm() adds squares tensor by tensor in the order of the tree", () => {
  check(
    fc.property(
      fc.array(fc.array(moderateDouble(), { minLength: 1, maxLength: 12 }), {
        minLength: 2,
        maxLength: 5,
      }),
      (rows) => {
        const norm = Math.sqrt(
          rows.reduce(
            (sum, row) => sum + tensor(row.map((x) => x * x)).sum().item(),
            0,
          ),
        );
        const result = applied(
          clipByGlobalNorm(2 ** -20),
          rows.map((row) => tensor(row)),
        );
        if (norm <= 2 ** -20) return;
        result.forEach((leaf, i) =>
          assertSameBits(
            elements(leaf),
            rows[i].map((x) => x / norm * 2 ** -20),
          )
        );
      },
    ),
  );
});

Deno.test("clipByGlobalNorm() keeps zeros, their signs, and what is empty", () => {
  const clip = clipByGlobalNorm(2 ** -1074);
  const tree = [vector([0, -0]), vector([-0], "float32"), vector([])];
  assertSameTree(applied(clip, tree), tree);
  assertEquals(applied(clip, [] as Tree), []);
  assertEquals(applied(clip, [zeros([0, 3])])[0].shape, [0, 3]);
  const [empty, full] = applied(clipByGlobalNorm(1), [vector([]), vector([2])]);
  assertEquals([elements(empty), elements(full)], [[], [1]]);
});

Deno.test("clipByGlobalNorm() keeps the bits of integers whose norm is maxNorm", () => {
  let triples = 0;
  for (let a = 1; a < 60; a++) {
    for (let b = a; b < 60; b++) {
      const c = Math.sqrt(a * a + b * b);
      if (!Number.isInteger(c)) continue;
      triples++;
      for (let k = -1074; k <= 1016; k += 38) {
        const scale = 2 ** k;
        const u = vector([a * scale, -b * scale]);
        assertSameTree([applied(clipByGlobalNorm(c * scale), u)], [u]);
      }
    }
  }
  assertEquals(triples, 30);
});

Deno.test("clipByGlobalNorm() never hides an element that is not finite", () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    for (const c of [1, Number.MAX_VALUE]) {
      for (const place of [0, 1, 2]) {
        const rows = [[1, 0], [2], [3]];
        rows[place][0] = bad;
        const tree = rows.map((row, i) =>
          vector(row, i === 1 ? "float32" : "float64")
        );
        const result = applied(clipByGlobalNorm(c), tree);
        const rest = Number.isNaN(bad) ? NaN : 0;
        const expected = [rest, rest, rest, rest];
        expected[[0, 2, 3][place]] = NaN;
        assertEquals(numbersOf(result), expected);
      }
    }
  }
});
