import { checkCount } from "./check_integer.ts";
import {
  allocate,
  checkDType,
  checkElement,
  type Data,
  type DType,
  dtypeOf,
} from "./dtypes.ts";
import { concrete, filled } from "./graph.ts";
import { typeError } from "./handle.ts";
import { readNested } from "./read_nested.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "./shapes.ts";
import type { NestedArray } from "./tensor_base.ts";
import { type Tensor, wrap } from "./tensor.ts";

/**
 * A tensor of the given elements, which are copied.
 *
 * @param data a number, a boolean, nested arrays of either, or a typed array
 * (rank 1; its kind is the dtype unless one is named).
 * @param dtype default: `bool` for booleans, else `float64`.
 * @throws {TypeError} if arrays are ragged, elements don't fit the dtype, or
 * there is no such dtype.
 * @throws {RangeError} if a number is not in the range of an integer dtype, or
 * arrays are nested more than 1000 levels deep.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * assertEquals(x.shape, [2, 3]);
 * assertEquals(tensor([1, 2], "int32").dtype, "int32");
 * ```
 */
export function tensor(
  data: NestedArray | Exclude<Data, Uint8Array>,
  dtype?: DType,
): Tensor {
  if (Array.isArray(dtype)) {
    throw new TypeError(
      "Cannot tensor: the second argument must be a dtype; to give a shape " +
        `write tensor(data).reshape(${formatShape(dtype)})`,
    );
  }
  if (ArrayBuffer.isView(data)) {
    const own = dtypeOf(data);
    if (own === undefined) {
      const right = "a Float64Array, Float32Array, Int32Array or Uint32Array";
      throw typeError("tensor", `expected ${right}`, data);
    }
    return fromElements("tensor", [data.length], [...data], dtype ?? own);
  }
  const { shape, elements } = readNested("tensor", data);
  const kind = dtype ??
    (typeof elements[0] === "boolean" ? "bool" : "float64");
  return fromElements("tensor", shape, elements, kind);
}

function fromElements(
  name: string,
  shape: Shape,
  elements: readonly (number | boolean)[],
  dtype: DType,
): Tensor {
  checkDType(name, dtype);
  const data = allocate(dtype, elements.length);
  elements.forEach((element, i) => {
    data[i] = checkElement(name, element, dtype);
  });
  return wrap(concrete(shape, dtype, data));
}

/**
 * A rank-0 float64 that takes the dtype of the float tensor it meets, as a
 * plain number does, and can yet be traced: for hyperparameters, step counts and
 * what is computed from them. It is rounded once, where it meets float32.
 *
 * @param value any number.
 * @throws {TypeError} for what is not a number.
 *
 * @example
 * ```ts
 * import { scalar, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = tensor([1, 2], "float32");
 * assertEquals(weights.mul(scalar(0.5)).dtype, "float32");
 * ```
 */
export function scalar(value: number): Tensor {
  const number = checkElement("scalar", value, "float64");
  return wrap(filled([], "float64", number, true));
}

/**
 * A tensor whose elements are all the same.
 *
 * @param shape its shape.
 * @param element its elements: a number, or a boolean for `bool`.
 * @param dtype default: `bool` for a boolean, else `float64`.
 * @throws {TypeError} for an element that the dtype does not have, and for a
 * dtype that there is not.
 * @throws {RangeError} for a number outside the range of an integer dtype, and
 * for a shape with a length that is not a whole number.
 *
 * @example
 * ```ts
 * import { full } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(full([2], 7).toArray(), [7, 7]);
 * ```
 */
export function full(
  shape: Shape,
  element: number | boolean,
  dtype: DType = typeof element === "boolean" ? "bool" : "float64",
): Tensor {
  return filledTensor("full", shape, element, dtype);
}

/** {@linkcode full} on behalf of `name`, for messages. */
function filledTensor(
  name: string,
  shape: Shape,
  element: number | boolean,
  dtype: DType,
): Tensor {
  checkShape(name, shape);
  checkDType(name, dtype);
  const number = checkElement(name, element, dtype);
  return wrap(filled([...shape], dtype, number));
}

/**
 * A tensor of zeros; of `bool`, of `false`.
 *
 * @param shape its shape.
 * @param dtype default: `float64`.
 * @throws {TypeError} for a dtype that there is not.
 * @throws {RangeError} for a shape with a length that is not a whole number.
 *
 * @example
 * ```ts
 * import { zeros } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(zeros([2]).toArray(), [0, 0]);
 * ```
 */
export function zeros(shape: Shape, dtype: DType = "float64"): Tensor {
  return filledTensor("zeros", shape, dtype === "bool" ? false : 0, dtype);
}

/**
 * Zeros of the shape and dtype of another tensor.
 *
 * @param x the tensor to be like; its elements do not matter.
 *
 * @example
 * ```ts
 * import { tensor, zerosLike } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(zerosLike(tensor([1, 2])).toArray(), [0, 0]);
 * ```
 */
export function zerosLike(x: Tensor): Tensor {
  return zeros(x.shape, x.dtype);
}

/**
 * A tensor of ones; of `bool`, of `true`.
 *
 * @param shape its shape.
 * @param dtype default: `float64`.
 * @throws {TypeError} for a dtype that there is not.
 * @throws {RangeError} for a shape with a length that is not a whole number.
 *
 * @example
 * ```ts
 * import { ones } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ones([2]).toArray(), [1, 1]);
 * ```
 */
export function ones(shape: Shape, dtype: DType = "float64"): Tensor {
  return filledTensor("ones", shape, dtype === "bool" ? true : 1, dtype);
}

/**
 * The numbers 0, 1, …, n − 1.
 *
 * @param n how many, a whole number.
 * @param dtype default: `float64`.
 * @throws {TypeError} for `bool`, and for a dtype that there is not.
 * @throws {RangeError} if `n` is not a whole number of at least 0.
 *
 * @example
 * ```ts
 * import { arange } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(arange(3).toArray(), [0, 1, 2]);
 * ```
 */
export function arange(n: number, dtype: DType = "float64"): Tensor {
  checkCount("arange", "n", n);
  const numbers = Array.from({ length: n }, (_, i) => i);
  return fromElements("arange", [n], numbers, dtype);
}

/**
 * The identity matrix.
 *
 * @param n the number of rows and of columns.
 * @param dtype default: `float64`.
 * @throws {TypeError} for a dtype that there is not.
 * @throws {RangeError} if `n` is not a whole number of at least 0.
 *
 * @example
 * ```ts
 * import { eye } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(eye(2).toArray(), [[1, 0], [0, 1]]);
 * ```
 */
export function eye(n: number, dtype: DType = "float64"): Tensor {
  checkCount("eye", "n", n);
  checkDType("eye", dtype);
  const data = allocate(dtype, sizeOf([n, n]));
  for (let i = 0; i < n; i++) data[i * n + i] = 1;
  return wrap(concrete([n, n], dtype, data));
}
