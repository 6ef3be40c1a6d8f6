import { assertEquals, assertThrows } from "@std/assert";
import { parse, stringify } from "@std/csv";
import * as fc from "fast-check";
import { check } from "../support/property.ts";

Deno.test("stringify() ends each row in CRLF and quotes what needs it", () => {
  assertEquals(stringify([]), "");
  assertEquals(stringify([["a", 1], ["b", 2]]), "a,1\r\nb,2\r\n");
  assertEquals(
    stringify([["a,b", 'c"d', "e\nf", "g\r\nh", " i ", "", "=1+1"]]),
    '"a,b","c""d","e\nf","g\r\nh", i ,,=1+1\r\n',
  );
  assertEquals(
    stringify([["a,b", "c;d"]], { separator: ";" }),
    'a,b;"c;d"\r\n',
  );
  assertEquals(stringify([["a"]], { bom: true }), "\ufeffa\r\n");
  assertEquals(stringify([[""], ["", ""]]), "\r\n,\r\n");
});

Deno.test("stringify() writes each kind of value", () => {
  const values = [
    ...[0, -0, 0.1, 1e21, 5e-324, NaN, Infinity, -Infinity, 12n],
    ...[true, false, null, undefined, "-0"],
  ];
  assertEquals(
    stringify([values]),
    "0,0,0.1,1e+21,5e-324,NaN,Infinity,-Infinity,12,true,false,,,-0\r\n",
  );
  assertEquals(stringify([[{ a: 1 }, [2]]]), '"{""a"":1}",[2]\r\n');
});

Deno.test("stringify() takes columns of records and lists, with headings", () => {
  const data = [{ name: "x", at: { 0: 1 }, extra: 0 }, { name: "y" }];
  const columns = ["name", { prop: ["at", 0], header: "first" }, "none"];
  assertEquals(
    stringify(data, { columns }),
    "name,first,none\r\nx,1,\r\ny,,\r\n",
  );
  assertEquals(
    stringify(data, { columns: ["name"], headers: false }),
    "x\r\ny\r\n",
  );
  assertEquals(stringify(data, { columns: [["at", "0"]] }), "0\r\n1\r\n\r\n");
  assertEquals(
    stringify([["a", "b"]], { columns: [1, { prop: 0, header: "zero" }] }),
    "1,zero\r\nb,a\r\n",
  );
  assertEquals(stringify([], { columns: ["a", "b,c"] }), 'a,"b,c"\r\n');
});

Deno.test("stringify() refuses records without columns and impossible separators", () => {
  assertThrows(
    () => stringify([{ a: 1 }]),
    TypeError,
    "No property accessor function was provided for object",
  );
  assertThrows(
    () => stringify([["a"]], { columns: ["a"] }),
    TypeError,
    'Property accessor is not of type "number"',
  );
  for (const separator of ['"', "\r\n"]) {
    assertThrows(
      () => stringify([["a"]], { separator }),
      TypeError,
      "Separator cannot include",
    );
  }
});

Deno.test("parse() gives rows of text, without empty lines", () => {
  const rows: string[][] = parse("\ufeffa,b\r\n\r\n1, 2 \n\n,\n");
  assertEquals(rows, [["a", "b"], ["1", " 2 "], ["", ""]]);
  assertEquals(parse(""), []);
  assertEquals(parse("a;b,c", { separator: ";" }), [["a", "b,c"]]);
  assertEquals(parse('"a,""b""","c\r\nd\ne"'), [['a,"b"', "c\nd\ne"]]);
  assertEquals(parse("a\nb,c"), [["a"], ["b", "c"]]);
  assertEquals(parse('""\n"",""'), [[""], ["", ""]]);
});

Deno.test("parse() makes records where columns have names", () => {
  const first: Record<string, string>[] = parse("a,b\n1,2\n", {
    skipFirstRow: true,
  });
  assertEquals(first, [{ a: "1", b: "2" }]);
  const named: Record<"x" | "y", string>[] = parse("a,b\n1,2", {
    columns: ["x", "y"],
  });
  assertEquals(named, [{ x: "a", y: "b" }, { x: "1", y: "2" }]);
  const both = parse("a,b\n1,2", { columns: ["x", "y"], skipFirstRow: true });
  assertEquals(both, [{ x: "1", y: "2" }]);
});

Deno.test("parse() refuses stray quotes and rows of a wrong length", () => {
  for (const text of ['a"b', '"a', '"a"b,c', 'a,"b']) {
    assertThrows(() => parse(text), SyntaxError);
  }
  assertThrows(
    () => parse("a,b\n1", { skipFirstRow: true }),
    Error,
    "Syntax error on line 2: The record has 1 fields, but the header has 2 fields",
  );
  assertThrows(() => parse("", { skipFirstRow: true }), TypeError);
});

Deno.test("parse() reads back what stringify() writes", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab,;\"\n '=\t#é") });
  const row = fc.array(text, { minLength: 2, maxLength: 4 });
  check(
    fc.property(fc.array(row), (rows) => {
      assertEquals(parse(stringify(rows)), rows);
    }),
    { numRuns: 500 },
  );
});
