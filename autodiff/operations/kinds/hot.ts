import { pushElement } from "../../compiler/emit/elements.ts";
import { allocate, type DType } from "../../dtypes.ts";
import { apply, type Value } from "../../graph.ts";
import { rangeError } from "../../handle.ts";
import type { Operation } from "../../operation.ts";
import { sizeOf } from "../../shapes.ts";

/** What the rows are like, and how messages name an index. */
interface Hot {
  readonly depth: number;
  readonly dtype: DType;
  /** What was called, and what an index is there. */
  readonly name: string;
  readonly what: string;
}

const operation: Operation<Hot> = {
  name: "oneHot",
  infer: ([{ shape }], { depth, dtype }) => ({
    shape: [...shape, depth],
    dtype,
  }),
  evaluate([indices], hot, { shape, dtype }) {
    const { depth } = hot;
    const result = allocate(dtype, sizeOf(shape));
    indices.data.forEach((index, position) => {
      if (index < 0 || index >= depth) throw indexError(index, hot);
      result[position * depth + index] = 1;
    });
    return result;
  },
  compiled: {
    kind: "loops",
    write(w, [indices], result, { depth }) {
      const index = w.local("int32");
      w.fill(result, 0);
      w.repeat(sizeOf(indices.shape), (position) => {
        w.load(indices, () => w.code.get(position)).tee(index);
        w.code.i32(depth).op("i32.ge_u");
        w.failOr(index, () => {
          w.store(
            result,
            () => w.sum([position, depth], [index, 1]),
            () => pushElement(w.code, result.dtype, 1),
          );
        });
      });
    },
    error: indexError,
  },
};

function indexError(index: number, { name, what, depth }: Hot): RangeError {
  return rangeError(name, `${what} must be in [0, ${depth})`, index);
}

/** Each index as a row that is 1 there and else 0. */
export function hotRows(indices: Value, hot: Hot): Value {
  return apply(operation, [indices], hot);
}
