import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  cutProduct,
  cuttingFor,
  spansOf,
} from "../../../../autodiff/compiler/threads/cut.ts";
import { check } from "../../../support/property.ts";

Deno.test("spansOf() covers a length in order, by whole units", () => {
  const numbers = fc.tuple(
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 70 }),
  );
  check(fc.property(numbers, ([length, parts, unit]) => {
    const spans = spansOf(length, parts, unit);
    assert(spans.length <= parts);
    assertEquals(spans[0].from, 0);
    assertEquals(spans.at(-1)!.to, length);
    for (const [i, { from, to }] of spans.entries()) {
      assert(from < to);
      if (i === 0) continue;
      assertEquals(from, spans[i - 1].to);
      assertEquals(from % unit, 0);
    }
    const sizes = spans.map(({ from, to }) => to - from);
    assert(Math.max(...sizes) - Math.min(...sizes) < 2 * unit);
  }));
});

const spec = (m: number, k: number, n: number) => ({
  ...{ dtype: "float32" as const, m, k, n, tileAddress: 0 },
  a: { rowStride: k, columnStride: 1 },
  b: { rowStride: 1, columnStride: k },
  c: { rowStride: n },
});

Deno.test("cutProduct() cuts rows, or columns where there are more", () => {
  const rows = cutProduct(spec(784, 64, 256), cuttingFor(2));
  assertEquals(rows.map(({ rows }) => rows), [
    { from: 0, to: 390 },
    { from: 390, to: 784 },
  ]);
  assertEquals(rows.map(({ b, c }) => [b, c]), [[0, 0], [0, 0]]);
  const columns = cutProduct(spec(64, 784, 256), cuttingFor(2));
  assertEquals(columns.map(({ spec: { n } }) => n), [132, 124]);
  assertEquals(columns.map(({ rows }) => rows.to), [64, 64]);
  // The columns of B are 784 float32 apart, those of C one.
  assertEquals(columns.map(({ b, c }) => [b, c]), [
    [0, 0],
    [132 * 784 * 4, 132 * 4],
  ]);
});

Deno.test("cutProduct() leaves little work whole", () => {
  assertEquals(cutProduct(spec(64, 64, 10), cuttingFor(4)).length, 1);
  assertEquals(cutProduct(spec(784, 64, 256), cuttingFor(1)).length, 1);
});
