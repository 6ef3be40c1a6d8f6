import { sizeOf } from "../../shapes.ts";
import type { MatmulSpec } from "../matmul/spec.ts";
import { type Access, loopAxes, type Obstacle } from "./access.ts";
import type { Node } from "./nodes.ts";
import type { NestTask } from "./tasks.ts";

/** A batch of matrices as a product takes it. */
export interface Matrices {
  readonly node: Node;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly batchStride: number;
}

/**
 * The matrices of an input as it is read where they lie; undefined where their
 * elements do not lie evenly, or a view is in the way.
 */
export function matricesOf(
  { shape }: Node,
  found: Access | Obstacle,
): Matrices | undefined {
  if ("obstacle" in found) return undefined;
  const { node, at: { offset, strides } } = found;
  const axes = loopAxes(shape);
  const all = shape.map((_, axis) =>
    axes.includes(axis) ? strides[axes.indexOf(axis)] : 0
  );
  const [rowStride, columnStride] = all.slice(-2);
  const batchStride = evenStride(shape.slice(0, -2), all);
  return batchStride === undefined || strides.some((stride) => stride < 0)
    ? undefined
    : { node, offset, rowStride, columnStride, batchStride };
}

/** The stride of all leading axes as if they were one, if they have one. */
function evenStride(
  shape: readonly number[],
  strides: readonly number[],
): number | undefined {
  const axes = shape.map((_, axis) => axis).filter((axis) => shape[axis] > 1);
  const last = axes.at(-1);
  if (last === undefined || shape.includes(0)) return 0;
  const even = axes.every((axis, i) => {
    const next = axes[i + 1];
    return next === undefined || strides[axis] === strides[next] * shape[next];
  });
  return even ? strides[last] : undefined;
}

/** What the function of a product is written from. */
export function productOf(
  { task: { node: { shape, dtype, inputs } }, reads }: NestTask,
  tileAddress: number,
): { a: Matrices; b: Matrices; spec: MatmulSpec } {
  const [a, b] = inputs.map((input, i) => matricesOf(input, reads[i])!);
  const [m, n] = shape.slice(-2);
  const k = inputs[0].shape.at(-1)!;
  const count = sizeOf(shape.slice(0, -2));
  const batch = count === 1 ? undefined : {
    count,
    aStride: a.batchStride,
    bStride: b.batchStride,
    cStride: m * n,
  };
  const spec: MatmulSpec = {
    dtype: dtype as "float32" | "float64",
    m,
    k,
    n,
    a: { rowStride: a.rowStride, columnStride: a.columnStride },
    b: { rowStride: b.rowStride, columnStride: b.columnStride },
    c: { rowStride: n },
    batch,
    tileAddress,
  };
  return { a, b, spec };
}
