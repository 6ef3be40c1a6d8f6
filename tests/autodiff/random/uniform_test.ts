import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { key } from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check, finiteDouble } from "../../support/property.ts";
import { blockOf, seeds, STREAM, upper53 } from "./words.ts";

const dtypes = ["float64", "float32"] as const;

Deno.test("uniform() is the upper 53 bits of block (i, 0) over 2⁵³", () => {
  check(fc.property(seeds(), fc.nat(50), (seed, n) => {
    const own = key(seed);
    const expected = Float64Array.from(
      { length: n },
      (_, i) => upper53(blockOf(own, i, STREAM.uniform)),
    );
    assertSameBits(own.uniform([n]).toTypedArray(), expected);
  }));
});

Deno.test("uniform() in float32 is the upper 24 bits of the first word", () => {
  check(fc.property(seeds(), fc.nat(50), (seed, n) => {
    const own = key(seed);
    const expected = Float32Array.from(
      { length: n },
      (_, i) => (blockOf(own, i, STREAM.uniform)[0] >>> 8) / 2 ** 24,
    );
    const drawn = own.uniform([n], { dtype: "float32" });
    assertSameBits(drawn.toTypedArray(), expected);
  }));
});

Deno.test("uniform() of an interval is low + (high − low) · u, below high", () => {
  check(
    fc.property(
      seeds(),
      finiteDouble(),
      finiteDouble(),
      fc.constantFrom(...dtypes),
      (seed, a, b, dtype) => {
        const round = dtype === "float32" ? Math.fround : (x: number) => x;
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(round);
        fc.pre(low < high && round(high - low) < Infinity);
        const u = key(seed).uniform([20], { dtype }).toTypedArray();
        const x = key(seed).uniform([20], { low, high, dtype });
        assertEquals(x.dtype, dtype);
        x.toTypedArray().forEach((x, i) => {
          const wide = round(low + round(round(high - low) * u[i]));
          assert(x >= low && x < high, `${x} in [${low}, ${high})`);
          assert(wide === x || wide >= high && next(x, dtype) === high);
        });
      },
    ),
    { numRuns: 1000 },
  );
});

/** The least number of the dtype that is greater. */
function next(x: number, dtype: "float64" | "float32"): number {
  if (x === 0) return dtype === "float32" ? 2 ** -149 : Number.MIN_VALUE;
  if (dtype === "float64") {
    const bits = new BigInt64Array(new Float64Array([x]).buffer);
    bits[0] += x > 0 ? 1n : -1n;
    return new Float64Array(bits.buffer)[0];
  }
  const bits = new Int32Array(new Float32Array([x]).buffer);
  bits[0] += x > 0 ? 1 : -1;
  return new Float32Array(bits.buffer)[0];
}

// Half of the draws round to `high` where it is the number after `low`.
Deno.test("uniform() replaces what rounds to high by the number below", () => {
  const narrow: [number, number, "float64" | "float32"][] = [
    [1, 1 + 2 ** -52, "float64"],
    [-1 - 2 ** -52, -1, "float64"],
    [-Number.MIN_VALUE, 0, "float64"],
    [0, Number.MIN_VALUE, "float64"],
    [1, 1 + 2 ** -23, "float32"],
    [-1 - 2 ** -23, -1, "float32"],
    [-(2 ** -149), -0, "float32"],
    [0, 2 ** -149, "float32"],
  ];
  for (const [low, high, dtype] of narrow) {
    const x = key(3).uniform([64], { low, high, dtype });
    assertEquals(new Set(x.toTypedArray()), new Set([low]));
  }
  const high = 2 ** 53 + 2;
  const x = key(3).uniform([256], { low: 2 ** 53 - 2, high });
  assertEquals(
    new Set(x.toTypedArray()),
    new Set([2 ** 53 - 2, 2 ** 53 - 1, 2 ** 53]),
  );
});

Deno.test("uniform() of fewer elements is the beginning of that of more", () => {
  check(fc.property(
    seeds(),
    fc.nat(40),
    fc.nat(40),
    fc.constantFrom(...dtypes),
    (seed, n, more, dtype) => {
      const long = key(seed).uniform([n + more], { dtype }).toTypedArray();
      const short = key(seed).uniform([n], { dtype }).toTypedArray();
      assertSameBits(short, long.slice(0, n));
    },
  ));
});

Deno.test("uniform() arranges the same elements in any shape", () => {
  const shapes = fc.constantFrom(
    ...[[24], [2, 3, 4], [4, 6], [1, 24, 1], [12, 2]],
  );
  check(fc.property(seeds(), shapes, (seed, shape) => {
    const x = key(seed).uniform(shape);
    assertEquals(x.shape, shape);
    assertSameBits(x.toTypedArray(), key(seed).uniform([24]).toTypedArray());
  }));
  assertEquals(key(0).uniform([]).item(), key(0).uniform([1]).item());
  assertEquals(key(0).uniform([3, 0]).shape, [3, 0]);
});

Deno.test("uniform() keeps its own shape when the caller changes the array", () => {
  const shape = [2, 3];
  const x = key(0).uniform(shape);
  shape[0] = 7;
  assertEquals(x.shape, [2, 3]);
});

Deno.test("uniform() refuses empty and infinite intervals", () => {
  const wrong = [
    { low: 1 },
    { low: 2, high: 1 },
    { low: NaN },
    { high: Infinity },
    { low: -Infinity },
    { low: -1e308, high: 1e308 },
    { low: 1, high: 1 + 2 ** -40, dtype: "float32" as const },
    { high: 1e39, dtype: "float32" as const },
    { low: -3e38, high: 3e38, dtype: "float32" as const },
  ];
  for (const options of wrong) {
    const { low = 0, high = 1, dtype = "float64" } = options;
    assertThrows(
      () => key(0).uniform([1], options),
      RangeError,
      `Cannot uniform: low must be less than high, and both and their ` +
        `distance finite in ${dtype}; current values are ${low} and ${high}`,
    );
  }
});

Deno.test("uniform() refuses other dtypes and impossible shapes", () => {
  assertThrows(
    () => key(0).uniform([1], { dtype: "int32" as never }),
    TypeError,
    "Cannot uniform: dtype must be float64 or float32, current dtype is int32",
  );
  for (const shape of [[-1], [1.5], [2, NaN]]) {
    assertThrows(() => key(0).uniform(shape), RangeError, "Cannot uniform");
  }
  assertThrows(
    () => key(0).uniform([65537, 65536]),
    RangeError,
    "Cannot uniform: a draw must have at most 4294967296 elements, current " +
      "shape is [65537, 65536]",
  );
});

// These fix the numbers of every result: they must never change. They were
// computed from blocks of JAX, without this library.
Deno.test("uniform() has its bits for ever", () => {
  assertEquals(key(0).uniform([3]).toArray(), [
    0.41845711171638655,
    0.3146817192326744,
    0.39316027913817875,
  ]);
  assertEquals(key(2 ** 53 - 1).uniform([2], { low: -1 }).toArray(), [
    -0.00503628309579951,
    0.9820096119105683,
  ]);
  assertEquals(key(0).uniform([3], { dtype: "float32" }).toArray(), [
    0.4184570908546448,
    0.3146817088127136,
    0.39316022396087646,
  ]);
});
