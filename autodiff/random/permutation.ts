import { apply, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";
import { drawing } from "./drawing.ts";
import { stream } from "./streams.ts";
import { threefry2x32 } from "./threefry.ts";

const operation: Operation<{ readonly n: number }> = drawing("permutation", {
  dtype: "int32",
  shape: ({ n }) => [n],
  draw(k0, k1, { n }, result) {
    const [upper, lower] = [new Uint32Array(n), new Uint32Array(n)];
    for (let i = 0; i < n; i++) {
      const counter = stream("permutation");
      [upper[i], lower[i]] = threefry2x32(k0, k1, i, counter);
      result[i] = i;
    }
    result.sort((i, j) => upper[i] - upper[j] || lower[i] - lower[j]);
  },
});

/** See `Key.permutation`. */
export function permutation(key: Value, n: number): Value {
  if (!(Number.isInteger(n) && n >= 0 && n <= 2147483647)) {
    throw new RangeError(
      `Cannot permutation: n must be an integer in [0, 2147483647], ` +
        `current value is ${n}`,
    );
  }
  return apply(operation, [key], { n });
}
