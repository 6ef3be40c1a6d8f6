import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { type Key, key, keyOf, tensor } from "../../../autodiff/mod.ts";
import { threefry2x32 } from "../../../autodiff/random/threefry.ts";
import { check } from "../../support/property.ts";
import { blockOf, joined, seeds, STREAM } from "./words.ts";

const bitsOf = (key: Key) => key.bits.toArray();

/** Names of every kind, without lone surrogates. */
const names = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "a", "\0", "é", "e\u0301", "𝒘", "\ufffd", "constructor"),
);

Deno.test("key() holds the seed in two words", () => {
  check(fc.property(seeds(), (seed) => {
    const { bits } = key(seed);
    assertEquals([bits.dtype, bits.shape], ["uint32", [2]]);
    assertEquals(joined(bits.toTypedArray()), BigInt(seed));
  }));
});

Deno.test("key() draws other numbers for every seed, 0 and 2⁵³ − 1 included", () => {
  const around = (n: number) => Array.from({ length: 100 }, (_, i) => n + i);
  const all = [
    ...around(0),
    ...around(2 ** 32 - 50),
    ...around(2 ** 53 - 100),
    ...Array.from({ length: 21 }, (_, i) => 2 ** (i + 32) + 7),
  ];
  const draws = all.map((seed) => key(seed).uniform([2]).toArray().toString());
  assertEquals(new Set(draws).size, new Set(all).size);
});

Deno.test("key() refuses what is not an integer from 0 to 2⁵³ − 1", () => {
  for (const seed of [-1, 0.5, 2 ** 53, NaN, Infinity, "1" as never]) {
    assertThrows(
      () => key(seed),
      RangeError,
      "Cannot key: seed must be an integer in [0, 9007199254740991], " +
        `current value is ${typeof seed === "string" ? `"1"` : seed}`,
    );
  }
});

Deno.test("keyOf() gives the key that has these bits", () => {
  const own = key(2 ** 40 + 3).fold("x");
  assertEquals(bitsOf(keyOf(own.bits)), bitsOf(own));
  assertEquals(
    keyOf(own.bits).normal([3]).toArray(),
    own.normal([3]).toArray(),
  );
});

Deno.test("keyOf() refuses other dtypes and shapes", () => {
  assertThrows(
    () => keyOf(tensor([1, 2])),
    TypeError,
    "Cannot keyOf: bits must be uint32 of shape [2], they are float64 of " +
      "shape [2]",
  );
  for (const bits of [[1], [1, 2, 3], [[1, 2]], 1]) {
    assertThrows(() => keyOf(tensor(bits, "uint32")), TypeError, "keyOf");
  }
  assertThrows(() => keyOf([1, 2] as never), TypeError, "Cannot keyOf");
});

Deno.test("fold() is Threefry of the name's hash under the key's fold block", () => {
  check(fc.property(seeds(), names, (seed, name) => {
    const hash = createHash("sha256").update(name, "utf8").digest();
    const [k0, k1] = blockOf(key(seed), 0, STREAM.fold);
    const [h0, h1] = [hash.readUInt32BE(0), hash.readUInt32BE(4)];
    assertEquals(bitsOf(key(seed).fold(name)), threefry2x32(k0, k1, h0, h1));
  }));
});

Deno.test("fold() keeps names apart that differ in form, case or order", () => {
  const k = key(1);
  assertNotEquals(bitsOf(k.fold("é")), bitsOf(k.fold("e\u0301")));
  assertNotEquals(bitsOf(k.fold("a")), bitsOf(k.fold("A")));
  assertNotEquals(bitsOf(k.fold("a").fold("b")), bitsOf(k.fold("b").fold("a")));
  assertNotEquals(bitsOf(k.fold("a").fold("b")), bitsOf(k.fold("ab")));
  assertNotEquals(bitsOf(k.fold("")), bitsOf(k));
});

Deno.test("fold() refuses lone surrogates and what is not a string", () => {
  assertThrows(
    () => key(0).fold("ab\ud800c"),
    RangeError,
    'Cannot fold: name must be well-formed Unicode, current value is "ab\\ud800c"' +
      ", with a lone surrogate at 2",
  );
  assertThrows(() => key(0).fold("\udc00"), RangeError, "at 0");
  assertThrows(
    () => key(0).fold(3 as never),
    TypeError,
    "Cannot fold: name must be a string, current value is 3",
  );
});

Deno.test("split() gives block (i, 4·2²⁸) as child i, however many there are", () => {
  check(fc.property(seeds(), fc.nat(20), (seed, n) => {
    const children = key(seed).split(n).map(bitsOf);
    const blocks = Array.from(
      { length: n },
      (_, i) => blockOf(key(seed), i, STREAM.split),
    );
    assertEquals(children, blocks);
  }));
});

Deno.test("split() refuses what is not a number of children", () => {
  for (const n of [-1, 1.5, NaN, 2 ** 32 + 1]) {
    assertThrows(
      () => key(0).split(n),
      RangeError,
      `Cannot split: n must be an integer in [0, 4294967296], current value ` +
        `is ${n}`,
    );
  }
});

Deno.test("fold(), split() and draws of a key never coincide", () => {
  check(
    fc.property(seeds(), (seed) => {
      const own = key(seed);
      const elements = Array.from({ length: 100 }, (_, i) => i);
      const draws = [
        STREAM.uniform,
        STREAM.normal,
        STREAM.normal + 1,
        STREAM.integers,
        STREAM.integers + 1,
        STREAM.permutation,
      ].flatMap((s) => elements.map((i) => joined(blockOf(own, i, s))));
      const children = [
        own,
        ...own.split(100),
        ...elements.map((i) => own.fold(String(i))),
      ].map((child) => joined(child.bits.toTypedArray()));
      const all = [...draws, ...children];
      assertEquals(new Set(all).size, all.length);
    }),
    { numRuns: 20 },
  );
});

// These fix the numbers of every result: they must never change. They were
// computed from blocks of JAX, without this library.
Deno.test("key() and its children have their bits for ever", () => {
  assertEquals(bitsOf(key(0).fold("iris")), [3319738333, 3500893290]);
  assertEquals(bitsOf(key(2 ** 53 - 1).fold("データ").fold("")), [
    2071545197,
    4131402025,
  ]);
  assertEquals(key(0).split(2).map(bitsOf), [[1630104743, 2146109044], [
    727866121,
    2463789730,
  ]]);
  assertEquals(bitsOf(key(12345).split(3)[2].fold("a")), [
    551881528,
    2067019374,
  ]);
});
