/** Products to test, of given sizes and however the matrices lie. */
import * as fc from "fast-check";
import { extents, type Numbers, type Product, room } from "./support.ts";

const dtype = () => fc.constantFrom("float32" as const, "float64" as const);

/** The size of an axis: any up to 67, the edges of tiles often. */
export const size = (): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 67 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 2, 4, 5, 8, 16, 63, 64, 65) },
  );

/** Sizes of more than one tile, block of depth or block of columns. */
export const largeSize = (): fc.Arbitrary<number> =>
  fc.constantFrom(1, 3, 10, 60, 100, 127, 128, 129, 250, 513, 530);

/** How a matrix may lie: row by row, column by column, both with gaps. */
function layout(
  rows: number,
  columns: number,
): fc.Arbitrary<{ rowStride: number; columnStride: number }> {
  return fc.tuple(
    fc.boolean(),
    fc.constantFrom(0, 0, 1, 5),
    fc.constantFrom(1, 1, 1, 2),
  ).map(([transposed, gap, step]) =>
    transposed
      ? { rowStride: step, columnStride: rows * step + gap }
      : { rowStride: columns * step + gap, columnStride: step }
  );
}

/** Strides between the matrices of a batch: in a row, with a gap, or shared. */
function batch({ m, n, ...product }: Product): fc.Arbitrary<Product> {
  const { a, b, c } = extents({ m, n, ...product });
  return fc.record({
    count: fc.integer({ min: 0, max: 4 }),
    aStride: fc.constantFrom(0, a, a + 3, m * product.a.rowStride),
    bStride: fc.constantFrom(0, b, b + 3),
    cStride: fc.constantFrom(m * product.c.rowStride, Math.max(c, n) + m * 3),
  }).map((batch) => ({ m, n, ...product, batch }));
}

/** A product, and what it multiplies. */
export interface Case {
  readonly product: Product;
  readonly left: Numbers;
  readonly right: Numbers;
}

/** Fills memory with given numbers among others, mixed by a generator. */
function fill(
  data: Numbers,
  numbers: readonly number[],
  seed: number,
): Numbers {
  let state = seed | 1;
  for (let i = 0; i < data.length; i++) {
    state = Math.imul(state, 0x2c1b3c6d) ^ (state >>> 13);
    const pick = (state >>> 8) % (numbers.length + 3);
    data[i] = numbers[pick] ?? (state >> 4) / 2 ** 27;
  }
  return data;
}

/** Products of given sizes however the matrices lie, filled. */
export function cases(
  sizes: fc.Arbitrary<readonly [m: number, k: number, n: number]>,
  number: fc.Arbitrary<number>,
  batched = false,
): fc.Arbitrary<Case> {
  const shared = fc.constant({ rowStride: 0, columnStride: 1 });
  const products: fc.Arbitrary<Product> = fc.tuple(dtype(), sizes).chain((
    [dtype, [m, k, n]],
  ) =>
    fc.record({
      dtype: fc.constant(dtype),
      m: fc.constant(m),
      k: fc.constant(k),
      n: fc.constant(n),
      a: layout(m, k),
      b: fc.oneof(
        { weight: 5, arbitrary: layout(k, n) },
        { weight: 1, arbitrary: shared },
      ),
      c: fc.constantFrom(0, 0, 3).map((gap) => ({ rowStride: n + gap })),
    })
  );
  return (batched ? products.chain(batch) : products).chain((product) => {
    const lengths = extents(product);
    return fc.record({
      numbers: fc.array(number, { minLength: 1, maxLength: 12 }),
      seed: fc.integer(),
    }).map(({ numbers, seed }) => {
      return {
        product,
        left: fill(room(product.dtype, lengths.a), numbers, seed),
        right: fill(room(product.dtype, lengths.b), numbers, seed + 2),
      };
    });
  });
}
