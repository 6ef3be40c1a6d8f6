import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { createHash } from "node:crypto";
import {
  type Canonical,
  canonicalText,
  hashText,
  numberText,
} from "../../../experiments/lab/canonical.ts";
import { assertSameBits } from "../../support/bits.ts";
import { anyDouble, check, finiteDouble } from "../../support/property.ts";

Deno.test("numberText() writes the special values by name", () => {
  const texts = [0, -0, NaN, -NaN, Infinity, -Infinity].map(numberText);
  assertEquals(texts, ["0", "-0", "NaN", "NaN", "Infinity", "-Infinity"]);
});

Deno.test("numberText() reads back as the same number", () => {
  check(
    fc.property(anyDouble(), (x) => assertSameBits(Number(numberText(x)), x)),
    { numRuns: 5000 },
  );
});

Deno.test("numberText() has no more digits than it takes", () => {
  const digitsOf = (text: string) =>
    text.replace(/e.*/, "").replace(/[-.]/g, "").replace(/^0+|0+$/g, "").length;
  check(
    fc.property(finiteDouble(), (x) => {
      const digits = digitsOf(numberText(x));
      assert(digits <= 17);
      if (digits < 2) return;
      const shorter = Number(x.toExponential(digits - 2));
      assert(shorter !== x, `${shorter} has fewer digits`);
    }),
    { numRuns: 5000 },
  );
});

/** Values that JSON can say too. */
const values: fc.Arbitrary<Canonical> = fc.letrec<{ value: Canonical }>(
  (tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      finiteDouble().filter((x) => !Object.is(x, -0)),
      fc.string({ unit: "binary" }),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.string({ unit: "binary" }), tie("value"), {
        maxKeys: 4,
        noNullPrototype: true,
      }).filter((record) => !Object.hasOwn(record, "__proto__")),
    ),
  }),
).value;

function reversed(value: Canonical): Canonical {
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([k, v]) => [k, reversed(v)]));
}

Deno.test("canonicalText() is JSON that reads back as the same value", () => {
  check(
    fc.property(values, (value) => {
      assertEquals(JSON.parse(canonicalText(value)), value);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("canonicalText() does not depend on the order of keys", () => {
  check(
    fc.property(values, (value) => {
      assertEquals(canonicalText(reversed(value)), canonicalText(value));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("canonicalText() orders keys by code units and leaves out spaces", () => {
  const value = {
    "\uffff": 1,
    "😀": [2, "b c"],
    é: 3,
    a: 4,
    Z: 5,
    9: 6,
    10: 7,
  };
  assertEquals(
    canonicalText(value),
    '{"10":7,"9":6,"Z":5,"a":4,"é":3,"😀":[2,"b c"],"\uffff":1}',
  );
});

Deno.test("canonicalText() writes numbers that JSON lacks as strings", () => {
  assertEquals(
    canonicalText([0, -0, NaN, Infinity, -Infinity, 1e21, 5e-324]),
    '[0,"-0","NaN","Infinity","-Infinity",1e+21,5e-324]',
  );
});

Deno.test("hashText() is the SHA-256 of the text in UTF-8", () => {
  assertEquals(
    hashText(""),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  check(
    fc.property(
      fc.string({ unit: "binary", minLength: 0, maxLength: 200 }),
      (text) =>
        assertEquals(
          hashText(text),
          createHash("sha256").update(text, "utf8").digest("hex"),
        ),
    ),
    { numRuns: 300 },
  );
});
