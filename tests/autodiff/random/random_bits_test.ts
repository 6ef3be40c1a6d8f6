import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  key,
  keyOf,
  stack,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";
import { unwrap } from "../../../autodiff/handle.ts";
import { type Tensor, wrap } from "../../../autodiff/tensor.ts";
import {
  type Blocks,
  randomBits,
} from "../../../autodiff/random/random_bits.ts";
import { check } from "../../support/property.ts";
import { assertSameBits } from "../../support/bits.ts";
import { assertPlausible, assertRejected, normalTails } from "./statistics.ts";
import { blockOf, seeds } from "./words.ts";

function bitsOf(bits: Tensor, blocks: Blocks): Tensor {
  return wrap(randomBits(unwrap("test", bits), blocks));
}

const word = fc.integer({ min: 0, max: 0xffffffff });

Deno.test("randomBits() gives block (first + i, stream) of the key", () => {
  const blocks = fc.record({
    first: fc.oneof(word, fc.constantFrom(0, 0xffffffff - 20)),
    count: fc.nat(20),
    stream: word,
  });
  check(fc.property(seeds(), blocks, (seed, blocks) => {
    const own = key(seed);
    const { first, count, stream } = blocks;
    const drawn = bitsOf(own.bits, blocks);
    assertEquals([drawn.dtype, drawn.shape], ["uint32", [count, 2]]);
    const expected = Array.from(
      { length: count },
      (_, i) => blockOf(own, (first + i) % 2 ** 32, stream),
    );
    assertEquals(drawn.toArray(), expected);
  }));
});

Deno.test("randomBits() gives each mapped key what it gets alone", () => {
  const blocks = { first: 5, count: 3, stream: 7 };
  const draw = (bits: Tensor) => bitsOf(bits, blocks);
  check(
    fc.property(fc.array(seeds(), { minLength: 1, maxLength: 5 }), (all) => {
      const keys = all.map((seed) => key(seed).bits);
      const alone = stack(keys.map(draw));
      const together = vmap(draw)(stack(keys));
      assertEquals(together.shape, [all.length, 3, 2]);
      assertSameBits(together.toTypedArray(), alone.toTypedArray());
      const twice = vmap(vmap(draw))(stack([stack(keys), stack(keys)]));
      assertEquals(twice.shape, [2, all.length, 3, 2]);
      assertSameBits(
        twice.toTypedArray(),
        stack([alone, alone]).toTypedArray(),
      );
    }),
  );
});

Deno.test("randomBits() has no derivative", () => {
  const f = (x: Tensor) => {
    const bits = x.floor().cast("uint32");
    return bitsOf(bits, { first: 0, count: 2, stream: 0 })
      .cast("float64").mul(x.sum()).sum();
  };
  const at = tensor([3.5, 4.5]);
  const total = bitsOf(keyOf(tensor([3, 4], "uint32")).bits, {
    first: 0,
    count: 2,
    stream: 0,
  }).cast("float64").sum().item();
  assertEquals(grad(f)(at).toArray(), [total, total]);
});

// A bit that is 1 with probability ½ + δ is rejected with probability 0.999
// where |δ| ≥ (4.89 + 3.09)/(2√n) = 0.0126, so a lost one always is.
Deno.test("randomBits() has as many ones as zeros in each of 64 bits", () => {
  const count = 100_000;
  for (const seed of [0, 1, 2 ** 53 - 1]) {
    const { bits } = key(seed);
    const words = bitsOf(bits, { first: 0, count, stream: 0 }).toTypedArray();
    for (let bit = 0; bit < 64; bit++) {
      assertPlausible(balance(words, bit), `bit ${bit} of key ${seed}`);
    }
    const lost = words.map((word) => word & ~(1 << 5));
    assertRejected(balance(lost, 5), "a bit lost");
  }
});

/** The test that bit 0 ≤ `bit` < 64 of each block is fair. */
function balance(words: ArrayLike<number>, bit: number): number {
  let ones = 0;
  const count = words.length / 2;
  for (let i = 0; i < count; i++) {
    ones += (words[2 * i + (bit >> 5)] >>> (bit & 31)) & 1;
  }
  return normalTails((ones - count / 2) / Math.sqrt(count / 4));
}
