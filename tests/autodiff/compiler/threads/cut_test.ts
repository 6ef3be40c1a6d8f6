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
  assertEquals(rows.map(({ spec: { m } }) => m), [390, 394]);
  // Rows of A are 64 float32 apart, those of C 256.
  assertEquals(rows.map(({ a, b, c }) => [a, b, c]), [
    [0, 0, 0],
    [390 * 64 * 4, 0, 390 * 256 * 4],
  ]);
  assertEquals(rows.map(({ column }) => column), [0, 0]);
  const columns = cutProduct(spec(64, 784, 256), cuttingFor(2));
  assertEquals(columns.map(({ spec: { n } }) => n), [128, 128]);
  // The columns of B are 784 float32 apart, those of C one.
  assertEquals(columns.map(({ a, b, c }) => [a, b, c]), [
    [0, 0, 0],
    [0, 128 * 784 * 4, 128 * 4],
  ]);
  assertEquals(columns.map(({ column }) => column), [0, 128 * 4]);
});

Deno.test("cutProduct() cuts a batch into batches, one of shared columns into rows", () => {
  const batch = { count: 9, aStride: 20, bStride: 30, cStride: 24 };
  const batched = { ...spec(4, 5, 6), batch };
  const cutting = { parts: 2, least: 0 };
  const parts = cutProduct(batched, cutting);
  assertEquals(parts.map(({ spec: { batch } }) => batch!.count), [4, 5]);
  assertEquals(parts.map(({ a, b, c }) => [a, b, c]), [
    [0, 0, 0],
    [4 * 20 * 4, 4 * 30 * 4, 4 * 24 * 4],
  ]);
  const shared = { ...batched, batch: { ...batch, bStride: 0 } };
  const tall = cutProduct(shared, cutting).map(({ spec }) => spec);
  assertEquals(tall.map(({ m, batch }) => [m, batch]), [
    [20, undefined],
    [16, undefined],
  ]);
});

Deno.test("cutProduct() leaves little work whole", () => {
  assertEquals(cutProduct(spec(64, 64, 10), cuttingFor(4)).length, 1);
  assertEquals(cutProduct(spec(784, 64, 256), cuttingFor(1)).length, 1);
});
