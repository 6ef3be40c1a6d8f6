import type { Buffer } from "../compiled_form.ts";
import { aligned, bytesOf } from "../emit/elements.ts";
import type { Slots } from "./write_loop.ts";

/** Slots for some turns of a loop, which is run piece by piece. */
export interface Piece {
  /** How many turns a piece has at most. */
  readonly turns: number;
  readonly inputs: readonly Slots[];
  readonly outputs: readonly Slots[];
  /** Where the slots end. */
  readonly end: number;
}

/** About how many bytes the slots take; there are those of one turn at least. */
const mostBytes = 262144;

/**
 * The pieces of a loop. Their length depends on the bytes of a turn alone, so
 * that the code is the same for any number of turns.
 */
export function pieceOf(
  inputs: readonly Buffer[],
  outputs: readonly Buffer[],
  start: number,
): Piece {
  const each = [...inputs, ...outputs].map(bytesOf)
    .reduce((sum, bytes) => sum + bytes, 0);
  const turns = each === 0
    ? 2147483647
    : Math.max(1, Math.floor(mostBytes / each));
  let end = start;
  const slotsFor = (buffer: Buffer): Slots => {
    const slots = end;
    const bytes = bytesOf(buffer);
    end += bytes === 0 ? 0 : aligned(turns * bytes);
    return { slots, buffer: buffer.address, bytes };
  };
  const [from, to] = [inputs.map(slotsFor), outputs.map(slotsFor)];
  return { turns, inputs: from, outputs: to, end };
}
