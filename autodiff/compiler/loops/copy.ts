import type { Push } from "../emit/buffer_writer.ts";
import type { FunctionWriter } from "../wasm/function_writer.ts";
import type { MemoryInstruction } from "../wasm/opcodes.ts";

/** Up to so many bytes are moved by instructions of their own. */
const few = 128;

const moves:
  readonly (readonly [number, MemoryInstruction, MemoryInstruction])[] = [
    [16, "v128.load", "v128.store"],
    [8, "i64.load", "i64.store"],
    [4, "i32.load", "i32.store"],
    [1, "i32.load8_u", "i32.store8"],
  ];

/** Writes code that copies bytes; the two places do not overlap. */
export function writeCopy(
  code: FunctionWriter,
  to: Push,
  from: Push,
  bytes: number,
): void {
  if (bytes > few) {
    to();
    from();
    code.i32(bytes).memoryCopy();
    return;
  }
  let at = 0;
  for (const [size, load, store] of moves) {
    for (; at + size <= bytes; at += size) {
      to();
      from();
      code.memory(load, at).memory(store, at);
    }
  }
}
