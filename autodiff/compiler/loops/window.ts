import { sizeOf } from "../../shapes.ts";
import type { Buffer } from "../compiled_form.ts";
import { layouts } from "../emit/elements.ts";
import type { Slots } from "./write_loop.ts";

/** Slots for some turns of a loop: longer ones go through it in pieces. */
export interface Window {
  /** How many turns have slots. */
  readonly turns: number;
  readonly inputs: readonly Slots[];
  readonly outputs: readonly Slots[];
  /** Where the slots end. */
  readonly end: number;
}

/** About how many bytes a window takes; it has at least one turn. */
const mostBytes = 262144;

/**
 * The window of a step. Its size depends on that of a turn alone, so that the
 * code is the same for any number of turns.
 */
export function windowOf(
  inputs: readonly Buffer[],
  outputs: readonly Buffer[],
  start: number,
): Window {
  const sizes = [...inputs, ...outputs].map(bytesOf);
  const each = sizes.reduce((sum, bytes) => sum + bytes, 0);
  const turns = each === 0
    ? 2147483647
    : Math.max(1, Math.floor(mostBytes / each));
  let end = start;
  const slotsFor = (buffer: Buffer): Slots => {
    const slots = end;
    const bytes = bytesOf(buffer);
    end += bytes === 0 ? 0 : Math.ceil(turns * bytes / 64) * 64;
    return { slots, buffer: buffer.address, bytes };
  };
  const [from, to] = [inputs.map(slotsFor), outputs.map(slotsFor)];
  return { turns, inputs: from, outputs: to, end };
}

function bytesOf({ shape, dtype }: Buffer): number {
  return sizeOf(shape) * layouts[dtype].bytes;
}
