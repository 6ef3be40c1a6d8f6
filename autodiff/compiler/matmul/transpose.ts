import type { FunctionWriter } from "../wasm/function_writer.ts";
import { type Kind, range } from "./kinds.ts";

/**
 * Transposes a square of vectors.
 *
 * @param spare as many further locals.
 * @returns the locals that then hold what was one lane of all of them, each.
 */
export function transpose(
  f: FunctionWriter,
  { lanes, size }: Kind,
  vectors: readonly number[],
  spare: readonly number[],
): readonly number[] {
  const bytesOf = (lane: number) => range(size).map((i) => lane * size + i);
  let [from, to] = [vectors, spare];
  // Each round takes turns between vectors of the first and the second half.
  for (let round = 1; round < lanes; round *= 2) {
    for (const i of range(lanes)) {
      const first = (i & 1) * lanes / 2;
      const turns = range(lanes / 2)
        .flatMap((lane) => [first + lane, first + lane + lanes]);
      f.get(from[i >> 1]);
      f.get(from[(i >> 1) + lanes / 2]);
      f.shuffle(turns.flatMap(bytesOf));
      f.set(to[i]);
    }
    [from, to] = [to, from];
  }
  return from;
}
