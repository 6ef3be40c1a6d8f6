import { checkInteger } from "../check_integer.ts";
import type { Value } from "../graph.ts";
import { drawing } from "./drawing.ts";
import { writeSort } from "./sort_code.ts";
import { stream } from "./streams.ts";
import { threefry2x32 } from "./threefry.ts";
import { writeThreefry } from "./threefry_code.ts";

const operation = drawing<{ readonly n: number }>("permutation", {
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
  write(writer, { key, result, start }, { n }) {
    const { code, scratch } = writer;
    const counter = code.local("i32");
    code.i32(stream("permutation")).set(counter);
    writer.repeat(n, (i) => {
      const words = writeThreefry(code, key, [i, counter]);
      words.forEach((word, place) => {
        const behind = 4 - 4 * place; // the upper one behind
        writer.sum([i, 8]).get(word).memory("i32.store", scratch + behind);
      });
      const index = () => writer.sum([start, 1], [i, 1]);
      writer.store(result, index, () => code.get(i));
    });
    const words = () =>
      writer.sum([start, 4]).i32(result.address).op("i32.add");
    writeSort(code, { size: n, keys: scratch, words });
  },
  scratch: ({ n }) => 8 * n,
});

/** See `Key.permutation`. */
export function permutation(key: Value, n: number): Value {
  checkInteger("permutation", "n", n, 0, 2147483647);
  return operation(key, { n });
}
