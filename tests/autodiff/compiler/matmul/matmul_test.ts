import { assertEquals, assertLess } from "@std/assert";
import * as fc from "fast-check";
import {
  type MatmulSpec,
  writeMatmul,
} from "../../../../autodiff/compiler/matmul/matmul.ts";
import { ModuleWriter } from "../../../../autodiff/compiler/wasm/module_writer.ts";
import { assertSameBits } from "../../../support/bits.ts";
import { anyDouble, check, moderateDouble } from "../../../support/property.ts";
import { type Case, cases, largeSize, size } from "./cases.ts";
import { type Numbers, reference, room, run } from "./support.ts";

async function assertReference({ product, left, right }: Case) {
  assertSameBits(
    await run(product, left, right),
    reference(product, left, right),
  );
}

const small = fc.tuple(size(), size(), size());

Deno.test("writeMatmul() has the reference's bits for sizes 0 to 67", async () => {
  await check(
    fc.asyncProperty(cases(small, moderateDouble()), assertReference),
    { numRuns: 400 },
  );
});

Deno.test("writeMatmul() has the reference's bits for special values", async () => {
  await check(
    fc.asyncProperty(cases(small, anyDouble()), assertReference),
    { numRuns: 300 },
  );
});

Deno.test("writeMatmul() has the reference's bits for subnormal sums", async () => {
  const tiny = fc.constantFrom(2 ** -75, -(2 ** -75), 2 ** -540, -(2 ** -537));
  await check(
    fc.asyncProperty(cases(small, tiny), assertReference),
    { numRuns: 100 },
  );
});

Deno.test("writeMatmul() has the reference's bits for several blocks", async () => {
  const sizes = fc.tuple(largeSize(), largeSize(), largeSize());
  await check(
    fc.asyncProperty(cases(sizes, moderateDouble()), assertReference),
    { numRuns: 80 },
  );
});

Deno.test("writeMatmul() has the reference's bits for one row or column", async () => {
  const wide = fc.oneof(size(), largeSize());
  const sizes = fc.tuple(fc.boolean(), wide, wide).map(
    ([row, k, length]): [number, number, number] =>
      row ? [1, k, length] : [length, k, 1],
  );
  await check(
    fc.asyncProperty(cases(sizes, anyDouble()), assertReference),
    { numRuns: 300 },
  );
});

Deno.test("writeMatmul() has the reference's bits for batches", async () => {
  const axis = fc.integer({ min: 0, max: 23 });
  await check(
    fc.asyncProperty(
      cases(fc.tuple(axis, axis, axis), moderateDouble(), true),
      assertReference,
    ),
    { numRuns: 300 },
  );
});

Deno.test("writeMatmul() starts at +0, so that no sum is -0", async () => {
  for (const dtype of ["float32", "float64"] as const) {
    for (const [m, k, n] of [[1, 3, 9], [9, 3, 1], [7, 3, 9], [7, 0, 9]]) {
      for (const transposed of [false, true]) {
        const product = {
          ...{ dtype, m, k, n },
          a: { rowStride: k, columnStride: 1 },
          b: transposed
            ? { rowStride: 1, columnStride: k }
            : { rowStride: n, columnStride: 1 },
          c: { rowStride: n },
        };
        assertSameBits(
          await run(
            product,
            room(dtype, m * k).fill(-0),
            room(dtype, k * n).fill(1),
          ),
          room(dtype, m * n),
        );
      }
    }
  }
});

Deno.test("writeMatmul() rounds a product before it is added", async () => {
  // (1 + e)(1 - e) = 1 - e^2 rounds to 1; fused, the sum would be -e^2.
  for (const [dtype, e] of [["float32", 2 ** -13], ["float64", 2 ** -27]]) {
    const type = dtype as "float32" | "float64";
    const small = Number(e);
    for (const n of [1, 2, 20]) {
      const product = {
        ...{ dtype: type, m: 6, k: 2, n },
        a: { rowStride: 2, columnStride: 1 },
        b: { rowStride: 1, columnStride: 2 },
        c: { rowStride: n },
      };
      const left = room(type, 12).map((_, i) => i % 2 === 0 ? -1 : 1 + small);
      const right = room(type, 2 * n).map((_, i) =>
        i % 2 === 0 ? 1 : 1 - small
      );
      assertSameBits(
        await run(product, left as Numbers, right as Numbers),
        room(type, 6 * n),
      );
    }
  }
});

Deno.test("writeMatmul() writes the same bytes each time", () => {
  const spec: MatmulSpec = {
    ...{ dtype: "float32", m: 100, k: 100, n: 100, tileAddress: 64 },
    a: { rowStride: 100, columnStride: 1 },
    b: { rowStride: 1, columnStride: 100 },
    c: { rowStride: 100 },
  };
  const bytes = [0, 1].map(() => {
    const module = new ModuleWriter({ pages: 1 });
    writeMatmul(module, spec);
    return module.encode();
  });
  assertEquals(bytes[0], bytes[1]);
});

Deno.test("writeMatmul() writes kernels once, and small functions", () => {
  const spec: MatmulSpec = {
    ...{ dtype: "float64", m: 100, k: 100, n: 100, tileAddress: 64 },
    a: { rowStride: 100, columnStride: 1 },
    b: { rowStride: 1, columnStride: 100 },
    c: { rowStride: 100 },
  };
  const module = new ModuleWriter({ pages: 1 });
  writeMatmul(module, spec);
  const one = module.encode().length;
  writeMatmul(module, { ...spec, m: 77 });
  const two = module.encode().length;
  // A kernel for 64 inner indices, and one for the other 36.
  assertLess(one, 25_000);
  assertLess(two - one, 4_000);
});
