import { checkInteger } from "../check_integer.ts";
import type { Value } from "../graph.ts";
import { reshape } from "../operations/reshape.ts";
import type { Shape } from "../shapes.ts";
import { drawing, drawSize } from "./drawing.ts";
import { stream } from "./streams.ts";
import { threefry2x32 } from "./threefry.ts";
import { type WordLocals, writeThreefry } from "./threefry_code.ts";
import type { FunctionWriter } from "../compiler/wasm/function_writer.ts";

interface Range {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const operation = drawing<Range>("integers", {
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
  write(writer, { key, result, start }, { low, high, count }) {
    const { code } = writer;
    const width = high - low;
    writer.repeat(count, (i) => {
      const word = writeFirstBelow(code, width, key, i);
      const index = () => writer.sum([start, 1], [i, 1]);
      writer.store(result, index, () => {
        code.get(word);
        if (width < 0x100000000) code.i32(width).op("i32.rem_u");
        code.i32(low).op("i32.add");
      });
    });
  },
});

/** The first word below `limit` among those of the blocks of element `i`. */
function firstBelow(limit: number, k0: number, k1: number, i: number): number {
  for (let block = 0;; block++) {
    const words = threefry2x32(k0, k1, i, stream("integers", block));
    for (const word of words) if (word < limit) return word;
  }
}

/** Writes {@link firstBelow} the greatest multiple of `width`; returns its local. */
function writeFirstBelow(
  code: FunctionWriter,
  width: number,
  key: WordLocals,
  i: number,
): number {
  const words = 0x100000000;
  const greatest = words - words % width - 1;
  const block = code.local("i32");
  const word = code.local("i32");
  code.i32(stream("integers")).set(block);
  code.block((found) =>
    code.loop((again) => {
      for (const drawn of writeThreefry(code, key, [i, block])) {
        code.get(drawn).tee(word).i32(greatest).op("i32.le_u").branchIf(found);
      }
      code.get(block).i32(1).op("i32.add").set(block).branch(again);
    })
  );
  return word;
}

/** See `Key.integers`. */
export function integers(
  key: Value,
  low: number,
  high: number,
  shape: Shape,
): Value {
  checkInteger("integers", "low", low, -2147483648, 2147483647);
  checkInteger("integers", "high", high, low + 1, 2147483648);
  const count = drawSize("integers", shape);
  return reshape(operation(key, { low, high, count }), [...shape]);
}
