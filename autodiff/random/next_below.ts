import type { DrawnDType } from "./drawing.ts";

/** The greatest number of `dtype` that is less than `x`, a finite one of its. */
export function nextBelow(x: number, dtype: DrawnDType): number {
  const view = new DataView(new ArrayBuffer(8));
  const from = x === 0 ? -0 : x;
  if (dtype === "float32") {
    view.setFloat32(0, from);
    view.setInt32(0, view.getInt32(0) + (from > 0 ? -1 : 1));
    return view.getFloat32(0);
  }
  view.setFloat64(0, from);
  view.setBigInt64(0, view.getBigInt64(0) + (from > 0 ? -1n : 1n));
  return view.getFloat64(0);
}
