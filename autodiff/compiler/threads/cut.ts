import { sizeOf } from "../../shapes.ts";
import type { View } from "../compiled_form.ts";
import { type Nest, seenFrom } from "../emit/nest.ts";
import { layouts } from "../emit/elements.ts";
import { KERNEL_ROWS } from "../matmul/kernel.ts";
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

/** Bytes of a line of the cache. */
const lineBytes = 64;

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
  const turns = sizeOf(extents);
  const free = tasks.every(({ task }) => task.kind === "element");
  if (
    !free || extents.length === 0 || turns * tasks.length * loopWeight < least
  ) {
    return [nest];
  }
  const unit = extents.length === 1 ? elementsAtOnce : 1;
  return spansOf(extents[0], parts, unit).map(({ from, to }): Nest => {
    const moved = ({ offset, strides }: View) => {
      return { offset: offset + from * strides[0], strides };
    };
    return {
      extents: [to - from, ...extents.slice(1)],
      tasks: tasks.map((task) => seenFrom(task, moved)),
    };
  });
}

/** A part of a product, and bytes to add to the addresses of A, B and C. */
export interface ProductPart {
  readonly spec: MatmulSpec;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Bytes in front of its columns. */
  readonly column: number;
}

/**
 * Products that make up a product: products of its batch, or ranges of its
 * rows, or of its columns where there are more of these, so that less is
 * packed twice.
 */
export function cutProduct(
  product: MatmulSpec,
  { parts, least }: Cutting,
): ProductPart[] {
  const spec = joined(product);
  const { m, n, k, a, b, c, batch } = spec;
  const { bytes } = layouts[spec.dtype];
  const whole = 2 * m * n * k * (batch?.count ?? 1) < least;
  /** How far A, B, C and the columns go on from one to the next. */
  const { length, unit, steps, some } = batch !== undefined
    ? {
      ...{ length: batch.count, unit: 1 },
      steps: [batch.aStride, batch.bStride, batch.cStride, 0],
      some: (count: number) => ({ ...spec, batch: { ...batch, count } }),
    }
    : m >= n
    ? {
      ...{ length: m, unit: KERNEL_ROWS },
      steps: [a.rowStride, 0, c.rowStride, 0],
      some: (m: number) => ({ ...spec, m }),
    }
    : {
      ...{ length: n, unit: lineBytes / bytes },
      steps: [0, b.columnStride, 1, 1],
      some: (n: number) => ({ ...spec, n }),
    };
  return spansOf(length, whole ? 1 : parts, unit).map(({ from, to }) => {
    const [a, b, c, column] = steps.map((step) => from * step * bytes);
    return { spec: some(to - from), a, b, c, column };
  });
}

/** A batch with one right matrix, rows evenly spaced, is one tall product. */
function joined(spec: MatmulSpec): MatmulSpec {
  const { m, a, c, batch } = spec;
  const joins = batch !== undefined && batch.bStride === 0 &&
    batch.aStride === m * a.rowStride && batch.cStride === m * c.rowStride;
  return joins ? { ...spec, m: m * batch.count, batch: undefined } : spec;
}
