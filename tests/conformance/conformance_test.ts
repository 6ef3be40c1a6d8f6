import { assertEquals, assertNotEquals } from "@std/assert";
import { tensor } from "../../autodiff/mod.ts";
import {
  conformanceEntries,
  type Entry,
} from "../../tools/conformance/entries.ts";
import {
  compareEntry,
  conformanceHash,
} from "../../tools/conformance/table.ts";
import table from "../golden/conformance.json" with { type: "json" };

for (const entry of conformanceEntries()) {
  Deno.test(`${entry.name} has the bits that were promised`, () => {
    const verdict = compareEntry(entry, conformanceHash(entry), table);
    assertEquals(verdict, "same");
  });
}

Deno.test("the table of promises names each entry and no other", () => {
  const names = conformanceEntries().map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  assertEquals(Object.keys(table).sort(), [...names].sort());
});

const one: Entry = { name: "one", revision: 1, compute: () => [tensor(1)] };

Deno.test("conformanceHash() tells the last bit, the sign of zero and order", () => {
  const hash = (...numbers: number[]) =>
    conformanceHash({ ...one, compute: () => [tensor(numbers)] });
  assertNotEquals(hash(1), hash(1 + Number.EPSILON));
  assertNotEquals(hash(0), hash(-0));
  assertNotEquals(hash(1, 2), hash(2, 1));
});

Deno.test("conformanceHash() holds all NaN for one", () => {
  const bits = new BigUint64Array([0x7ff8000000000000n, 0xfff800000000beefn]);
  const [quiet, other] = new Float64Array(bits.buffer);
  const hash = (x: number) =>
    conformanceHash({ ...one, compute: () => [tensor(new Float64Array([x]))] });
  assertEquals(hash(quiet), hash(other));
});

Deno.test("compareEntry() refuses other bits under the same revision", () => {
  const promised = { one: { revision: 1, hash: "a" } };
  assertEquals(compareEntry(one, "a", promised), "same");
  assertEquals(compareEntry(one, "b", promised), "broken");
  assertEquals(compareEntry({ ...one, revision: 2 }, "b", promised), "raised");
  assertEquals(compareEntry({ ...one, name: "two" }, "b", promised), "new");
});
