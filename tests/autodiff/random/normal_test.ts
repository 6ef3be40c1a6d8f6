import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import * as fc from "fast-check";
import { key } from "../../../autodiff/mod.ts";
import type { Data } from "../../../autodiff/dtypes.ts";
import {
  cos32,
  cos64,
  log32,
  log64,
} from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, moderateDouble } from "../../support/property.ts";
import { blockOf, seeds, STREAM, upper53 } from "./words.ts";

const dtypes = ["float64", "float32"] as const;
const deviation = moderateDouble().map(Math.abs);

Deno.test("normal() is the Box–Muller transform of blocks 0 and 1", () => {
  check(fc.property(
    seeds(),
    moderateDouble(),
    deviation,
    (seed, mean, standardDeviation) => {
      const own = key(seed);
      const expected = Float64Array.from({ length: 20 }, (_, i) => {
        const u1 = 1 - upper53(blockOf(own, i, STREAM.normal));
        const u2 = upper53(blockOf(own, i, STREAM.normal + 1));
        const z = Math.sqrt(-2 * log64(u1)) * cos64(2 * Math.PI * u2);
        return mean + standardDeviation * z;
      });
      const x = own.normal([4, 5], { mean, standardDeviation });
      assertEquals([x.dtype, x.shape], ["float64", [4, 5]]);
      assertSameBits(x.toTypedArray(), expected);
    },
  ));
});

Deno.test("normal() in float32 takes both numbers from block 0, rounding each step", () => {
  const f = Math.fround;
  check(fc.property(
    seeds(),
    moderateDouble(),
    deviation,
    (seed, mean, standardDeviation) => {
      const own = key(seed);
      const expected = Float32Array.from({ length: 20 }, (_, i) => {
        const [first, second] = blockOf(own, i, STREAM.normal);
        const u1 = f((first + 1) / 2 ** 32);
        const u2 = (second >>> 8) / 2 ** 24;
        const radius = f(Math.sqrt(f(-2 * log32(u1))));
        const z = f(radius * cos32(f(f(2 * Math.PI) * u2)));
        return f(f(mean) + f(f(standardDeviation) * z));
      });
      const x = own.normal([20], { mean, standardDeviation, dtype: "float32" });
      assertSameBits(x.toTypedArray(), expected);
    },
  ));
});

Deno.test("normal() of fewer elements is the beginning of that of more", () => {
  check(fc.property(
    seeds(),
    fc.nat(20),
    fc.nat(20),
    fc.constantFrom(...dtypes),
    (seed, n, more, dtype) => {
      const long = key(seed).normal([n + more], { dtype }).toTypedArray();
      const short = key(seed).normal([n], { dtype }).toTypedArray();
      assertSameBits(short, long.slice(0, n));
      const shaped = key(seed).normal([1, n + more, 1], { dtype });
      assertSameBits(shaped.toTypedArray(), long);
    },
  ));
});

// √(2 · 53 · ln 2) = 8.5716… and √(2 · 32 · ln 2) = 6.6604…, at the least u₁.
Deno.test("normal() stays within the documented distance", () => {
  const u1 = 2 ** -53;
  assert(Math.sqrt(-2 * log64(u1)) < 8.58);
  assert(Math.fround(Math.sqrt(Math.fround(-2 * log32(2 ** -32)))) < 6.67);
});

Deno.test("normal() with no deviation is the mean", () => {
  for (const dtype of dtypes) {
    const x = key(1).normal([100], { mean: 3, standardDeviation: 0, dtype });
    assertEquals(new Set(x.toTypedArray()), new Set([3]));
  }
});

Deno.test("normal() refuses other dtypes, shapes and parameters", () => {
  assertThrows(
    () => key(0).normal([1], { dtype: "bool" as never }),
    TypeError,
    "Cannot normal: dtype must be float64 or float32, current dtype is bool",
  );
  assertThrows(() => key(0).normal([-1]), RangeError, "Cannot normal");
  for (const standardDeviation of [-1, NaN, Infinity]) {
    assertThrows(
      () => key(0).normal([1], { standardDeviation }),
      RangeError,
      "Cannot normal: standardDeviation must be at least 0 and finite in " +
        `float64, current value is ${standardDeviation}`,
    );
  }
  for (const mean of [NaN, Infinity, -Infinity]) {
    assertThrows(
      () => key(0).normal([1], { mean }),
      RangeError,
      `Cannot normal: mean must be finite in float64, current value is ${mean}`,
    );
  }
  const dtype = "float32";
  const big = 1e39;
  assertThrows(() => key(0).normal([1], { mean: big, dtype }), RangeError);
  assertThrows(
    () => key(0).normal([1], { standardDeviation: big, dtype }),
    RangeError,
  );
});

const others = { mean: 1, standardDeviation: 0.5 };

// The exact transform of blocks of JAX, in arithmetic of 40 digits. The angle is
// off by at most 2π units of the last place (that of 2π and that of the
// product, half of one each), the other steps by four: together (2π + 4) ε times
// the radius, which is below 8.58, and 6.67 in float32.
Deno.test("normal() agrees with the transform in exact arithmetic", () => {
  const exact: [number[], Data, number][] = [
    [
      [-0.8364050467228268998, -0.43446419298474273041, -0.4830306978391555814],
      key(0).normal([3]).toTypedArray(),
      8.58 * (2 * Math.PI + 4) * 2 ** -52,
    ],
    [
      [-0.45150849901974475021, 1.3754690303525587157],
      key(2 ** 53 - 1).normal([2], others).toTypedArray(),
      8.58 * (2 * Math.PI + 4) * 2 ** -52,
    ],
    [
      [-1.51972725146, -0.583537461288, -0.488883970691],
      key(0).normal([3], { dtype: "float32" }).toTypedArray(),
      6.67 * (2 * Math.PI + 4) * 2 ** -23,
    ],
  ];
  for (const [right, drawn, tolerance] of exact) {
    right.forEach((x, i) => assertAlmostEquals(drawn[i], x, tolerance));
  }
});

// These fix the numbers of every result: they must never change.
Deno.test("normal() has its bits for ever", () => {
  assertEquals(key(0).normal([3]).toArray(), [
    -0.8364050467228269,
    -0.43446419298474276,
    -0.4830306978391554,
  ]);
  assertEquals(key(2 ** 53 - 1).normal([2], others).toArray(), [
    -0.4515084990197449,
    1.3754690303525587,
  ]);
  assertEquals(key(0).normal([3], { dtype: "float32" }).toArray(), [
    -1.519727110862732,
    -0.5835375785827637,
    -0.4888838231563568,
  ]);
});
