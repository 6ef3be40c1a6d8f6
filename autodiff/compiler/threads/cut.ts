import type { Nest } from "../emit/nest.ts";
import { layouts } from "../emit/elements.ts";
import type { MatmulSpec } from "../matmul/spec.ts";

/** From one number to another, which is not part of it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How work is cut. */
export interface Cutting {
  /** How many parts there are at most. */
  readonly parts: number;
  /** Work of fewer operations of products than this stays whole. */
  readonly least: number;
}

/** Less work than this, about 25 µs of products, is not worth sharing. */
const leastOperations = 1 << 20;

/** How a compiled function cuts its work for so many threads. */
export function cuttingFor(threads: number): Cutting {
  return { parts: threads, least: leastOperations };
}

/** As many operations of products take as long as one in a loop, about. */
const loopWeight = 16;

/** Rows that a product computes at once, and bytes of columns. */
const [rowsAtOnce, columnBytesAtOnce] = [5, 48];

/** Neighbouring elements of one part, so that parts share no cache line. */
const elementsAtOnce = 64;

/**
 * Up to so many spans of about the same length that make up `length`; all but
 * the last end at a multiple of `unit`.
 */
export function spansOf(length: number, parts: number, unit: number): Span[] {
  const units = Math.ceil(length / unit);
  const count = Math.max(1, Math.min(parts, units));
  const border = (part: number) =>
    Math.min(length, Math.floor(part * units / count) * unit);
  return Array.from(
    { length: count },
    (_, part) => ({ from: border(part), to: border(part + 1) }),
  );
}

/**
 * Loop nests that make up a nest, in any order and at once: ranges of turns of
 * its outermost loop. One alone where it is too little work, or where a turn
 * may need what another one made.
 */
export function cutNest(nest: Nest, { parts, least }: Cutting): Nest[] {
  const { extents, tasks } = nest;
  const turns = extents.reduce((size, length) => size * length, 1);
  const free = tasks.every(({ task }) => task.kind === "element");
  if (
    !free || extents.length === 0 || turns * tasks.length * loopWeight < least
  ) {
    return [nest];
  }
  const unit = extents.length === 1 ? elementsAtOnce : 1;
  return spansOf(extents[0], parts, unit).map(({ from, to }): Nest => {
    const moved = ({ offset, strides }: Nest["tasks"][number]["writes"]) => ({
      offset: offset + from * strides[0],
      strides,
    });
    return {
      extents: [to - from, ...extents.slice(1)],
      tasks: tasks.map((each) => ({
        ...each,
        reads: each.reads.map(({ node, at }) => ({ node, at: moved(at) })),
        writes: moved(each.writes),
      })),
    };
  });
}

/** A part of a product: bytes to add to addresses, and the rows to compute. */
export interface ProductPart {
  readonly spec: MatmulSpec;
  readonly b: number;
  readonly c: number;
  readonly rows: Span;
}

/**
 * Products that make up a product: ranges of its rows, or of its columns where
 * there are more of these, so that less is packed twice.
 */
export function cutProduct(
  spec: MatmulSpec,
  { parts, least }: Cutting,
): ProductPart[] {
  const { m, n, k, batch } = spec;
  const count = batch?.count ?? 1;
  const { bytes } = layouts[spec.dtype];
  const all = { from: 0, to: m * count };
  if (2 * m * n * k * count < least) {
    return [{ spec, b: 0, c: 0, rows: all }];
  }
  if (m * count >= n || batch !== undefined) {
    return spansOf(m * count, parts, rowsAtOnce)
      .map((rows) => ({ spec, b: 0, c: 0, rows }));
  }
  return spansOf(n, parts, columnBytesAtOnce / bytes).map(({ from, to }) => ({
    spec: { ...spec, n: to - from },
    b: from * spec.b.columnStride * bytes,
    c: from * bytes,
    rows: all,
  }));
}
