import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  markdownTable,
  paragraph,
  roundedText,
  tableTexts,
} from "../../../experiments/lab/table.ts";
import { check, finiteDouble } from "../../support/property.ts";

Deno.test("tableTexts() writes numbers so that they read back, and texts as they are", () => {
  const rows = [["-0", -0, 0.1], ["", NaN, -Infinity], ["a|b", 1e21, 5e-324]];
  assertEquals(tableTexts({ name: "t", columns: ["a", "b", "c"], rows }), [
    ["-0", "-0", "0.1"],
    ["", "NaN", "-Infinity"],
    ["a|b", "1e+21", "5e-324"],
  ]);
});

Deno.test("markdownTable() has a line for the head, one for the sides, one a row", () => {
  assertEquals(
    markdownTable(["rule", "η", "loss"], [
      ["adagrad", 0.1, "none"],
      ["rmsprop", 1 / 3, 123456],
    ]),
    [
      "| rule | η | loss |",
      "| --- | --: | --: |",
      "| adagrad | 0.1 | none |",
      "| rmsprop | 0.3333 | 123500 |",
    ].join("\n"),
  );
});

Deno.test("markdownTable() rounds to as many digits as it is told", () => {
  const table = markdownTable(["x"], [[Math.PI], [-0], [-Infinity]], 2);
  assertEquals(table, "| x |\n| --: |\n| 3.1 |\n| -0 |\n| -Infinity |");
});

Deno.test("markdownTable() has a dash where there is no value", () => {
  const table = markdownTable(["x", "y"], [[NaN, 1], [2, "NaN"]]);
  assertEquals(table, "| x | y |\n| --: | --: |\n| – | 1 |\n| 2 | NaN |");
});

Deno.test("roundedText() keeps special values", () => {
  const special = [0, -0, NaN, Infinity, -Infinity].map((x) => roundedText(x));
  assertEquals(special, ["0", "-0", "NaN", "Infinity", "-Infinity"]);
});

/** Those that no rounding to few digits lifts to infinity. */
const numbers = finiteDouble().filter((x) => Math.abs(x) <= 1e300);

Deno.test("roundedText() is the number but for its later digits", () => {
  check(
    fc.property(numbers, fc.integer({ min: 1, max: 17 }), (x, digits) => {
      const text = roundedText(x, digits);
      const significant = text.replace(/e.*/, "").replace(/[-.]/g, "")
        .replace(/^0+/, "");
      assert(significant.replace(/0+$/, "").length <= digits, text);
      // Half a unit of the last digit kept, of which there are `digits`, and
      // the rounding of the result to a double, subnormal ones included.
      const bound = (0.5 * 10 ** (1 - digits) + 2 ** -53) * Math.abs(x);
      const error = Math.abs(Number(text) - x);
      assert(error <= bound + Number.MIN_VALUE, text);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("paragraph() joins lines by spaces", () => {
  assertEquals(paragraph("One", "two.", "Three."), "One two. Three.");
});
