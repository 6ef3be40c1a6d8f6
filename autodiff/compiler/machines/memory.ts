import type { DType } from "../../dtypes.ts";
import { layouts } from "../emit/elements.ts";
import type { Element, Lanes } from "./lanes.ts";
import { maskOf } from "./masks.ts";

/** Where the first of some elements lies, and how far on the next one is. */
export interface Place {
  /** A local with an address. */
  readonly cursor: number;
  /** Bytes to add to it. */
  readonly offset?: number;
  /** How many elements on the next one is. */
  readonly stride?: number;
}

/**
 * Reads elements; those of dtype `bool`, where they are several, lie one after
 * the other.
 *
 * @param live how many of the lanes have one, from the first on.
 */
export function loadElement(
  lanes: Lanes,
  dtype: DType,
  { cursor, offset = 0, stride = 1 }: Place,
  live: number = lanes.count,
): Element {
  const { code, count } = lanes;
  const { bytes, load } = layouts[dtype];
  const width = 16 / bytes;
  return lanes.make(dtype, lanes.parts(dtype), (part) => {
    if (count > 1 && stride !== 1) {
      const at = (lane: number) =>
        offset + Math.min(part * width + lane, live - 1) * stride * bytes;
      return loadApart(lanes, dtype, cursor, at, live - part * width);
    }
    code.get(cursor);
    if (count === 1) return code.memory(load, offset);
    if (dtype !== "bool") return code.memory("v128.load", offset + 16 * part);
    if (count > 2) code.memory("v128.load32_zero", offset + 4 * part);
    else {
      code.memory("i32.load16_u", offset);
      code.op("i32x4.splat");
    }
    code.op("i16x8.extend_low_i8x16_s", "i32x4.extend_low_i16x8_s");
    code.op("i32x4.neg");
    if (count === 2) code.op("i64x2.extend_low_i32x4_s");
  });
}

/** Puts a vector on the stack whose lanes are read one by one. */
function loadApart(
  { code, locals }: Lanes,
  dtype: DType,
  cursor: number,
  at: (lane: number) => number,
  live: number,
): void {
  const { bytes } = layouts[dtype];
  const bits = bytes === 8 ? 64 as const : 32 as const;
  const vector = locals.take("v128");
  code.get(cursor);
  code.memory(`v128.load${bits}_zero`, at(0));
  for (let lane = 1; lane < Math.min(16 / bytes, live); lane++) {
    code.set(vector);
    code.get(cursor, vector);
    code.memoryLane(`v128.load${bits}_lane`, lane, at(lane));
  }
  locals.release([vector]);
}

/**
 * Writes elements, one after the other.
 *
 * @param live how many of them, from the first on.
 */
export function storeElement(
  lanes: Lanes,
  dtype: DType,
  element: Element,
  { cursor, offset = 0 }: Place,
  live: number = lanes.count,
): void {
  const { code, count } = lanes;
  const { bytes, store } = layouts[dtype];
  if (count === 1) {
    code.get(cursor, element[0]);
    return code.memory(store, offset);
  }
  const mask = dtype === "bool";
  const width = mask && count > 2 ? 4 : mask ? 2 : 16 / bytes;
  const vectors = mask ? maskOf(lanes, element, lanes.parts("bool")) : element;
  vectors.forEach((vector, part) => {
    const at = offset + part * width * bytes;
    const some = Math.min(width, live - part * width);
    if (!mask && some === width) {
      code.get(cursor, vector);
      return code.memory("v128.store", at);
    }
    for (let lane = 0; lane < some; lane++) {
      code.get(cursor, vector);
      if (mask) {
        code.lane("i32x4.extract_lane", lane * 4 / width);
        code.i32(1);
        code.op("i32.and");
        code.memory("i32.store8", at + lane);
      } else {
        const bits = bytes === 8 ? 64 as const : 32 as const;
        code.memoryLane(`v128.store${bits}_lane`, lane, at + lane * bytes);
      }
    }
  });
}
