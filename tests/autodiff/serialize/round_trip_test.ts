import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  arange,
  decodeTree,
  encodeTree,
  scalar,
  type Tensor,
  tensor,
  tensorFromJSON,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import { assertSameTree, tensors, trees, type Typed, ways } from "./support.ts";

Deno.test("tensorFromJSON() reads what JSON.stringify wrote of any tensor bit for bit", () => {
  check(
    fc.property(tensors(), (x) => {
      assertSameTree(tensorFromJSON(JSON.parse(JSON.stringify(x))), x);
    }),
    { numRuns: 500 },
  );
});

for (const [way, through] of Object.entries(ways)) {
  Deno.test(`trees of every dtype come back through ${way} bit for bit`, () => {
    check(
      fc.property(trees(), (tree) => assertSameTree(through(tree), tree)),
      { numRuns: 500 },
    );
  });

  Deno.test(`a record of tensors named dtype, shape and data stays one through ${way}`, () => {
    const tree = { dtype: tensor(1), shape: tensor([2]), data: [tensor(3)] };
    assertSameTree(through(tree), tree);
  });

  Deno.test(`a key __proto__ stays a key through ${way}`, () => {
    const tree = Object.fromEntries([["__proto__", { x: tensor(1) }]]);
    const again = through(tree) as object;
    assert(Object.hasOwn(again, "__proto__"));
    assertEquals(Object.getPrototypeOf(again), Object.prototype);
  });

  Deno.test(`a scalar comes back through ${way} as an ordinary float64`, () => {
    const again = through(scalar(0.1)) as Tensor;
    assertSameTree(again, tensor(0.1));
    const float = tensor([1], "float32");
    assertEquals(float.mul(again.asScalar()).dtype, "float32");
  });
}

Deno.test("tensorFromJSON() rounds a decimal to the nearest float32", () => {
  const json = { dtype: "float32", shape: [], data: [0.1] };
  assertSameBits(tensorFromJSON(json).item(), Math.fround(0.1));
});

Deno.test("encodeTree() gives equal trees equal bytes, whatever the order of keys", () => {
  check(fc.property(trees(), (tree) => {
    const turned = (node: unknown): unknown =>
      node !== null && typeof node === "object" &&
        Object.getPrototypeOf(node) === Object.prototype
        ? Object.fromEntries(
          Object.entries(node).reverse().map(([k, x]) => [k, turned(x)]),
        )
        : node;
    const bytes = encodeTree(tree as Typed);
    assertEquals(encodeTree(turned(tree) as Typed), bytes);
    assertEquals(encodeTree(decodeTree(bytes) as Typed), bytes);
  }));
});

Deno.test("encodeTree() writes every NaN in one form", () => {
  const odd64 = new Float64Array(
    new BigUint64Array([0xfff8000000000123n]).buffer,
  );
  const odd32 = new Float32Array(new Uint32Array([0xffc00123]).buffer);
  assertEquals(encodeTree(tensor(odd64)), encodeTree(tensor([NaN])));
  assertEquals(
    encodeTree(tensor(odd32)),
    encodeTree(tensor([NaN], "float32")),
  );
});

Deno.test("decodeTree() reads bytes from the middle of a buffer, and copies them", () => {
  const tree = { big: arange(1000), small: tensor([true, false]) };
  const bytes = encodeTree(tree);
  const padded = new Uint8Array(bytes.length + 6).fill(255);
  padded.set(bytes, 3);
  const again = decodeTree(padded.subarray(3, 3 + bytes.length));
  padded.fill(7);
  assertSameTree(again, tree);
});

Deno.test("encodeTree() gives bytes that fill their buffer", () => {
  const bytes = encodeTree([]);
  assertEquals(bytes.buffer.byteLength, bytes.length);
  assertEquals(bytes.length, 20 + 5 + 32);
});
