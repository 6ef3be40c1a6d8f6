import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { decodeTree, encodeTree, tensor, zeros } from "../../../mod.ts";
import { assertSameTree, frame, type Typed } from "./support.ts";

const tree = {
  z: {},
  "é\ud800": [tensor([-2], "int32"), zeros([0, 3], "bool")],
  f: tensor([-0, NaN, 0.1], "float32"),
  a: tensor([[1.5, NaN]]),
  u: tensor(4294967295, "uint32"),
  b: tensor([true, false]),
};

// Made from the layout alone, with Python's struct and hashlib.
const golden = `
89 44 45 53 43 45 4e 54 01 00 00 00 eb 00 00 00
00 00 00 00 01 06 00 00 00 01 00 00 00 61 00 03
01 02 00 00 00 01 00 00 00 00 00 00 00 02 00 00
00 00 00 00 00 00 00 00 00 00 00 f8 3f 00 00 00
00 00 00 f8 7f 01 00 00 00 62 00 03 05 01 00 00
00 02 00 00 00 00 00 00 00 01 00 01 00 00 00 66
00 03 02 01 00 00 00 03 00 00 00 00 00 00 00 00
00 00 80 00 00 c0 7f cd cc cc 3d 01 00 00 00 75
00 03 04 00 00 00 00 ff ff ff ff 01 00 00 00 7a
00 01 00 00 00 00 02 00 00 00 e9 00 00 d8 02 02
00 00 00 03 03 01 00 00 00 01 00 00 00 00 00 00
00 fe ff ff ff 03 05 02 00 00 00 00 00 00 00 00
00 00 00 03 00 00 00 00 00 00 00 e9 ce 5a 7c 22
a3 13 36 79 44 a8 0f 37 f4 b2 cb fb c8 b7 88 03
a5 3d 4f d3 ff c6 48 5b ec 40 4e
`;

const expected = new Uint8Array(
  golden.trim().split(/\s+/).map((byte) => parseInt(byte, 16)),
);

Deno.test("encodeTree() writes the documented layout", () => {
  assertEquals(encodeTree(tree), expected);
});

Deno.test("decodeTree() reads the documented layout", () => {
  assertSameTree(decodeTree(expected), tree);
});

Deno.test("decodeTree() refuses any byte that was changed", () => {
  for (let i = 0; i < expected.length; i++) {
    for (const change of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
      const changed = expected.slice();
      changed[i] ^= change;
      assertThrows(
        () => decodeTree(changed),
        RangeError,
        i < 8
          ? "Cannot decodeTree: the bytes must begin with "
          : "Cannot decodeTree: ",
        `byte ${i}`,
      );
    }
  }
});

Deno.test("decodeTree() refuses bytes that are cut short or too many", () => {
  for (let n = 0; n < expected.length; n++) {
    const cut = expected.subarray(0, n);
    assertThrows(() => decodeTree(cut), RangeError, "Cannot decodeTree: ");
  }
  const longer = new Uint8Array([...expected, 0]);
  assertThrows(
    () => decodeTree(longer),
    RangeError,
    `as many as they say, ${expected.length}, and at least 52, current value ` +
      `is ${longer.length}`,
  );
});

Deno.test("decodeTree() gives the tree with that encoding, or an error, for any body", () => {
  // Without what is NaN, or one as another dtype: its payload is not kept.
  const finite = {
    ...tree,
    "é\ud800": [tensor([2], "int32"), zeros([0, 3], "bool")],
    f: tensor([-0, 0.1], "float32"),
    a: tensor(1.5),
    u: tensor(1000, "uint32"),
  };
  const body = [...encodeTree(finite).subarray(20, -32)];
  let trees = 0;
  for (let i = 0; i < body.length; i++) {
    for (const byte of [0, 1, 2, 3, 4, 5, 6, 7, 128, 200]) {
      const bytes = frame(body.with(i, byte));
      let decoded: unknown;
      try {
        decoded = decodeTree(bytes);
      } catch (error) {
        assertMatch(String(error), /^RangeError: Cannot decodeTree: /);
        continue;
      }
      assertEquals(encodeTree(decoded as Typed), bytes);
      trees++;
    }
  }
  assert(trees > 100);
});

