import { assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import * as fc from "fast-check";
import { toCSV } from "../../../../experiments/lab/store/csv.ts";
import { tableTexts } from "../../../../experiments/lab/table.ts";
import { assertSameBits } from "../../../support/bits.ts";
import { anyDouble, check } from "../../../support/property.ts";

Deno.test("toCSV() ends every line in CRLF and names special values", () => {
  const rows = [[0, -0, 0.1], [NaN, Infinity, -Infinity], [1e21, 5e-324, "x"]];
  assertEquals(
    toCSV({ name: "t", columns: ["a", "b", "c"], rows }),
    "a,b,c\r\n0,-0,0.1\r\nNaN,Infinity,-Infinity\r\n1e+21,5e-324,x\r\n",
  );
  assertEquals(toCSV({ name: "t", columns: ["a"], rows: [] }), "a\r\n");
});

Deno.test("toCSV() quotes what has a comma, a quote or a line end in it", () => {
  const rows = [["a,b", 'say "x"', "two\nlines", "plain"]];
  assertEquals(
    toCSV({ name: "t", columns: ["x,y", "∂e/∂w1", '"', ""], rows }),
    '"x,y",∂e/∂w1,"""",\r\n"a,b","say ""x""","two\nlines",plain\r\n',
  );
});

Deno.test("toCSV() reads back as the same texts and the same numbers", () => {
  const texts = fc.string({ unit: "grapheme" })
    .filter((text) => !text.includes("\r"));
  const row = fc.tuple(texts, anyDouble(), texts, anyDouble());
  check(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      const columns = ["a", "b", "c", "d"];
      const table = { name: "t", columns, rows };
      const read = parse(toCSV(table));
      assertEquals(read, [columns, ...tableTexts(table)]);
      rows.forEach((row, i) => {
        for (const k of [1, 3]) {
          assertSameBits(Number(read[i + 1][k]), row[k] as number);
        }
      });
    }),
    { numRuns: 500 },
  );
});
