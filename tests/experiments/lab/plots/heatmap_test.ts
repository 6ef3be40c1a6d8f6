import { assert, assertEquals } from "@std/assert";
import {
  heatmap,
  type HeatmapOptions,
} from "../../../../experiments/lab/plots/heatmap.ts";
import { draw } from "./draw_soundly.ts";

const table: HeatmapOptions = {
  name: "table",
  caption: "Cells.",
  x: "function",
  y: "optimizer",
  value: "solved (%)",
  columns: ["bowl", "valley"],
  rows: ["adam", "mine"],
  cells: [
    { row: "adam", column: "bowl", value: 10, text: "ten" },
    { row: "mine", column: "valley", value: 90, text: "ninety" },
    { row: "mine", column: "bowl", value: NaN, text: "none" },
  ],
};

Deno.test("heatmap() shows rows, columns, cells and what shades mean", async () => {
  const svg = await draw(
    heatmap(table),
    ...["function", "optimizer", "solved (%)", "bowl", "valley", "adam"],
    ...["mine", "ten", "ninety", "none", "10", "90"],
  );
  assert(svg.includes('fill="#eee"'));
  const shade = (fill: string) => svg.split(`fill="${fill}"`).length - 1;
  assertEquals([shade("rgb(239,246,253)"), shade("rgb(8,69,148)")], [1, 1]);
});

Deno.test("heatmap() shades between the ends that are given, beyond them as there", async () => {
  const svg = await draw(heatmap({ ...table, domain: [100, 20] }), "100", "20");
  const shades = [...svg.matchAll(/h72v30h-72Z" fill="([^"]*)"/g)];
  // an eighth of the way from the first colour to the second
  assertEquals(shades.map(([, shade]) => shade), [
    ...["rgb(8,69,148)", "rgb(210,224,240)", "#eee"],
  ]);
  await draw(heatmap({ ...table, cells: [] }), "0", "1");
  await draw(heatmap({ ...table, rows: [], columns: [], cells: [] }));
  await draw(heatmap({ ...table, cells: table.cells.slice(0, 1) }), "10");
});

Deno.test("heatmap() has groups of rows under their headings, in order", async () => {
  const rows = Array.from({ length: 13 }, (_, i) => `row ${i}`);
  const cells = rows.map((row, i) => ({
    row,
    column: "bowl",
    value: i,
    text: `v${i}`,
  }));
  const groups = [
    { title: "first", rows: rows.slice(0, 5) },
    { title: "second", rows: rows.slice(5) },
  ];
  const svg = await draw(
    heatmap({ ...table, rows, groups, cells }),
    ...["first", "second", "row 12", "v12"],
  );
  const heightOf = (text: string) => {
    const [, y] = new RegExp(
      `translate\\([^,]*,([^)]*)\\)[^>]*>${text}<`,
    ).exec(svg)!;
    return Number(y);
  };
  const order = ["first", "v0", "v4", "second", "v5", "v12"].map(heightOf);
  assertEquals(order.toSorted((a, b) => a - b), order);
  for (const i of [0, 5, 12]) {
    assertEquals(heightOf(`v${i}`), heightOf(`row ${i}`));
  }
  // Half a heading and half a row below it, but for 2 px.
  assertEquals(heightOf("v0") - heightOf("first"), 20);
  assertEquals(heightOf("v5") - heightOf("second"), 20);
  // Many rows are less high than few.
  assertEquals(heightOf("v1") - heightOf("v0"), 20);
});
