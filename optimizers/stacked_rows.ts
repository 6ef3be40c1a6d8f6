import { stack, type Tensor } from "../autodiff/mod.ts";
import { allocate, type Data } from "../autodiff/dtypes.ts";
import { concrete, type Value } from "../autodiff/graph.ts";
import { unwrap } from "../autodiff/handle.ts";
import { wrap } from "../autodiff/tensor.ts";

/** The rows of what `stackedRows` made. */
const rows = new WeakMap<Value, readonly Tensor[]>();

/**
 * What `stack` gives for tensors, at least one, whose values are known. It gets
 * elements of its own when somebody asks for them: to `rowsOf` it gives the
 * tensors themselves.
 */
export function stackedRows(tensors: readonly Tensor[]): Tensor {
  const [{ shape, dtype }] = tensors;
  const type = [tensors.length, ...shape];
  const value = concrete(type, dtype, allocate(dtype, 0));
  let made: Data | undefined;
  Object.defineProperty(value, "data", {
    get: () => made ??= unwrap("stack", stack([...tensors])).data,
    enumerable: true,
  });
  rows.set(value, tensors);
  return wrap(value);
}

/** The tensors along the first axis. */
export function rowsOf(x: Tensor): readonly Tensor[] {
  const [length, ...shape] = x.shape;
  return rows.get(unwrap("take rows", x)) ??
    Array.from(
      { length },
      (_, i) => x.slice([i], [i + 1]).reshape(shape),
    );
}
