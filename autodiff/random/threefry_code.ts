import type { FunctionWriter } from "../compiler/wasm/function_writer.ts";
import { parity, rotations } from "./threefry.ts";

/** Two words in locals. */
export type WordLocals = readonly [number, number];

/**
 * Writes `threefry2x32`, of a key and a counter in locals, which stay as they
 * are.
 *
 * @returns new locals that hold the two words.
 */
export function writeThreefry(
  code: FunctionWriter,
  key: WordLocals,
  counter: WordLocals,
): WordLocals {
  const third = code.local("i32");
  code.i32(parity).get(...key).op("i32.xor", "i32.xor").set(third);
  const keys = [...key, third];
  const [x0, x1] = [code.local("i32"), code.local("i32")];
  const add = (x: number, y: number) => code.get(y, x).op("i32.add").set(x);
  [x0, x1].forEach((x, i) => {
    code.get(counter[i]).set(x);
    add(x, key[i]);
  });
  for (let round = 0; round < 20; round++) {
    add(x0, x1);
    code.get(x1).i32(rotations[round % 8]).op("i32.rotl");
    code.get(x0).op("i32.xor").set(x1);
    if (round % 4 < 3) continue;
    const injection = (round + 1) / 4;
    add(x0, keys[injection % 3]);
    add(x1, keys[(injection + 1) % 3]);
    code.get(x1).i32(injection).op("i32.add").set(x1);
  }
  return [x0, x1];
}
