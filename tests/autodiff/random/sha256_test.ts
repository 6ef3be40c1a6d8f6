import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { padding, sha256, sha256Hex } from "../../../autodiff/random/sha256.ts";
import { check } from "../../support/property.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

// The examples of NIST for FIPS 180-4, and the million letters of FIPS 180-2.
const vectors: [string, string][] = [
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  [
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn" +
    "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
  ],
  [
    "a".repeat(1_000_000),
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
  ],
];

Deno.test("sha256Hex() gives the published digests", () => {
  for (const [message, digest] of vectors) {
    assertEquals(sha256Hex(utf8(message)), digest);
  }
});

Deno.test("sha256() agrees with node:crypto at every length from 0 to 300", () => {
  const bytes = fc.uint8Array({ minLength: 300, maxLength: 300 });
  check(
    fc.property(bytes, (all) => {
      for (let length = 0; length <= 300; length++) {
        const message = all.subarray(0, length);
        const expected = createHash("sha256").update(message).digest();
        assertEquals(sha256(message), Uint8Array.from(expected));
      }
    }),
    { numRuns: 5 },
  );
});

Deno.test("sha256() reads a view within a buffer and leaves it unchanged", () => {
  const whole = utf8("xxabcxx");
  assertEquals(sha256Hex(whole.subarray(2, 5)), vectors[1][1]);
  assertEquals(whole, utf8("xxabcxx"));
});

Deno.test("padding() counts bits in 64 of them", () => {
  const end = padding(0x2345678901); // ·8 = 0x11a2b3c4808
  assertEquals(end.length, 63);
  assertEquals([...end.subarray(0, 2)], [0x80, 0]);
  assertEquals([...end.subarray(-8)], [0, 0, 1, 0x1a, 0x2b, 0x3c, 0x48, 8]);
});
