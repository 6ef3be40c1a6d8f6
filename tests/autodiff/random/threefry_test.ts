import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { threefry2x32 } from "../../../autodiff/random/threefry.ts";
import { check } from "../../support/property.ts";

/** Counter, key, block. */
type Vector = [
  counter: [number, number],
  key: [number, number],
  block: [number, number],
];

// The known answers of Random123 for threefry2x32 with 20 rounds: zeros, ones
// and the digits of π.
const random123: Vector[] = [
  [[0, 0], [0, 0], [0x6b200159, 0x99ba4efe]],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x243f6a88, 0x85a308d3],
    [0x13198a2e, 0x03707344],
    [0xc4923a9c, 0x483df7a0],
  ],
];

// What threefry2x32_p of JAX 0.10.2 gives.
const jax: Vector[] = [
  [
    [0xb8672f8c, 0xeebc1448],
    [0x6ac1f425, 0xff4780eb],
    [0xf99863bf, 0xedd03133],
  ],
  [
    [0x4d65aacb, 0xffc11e85],
    [0x00077eff, 0x20ccc389],
    [0xc7a8c88c, 0x6ce0b1bb],
  ],
  [
    [0x17a38090, 0x65865081],
    [0x2591cb4f, 0x3c7053c0],
    [0x579107d2, 0x91f76eb2],
  ],
  [
    [0x5876aaed, 0xab7479fc],
    [0x2faebfcc, 0x634e1e47],
    [0x6b678e53, 0xe7b13341],
  ],
];

function assertVectors(vectors: Vector[]) {
  for (const [[c0, c1], [k0, k1], block] of vectors) {
    assertEquals(threefry2x32(k0, k1, c0, c1), block);
  }
}

Deno.test("threefry2x32() gives the published known answers", () => {
  assertVectors(random123);
});

Deno.test("threefry2x32() gives the blocks of JAX", () => {
  assertVectors(jax);
});

const word = fc.integer({ min: 0, max: 0xffffffff });

Deno.test("threefry2x32() can be undone: a bijection of counters", () => {
  check(
    fc.property(word, word, word, word, (k0, k1, c0, c1) => {
      const [x0, x1] = threefry2x32(k0, k1, c0, c1);
      assertEquals(undo(k0, k1, x0, x1), [c0, c1]);
    }),
    { numRuns: 1000 },
  );
});

/** The counter of a block, by the inverse of each step, last one first. */
function undo(k0: number, k1: number, x0: number, x1: number) {
  const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
  const keys = [k0, k1, 0x1bd11bda ^ k0 ^ k1];
  for (let round = 19; round >= 0; round--) {
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x0 = (x0 - keys[injection % 3]) >>> 0;
      x1 = (x1 - keys[(injection + 1) % 3] - injection) >>> 0;
    }
    x1 = (x1 ^ x0) >>> 0;
    const right = rotations[round % 8];
    x1 = ((x1 >>> right) | (x1 << (32 - right))) >>> 0;
    x0 = (x0 - x1) >>> 0;
  }
  return [(x0 - k0) >>> 0, (x1 - k1) >>> 0];
}