const code = (text: string) => [...text].flatMap((c) => [c.charCodeAt(0), 0]);
const uint32 = (n: number) => [n, 0, 0, 0];
const uint64 = (n: number) => [n, 0, 0, 0, 0, 0, 0, 0];
const empty = [1, ...uint32(0)];
const key = (text: string) => [...uint32(text.length), ...code(text)];

/** Bodies with a right digest that no tree has, and what is said of them. */
const malformed: [string, number[], string][] = [
  ["no node", [], "a node at byte 20 must have 1 bytes, there are 0"],
  [
    "an unknown node",
    [9],
    "the node at byte 20 must be 1 (a record), 2 (an array) or 3 (a tensor), " +
    "current value is 9",
  ],
  [
    "an unknown dtype",
    [3, 6, ...uint32(0)],
    "the dtype at byte 21 must be 1 (float64), 2 (float32), 3 (int32), " +
    "4 (uint32), 5 (bool), current value is 6",
  ],
  [
    "a bool of 2",
    [3, 5, ...uint32(1), ...uint64(2), 1, 2],
    "the bool at byte 35 must be 0 or 1, current value is 2",
  ],
  [
    "too few elements",
    [3, 1, ...uint32(1), ...uint64(2), ...uint64(0)],
    "the elements of a tensor at byte 34 must have 16 bytes, there are 8",
  ],
  [
    "too many bytes",
    [...empty, 0],
    "the tree must end at byte 26, current value is 25",
  ],
  [
    "an axis of 2⁵³",
    [3, 5, ...uint32(2), ...uint64(0), 0, 0, 0, 0, 0, 0, 32, 0],
    "an axis length must be a whole number of at least 0, current shape is " +
    "[0, 9007199254740992]",
  ],
  [
    "keys in another order",
    [1, ...uint32(2), ...key("b"), ...empty, ...key("a"), ...empty],
    'the key at byte 36 must come after "b", current value is "a"',
  ],
  [
    "a key twice",
    [1, ...uint32(2), ...key("a"), ...empty, ...key("a"), ...empty],
    'the key at byte 36 must come after "a", current value is "a"',
  ],
  [
    "a key cut short",
    [1, ...uint32(1), ...uint32(2), 65, 0],
    "a key at byte 29 must have 4 bytes, there are 2",
  ],
];

for (const [what, body, message] of malformed) {
  Deno.test(`decodeTree() refuses ${what}`, () => {
    const error = assertThrows(() => decodeTree(frame(body)), RangeError);
    assertEquals(error.message, `Cannot decodeTree: ${message}`);
  });
}

Deno.test("decodeTree() refuses other kinds of bytes, versions and values", () => {
  assertThrows(
    () => decodeTree(new TextEncoder().encode("{}")),
    RangeError,
    "Cannot decodeTree: the bytes must begin with 89 44 45 53 43 45 4e 54, " +
      "they begin with 7b 7d",
  );
  assertThrows(
    () => decodeTree(new Uint8Array()),
    RangeError,
    "they begin with nothing",
  );
  assertThrows(
    () => decodeTree(frame(empty, 2)),
    RangeError,
    "Cannot decodeTree: the version of the layout must be 1, current value " +
      "is 2",
  );
  const changed = frame(empty);
  changed[changed.length - 1] ^= 1;
  assertThrows(
    () => decodeTree(changed),
    RangeError,
    "must be the SHA-256 of all in front; some bytes were changed",
  );
  assertThrows(
    () => decodeTree("{}" as unknown as Uint8Array),
    TypeError,
    'Cannot decodeTree: expected a Uint8Array, current value is "{}"',
  );
});

Deno.test("encodeTree() refuses what is not a tree of tensors", () => {
  assertThrows(
    () => encodeTree({ a: [1] } as unknown as Typed),
    TypeError,
    "Cannot encodeTree: expected a tensor, a record or an array at .a[0], " +
      "current value is 1",
  );
});
