import { type DType, type Tensor, tensor } from "../../../mod.ts";

/** A tensor of a shape; its elements are rounded to its dtype. */
export function shaped(
  elements: Float64Array,
  shape: readonly number[],
  dtype: DType,
): Tensor {
  const rounded = dtype === "float32" ? new Float32Array(elements) : elements;
  return tensor(rounded, dtype).reshape(shape);
}
