import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { describe, withPart } from "../../bench/document.ts";
import {
  missing,
  type Results,
  serialize,
  withRow,
} from "../../bench/results.ts";
import type { RowResult } from "../../bench/row.ts";

const row = (id: string, minute: string, speeds: number[] = []): RowResult => ({
  ...{ id, unit: "step", subject: "descent", goals: [] },
  measured: `2026-11-22T12:${minute}:00.000Z`,
  cells: { descent: { speeds } },
});

const results: Results = {
  started: "2026-11-22T12:30:00.000Z",
  machine: {
    ...{ processor: "p", cores: 2, system: "s", deno: "d", v8: "v", load: 0 },
  },
  ...{ rounds: 7, versions: {} },
  rows: [row("A", "10"), row("C", "40")],
};

const order = ["A", "B", "C"];

Deno.test("withRow() adds a row in its place, or replaces it", () => {
  const added = withRow(results, row("B", "50"), order);
  assertEquals(added.rows.map(({ id }) => id), order);
  const replaced = withRow(added, row("A", "55"), order);
  assertEquals(replaced.rows.map(({ id }) => id), order);
  assertEquals(replaced.rows[0].measured, row("A", "55").measured);
});

Deno.test("missing() leaves what was measured since the run began", () => {
  const rows = order.map((id) => ({ id }));
  assertEquals(missing(rows, results).map(({ id }) => id), ["A", "B"]);
});

Deno.test("serialize() can be read again, with five digits a speed", () => {
  const speeds = [1 / 3, 123456.789, 2];
  const text = serialize({ ...results, rows: [row("A", "10", speeds)] });
  const { cells } = (JSON.parse(text) as Results).rows[0];
  assertEquals(cells, { descent: { speeds: [0.33333, 123460, 2] } });
  assertEquals(text.includes("[0.33333, 123460, 2]"), true);
});

Deno.test("withPart() replaces what is between the markers alone", () => {
  const [begin, end] = [
    "<!-- begin: written by deno task bench:peers -->",
    "<!-- end -->",
  ];
  assertEquals(
    withPart(`before\n${begin}\nold\n${end}\nafter ${end}`, "new"),
    `before\n${begin}\n\nnew\n\n${end}\nafter ${end}`,
  );
  assertThrows(() => withPart(`${end} ${begin}`, "new"), TypeError, "begin");
});

Deno.test("describe() names the machine, the peers that took part, and old rows", () => {
  const numpy = { ...row("B", "50", [1]), subject: "numpy" };
  const text = describe({
    ...results,
    versions: { descent: "", numpy: "NumPy 7", pytorch: "PyTorch 9" },
    rows: [...results.rows, {
      ...numpy,
      cells: { numpy: { speeds: [1] }, pytorch: { absent: "gone" } },
    }],
  });
  assertStringIncludes(
    text,
    "2026-11-22, p, 2 cores, s, load 0 at the start; Deno d, V8 v, NumPy 7; " +
      "7 rounds.",
  );
  assertStringIncludes(text, "- PyTorch (gone): B");
  assertStringIncludes(text, "but in one before: A (2026-11-22).");
});
