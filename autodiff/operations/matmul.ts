import { allocate, type Data } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";
import { broadcastShapes, formatShape, sizeOf } from "../shapes.ts";
import { broadcastTo } from "./broadcast_to.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import { mixError } from "./kinds/operands.ts";
import { reshape } from "./reshape.ts";
import { transpose } from "./transpose.ts";

/** Products of [..., n, k] and [..., k, m], all axes before the last two equal. */
const operation: Operation<undefined> = {
  name: "matmul",
  infer: ([a, b]) => ({
    shape: [...a.shape.slice(0, -1), b.shape[b.shape.length - 1]],
    dtype: a.dtype,
  }),
  evaluate([a, b], _attributes, { shape, dtype }) {
    const [n, m] = shape.slice(-2);
    const k = a.shape[a.shape.length - 1];
    const result = allocate(dtype, sizeOf(shape));
    const addProducts = dtype === "float32" ? addProducts32 : addProducts64;
    for (let row = 0; row < sizeOf(shape.slice(0, -1)); row++) {
      const matrix = Math.floor(row / n);
      addProducts(
        result.subarray(row * m, (row + 1) * m),
        a.data.subarray(row * k, (row + 1) * k),
        b.data.subarray(matrix * k * m, (matrix + 1) * k * m),
      );
    }
    return result;
  },
  compiled: { kind: "product" },
  derivative(g, index, { inputs: [a, b] }) {
    return index === 0
      ? apply(operation, [g, swapLast(b)], undefined)
      : apply(operation, [swapLast(a), g], undefined);
  },
};

/** Adds a row times a matrix to `result`, in ascending order of the row. */
function addProducts64(result: Data, row: Data, matrix: Data): void {
  const length = result.length;
  for (let k = 0; k < row.length; k++) {
    const factor = row[k];
    const first = k * length;
    for (let j = 0; j < length; j++) {
      result[j] += factor * matrix[first + j];
    }
  }
}

/** The same for float32, where a product is rounded before it is added. */
function addProducts32(result: Data, row: Data, matrix: Data): void {
  const length = result.length;
  for (let k = 0; k < row.length; k++) {
    const factor = row[k];
    const first = k * length;
    for (let j = 0; j < length; j++) {
      result[j] += Math.fround(factor * matrix[first + j]);
    }
  }
}

/** The matrices with rows and columns exchanged. */
function swapLast(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), ...axes.slice(-2).reverse()]);
}

/**
 * The matrix product, by NumPy's rules: of [..., n, k] and [..., k, m], where
 * the axes before the last two broadcast. A vector on the left is one row, on
 * the right one column, and that axis is left out of the result.
 *
 * The order is fixed: each element of the result starts at +0 and adds its
 * terms in ascending order of the inner index, each product rounded before it
 * is added.
 *
 * @param a a tensor of a float dtype, of shape [..., n, k] or [k].
 * @param b a tensor of the same dtype, of shape [..., k, m] or [k].
 * @returns a tensor of shape [..., n, m], without n or m where a vector was.
 * @throws {TypeError} for other dtypes, for scalars, and if shapes do not fit.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const a = tensor([[1, 2], [3, 4]]);
 * assertEquals(a.matmul(tensor([[5, 6], [7, 8]])).toArray(), [
 *   [19, 22],
 *   [43, 50],
 * ]);
 * assertEquals(a.matmul(tensor([1, -1])).toArray(), [-1, -1]);
 * ```
 */
export function matmul(a: Value, b: Value): Value {
  checkFloat("matmul", a);
  checkFloat("matmul", b);
  if (a.dtype !== b.dtype) throw mixError("matmul", [a.dtype, b.dtype]);
  const texts = `${formatShape(a.shape)} and ${formatShape(b.shape)}`;
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [n, k] = left.slice(-2);
  const [rows, m] = right.slice(-2);
  if (left.length === 0 || right.length === 0 || k !== rows) {
    throw new TypeError(
      `Cannot matmul: shapes ${texts} do not fit; the last axis of the first ` +
        `must be as long as the last but one of the second, or the only one`,
    );
  }
  const batch = broadcastShapes(
    `matmul shapes ${texts}`,
    [left.slice(0, -2), right.slice(0, -2)],
  );
  const product = apply(operation, [
    broadcastTo(reshape(a, left), [...batch, n, k]),
    broadcastTo(reshape(b, right), [...batch, k, m]),
  ], undefined);
  return reshape(product, [
    ...batch,
    ...(a.shape.length === 1 ? [] : [n]),
    ...(b.shape.length === 1 ? [] : [m]),
  ]);
}
