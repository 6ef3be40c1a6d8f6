import type { Value } from "../graph.ts";
import { drawing } from "./drawing.ts";
import { threefry2x32 } from "./threefry.ts";
import { writeThreefry } from "./threefry_code.ts";

/** Which blocks of a key to compute. */
export interface Blocks {
  /** The first counter word of the first block, that of the next is one more. */
  readonly first: number;
  /** How many; `first + count` is at most 2³². */
  readonly count: number;
  /** The second counter word of all of them. */
  readonly stream: number;
}

const operation = drawing<Blocks>("randomBits", {
  dtype: "uint32",
  shape: ({ count }) => [count, 2],
  draw(k0, k1, { first, count, stream }, result) {
    for (let i = 0; i < count; i++) {
      result.set(threefry2x32(k0, k1, first + i, stream), 2 * i);
    }
  },
  write(writer, { key, result, start }, { first, count, stream }) {
    const { code } = writer;
    const counter = [code.local("i32"), code.local("i32")] as const;
    code.i32(stream).set(counter[1]);
    writer.repeat(count, (i) => {
      code.get(i).i32(first).op("i32.add").set(counter[0]);
      writeThreefry(code, key, counter).forEach((word, place) => {
        const index = () =>
          writer.sum([start, 1], [i, 2]).i32(place).op("i32.add");
        writer.store(result, index, () => code.get(word));
      });
    });
  },
});

/**
 * Blocks of a key, each of which depends on the key and its own counter alone.
 *
 * @param key a uint32 tensor of shape `[2]`.
 * @returns a uint32 tensor of shape `[count, 2]`.
 */
export function randomBits(key: Value, blocks: Blocks): Value {
  return operation(key, blocks);
}
