import type { DType } from "../../dtypes.ts";
import type { Element, Lanes } from "./lanes.ts";
import { evenWords, maskOf } from "./mask_machine.ts";

/** How an element lies in memory: which instruction reads or writes it. */
const scalars = {
  float64: ["f64.load", "f64.store"],
  float32: ["f32.load", "f32.store"],
  int32: ["i32.load", "i32.store"],
  uint32: ["i32.load", "i32.store"],
  bool: ["i32.load8_u", "i32.store8"],
} as const;

/**
 * Reads as many elements as there are lanes, one after the other in memory
 * from the address in `pointer`, plus `offset` bytes.
 */
export function loadElement(
  lanes: Lanes,
  dtype: DType,
  pointer: number,
  offset: number = 0,
): Element {
  const { code, count } = lanes;
  return lanes.make(dtype, lanes.parts(dtype), (part) => {
    code.get(pointer);
    if (count === 1) return code.memory(scalars[dtype][0], offset);
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

/**
 * Writes elements to where {@link loadElement} reads them.
 *
 * @param live how many of them, from the first on.
 */
export function storeElement(
  lanes: Lanes,
  dtype: DType,
  element: Element,
  pointer: number,
  offset: number = 0,
  live: number = lanes.count,
): void {
  const { code, count } = lanes;
  if (count === 1) {
    code.get(pointer);
    code.get(element[0]);
    code.memory(scalars[dtype][1], offset);
  } else if (dtype === "bool") {
    storeMasks(lanes, element, pointer, offset, live);
  } else {
    const width = dtype === "float64" ? 2 : 4;
    element.forEach((local, part) => {
      const put = () => {
        code.get(pointer);
        code.get(local);
      };
      const at = offset + 16 * part;
      const some = live - part * width;
      if (some >= width) {
        put();
        return code.memory("v128.store", at);
      }
      const half = some * 2 >= width;
      if (half) {
        put();
        code.memoryLane("v128.store64_lane", 0, at);
      }
      if (width === 4 && some > 0 && some % 2 === 1) {
        put();
        code.memoryLane("v128.store32_lane", some - 1, at + 4 * (some - 1));
      }
    });
  }
}

/** Writes masks as bytes that are 0 or 1. */
function storeMasks(
  lanes: Lanes,
  mask: Element,
  pointer: number,
  offset: number,
  live: number,
): void {
  const { code, count } = lanes;
  lanes.locals.scope(() => {
    const bytes = lanes.locals.take("i32");
    maskOf(lanes, mask, lanes.parts("bool")).forEach((local, part) => {
      code.get(local);
      if (count === 2) {
        code.get(local);
        code.shuffle(evenWords);
      }
      code.op("i32x4.neg");
      code.get(local);
      code.op("i16x8.narrow_i32x4_s");
      code.get(local);
      code.op("i8x16.narrow_i16x8_s");
      code.lane("i32x4.extract_lane", 0);
      code.set(bytes);
      const some = Math.min(live - 4 * part, count);
      const put = (done: number) => {
        code.get(pointer);
        code.get(bytes);
        if (done === 0) return;
        code.i32(8 * done);
        code.op("i32.shr_u");
      };
      const at = offset + 4 * part;
      if (some >= 4) {
        put(0);
        return code.memory("i32.store", at);
      }
      if (some >= 2) {
        put(0);
        code.memory("i32.store16", at);
      }
      if (some === 1 || some === 3) {
        put(some - 1);
        code.memory("i32.store8", at + some - 1);
      }
    });
    return [];
  });
}
