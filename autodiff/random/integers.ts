import { apply, type Value } from "../graph.ts";
import type { Operation } from "../operation.ts";
import { reshape } from "../operations/reshape.ts";
import type { Shape } from "../shapes.ts";
import { drawing, drawSize } from "./drawing.ts";
import { stream } from "./streams.ts";
import { threefry2x32 } from "./threefry.ts";

interface Range {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const operation: Operation<Range> = drawing("integers", {
  dtype: "int32",
  shape: ({ count }) => [count],
  draw(k0, k1, { low, high, count }, result) {
    const words = 0x100000000;
    const width = high - low;
    const limit = words - words % width;
    for (let i = 0; i < count; i++) {
      result[i] = low + firstBelow(limit, k0, k1, i) % width;
    }
  },
});

/** The first word below `limit` among those of the blocks of element `i`. */
function firstBelow(limit: number, k0: number, k1: number, i: number): number {
  for (let block = 0;; block++) {
    const words = threefry2x32(k0, k1, i, stream("integers", block));
    for (const word of words) if (word < limit) return word;
  }
}

/** See `Key.integers`. */
export function integers(
  key: Value,
  low: number,
  high: number,
  shape: Shape,
): Value {
  checkBound("low", low, -2147483648, 2147483647);
  checkBound("high", high, low + 1, 2147483648);
  const count = drawSize("integers", shape);
  return reshape(apply(operation, [key], { low, high, count }), [...shape]);
}

function checkBound(
  name: string,
  bound: number,
  least: number,
  greatest: number,
): void {
  if (Number.isInteger(bound) && bound >= least && bound <= greatest) return;
  throw new RangeError(
    `Cannot integers: ${name} must be an integer in ` +
      `[${least}, ${greatest}], current value is ${bound}`,
  );
}
