import type { DType } from "../../dtypes.ts";
import { layouts } from "../emit/elements.ts";
import { kinds, storeElements } from "../matmul/kinds.ts";
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
      code.memory("i32.load16_u", offset).op("i32x4.splat");
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
  code.get(cursor).memory(`v128.load${bits}_zero`, at(0));
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
    code.get(cursor, element[0]).memory(store, offset);
    return;
  }
  if (dtype !== "bool") {
    const kind = bytes === 8 ? kinds.float64 : kinds.float32;
    return element.forEach((vector, part) => {
      const some = Math.min(kind.lanes, live - part * kind.lanes);
      if (some <= 0) return;
      storeElements(code, kind, some, cursor, vector, offset + 16 * part);
    });
  }
  const masks = maskOf(lanes, element, lanes.parts("bool"));
  const width = Math.min(count, 4);
  for (let at = 0; at < live; at++) {
    const lane = at % width * 4 / width;
    code.get(cursor, masks[Math.floor(at / width)]);
    code.lane("i32x4.extract_lane", lane).i32(1).op("i32.and");
    code.memory("i32.store8", offset + at);
  }
}
