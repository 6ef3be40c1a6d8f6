import type { DType } from "../../dtypes.ts";
import { type Shape, sizeOf } from "../../shapes.ts";
import type { Buffer } from "../compiled_form.ts";
import type { FunctionWriter, ValueType } from "../wasm/function_writer.ts";
import { whileAtLeast } from "../matmul/loops.ts";
import type { MemoryInstruction } from "../wasm/opcodes.ts";

/** How elements of a dtype lie in memory and in locals. */
export interface ElementLayout {
  readonly bytes: number;
  readonly type: ValueType;
  readonly load: MemoryInstruction;
  readonly store: MemoryInstruction;
}

/** The layout of each dtype. */
export const layouts: Readonly<Record<DType, ElementLayout>> = {
  float64: { bytes: 8, type: "f64", load: "f64.load", store: "f64.store" },
  float32: { bytes: 4, type: "f32", load: "f32.load", store: "f32.store" },
  int32: { bytes: 4, type: "i32", load: "i32.load", store: "i32.store" },
  uint32: { bytes: 4, type: "i32", load: "i32.load", store: "i32.store" },
  bool: { bytes: 1, type: "i32", load: "i32.load8_u", store: "i32.store8" },
};

/** How many bytes the elements of a tensor take. */
export function bytesOf(
  { shape, dtype }: { readonly shape: Shape; readonly dtype: DType },
): number {
  return sizeOf(shape) * layouts[dtype].bytes;
}

/** So many bytes, filled up to whole lines of the cache. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

/** Puts a constant element on the stack. */
export function pushElement(
  code: FunctionWriter,
  dtype: DType,
  element: number,
): void {
  const { type } = layouts[dtype];
  if (type === "f64") code.f64(element);
  else if (type === "f32") code.f32(element);
  else code.i32(element);
}

/** The instruction that puts an element in each lane of a vector. */
const splats = {
  float64: "f64x2.splat",
  float32: "f32x4.splat",
  int32: "i32x4.splat",
  uint32: "i32x4.splat",
  bool: "i8x16.splat",
} as const;

/** Writes code that sets all elements of a buffer to one, by whole vectors. */
export function fillBuffer(
  code: FunctionWriter,
  buffer: Buffer,
  element: number,
): void {
  const { dtype, address } = buffer;
  const [left, vector] = [code.local("i32"), code.local("v128")];
  pushElement(code, dtype, element);
  code.op(splats[dtype]).set(vector);
  code.i32(Math.ceil(bytesOf(buffer) / 16) * 16).set(left);
  whileAtLeast(code, left, 16, () => {
    code.get(left, vector).memory("v128.store", address - 16);
  });
}
