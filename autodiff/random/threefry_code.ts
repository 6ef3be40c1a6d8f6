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
  code.i32(parity);
  code.get(key[0]);
  code.get(key[1]);
  code.op("i32.xor", "i32.xor");
  code.set(third);
  const keys = [...key, third];
  const [x0, x1] = [code.local("i32"), code.local("i32")];
  const add = (x: number, push: () => void) => {
    push();
    code.get(x);
    code.op("i32.add");
    code.set(x);
  };
  [x0, x1].forEach((x, i) => {
    code.get(counter[i]);
    code.set(x);
    add(x, () => code.get(key[i]));
  });
  for (let round = 0; round < 20; round++) {
    add(x0, () => code.get(x1));
    code.get(x1);
    code.i32(rotations[round % 8]);
    code.op("i32.rotl");
    code.get(x0);
    code.op("i32.xor");
    code.set(x1);
    if (round % 4 < 3) continue;
    const injection = (round + 1) / 4;
    add(x0, () => code.get(keys[injection % 3]));
    add(x1, () => code.get(keys[(injection + 1) % 3]));
    add(x1, () => code.i32(injection));
  }
  return [x0, x1];
}
