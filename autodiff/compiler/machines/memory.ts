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

/** Writes elements to where {@link loadElement} reads them. */
export function storeElement(
  lanes: Lanes,
  dtype: DType,
  element: Element,
  pointer: number,
  offset: number = 0,
): void {
  const { code, count } = lanes;
  if (count === 1) {
    code.get(pointer);
    code.get(element[0]);
    code.memory(scalars[dtype][1], offset);
  } else if (dtype !== "bool") {
    element.forEach((local, part) => {
      code.get(pointer);
      code.get(local);
      code.memory("v128.store", offset + 16 * part);
    });
  } else {
    storeMasks(lanes, element, pointer, offset);
  }
}

/** Writes masks as bytes that are 0 or 1. */
function storeMasks(
  lanes: Lanes,
  mask: Element,
  pointer: number,
  offset: number,
): void {
  const { code, count } = lanes;
  lanes.locals.scope(() => {
    maskOf(lanes, mask, lanes.parts("bool")).forEach((local, part) => {
      code.get(pointer);
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
      const store = count === 2 ? "i32.store16" as const : "i32.store" as const;
      code.memory(store, offset + 4 * part);
    });
    return [];
  });
}
