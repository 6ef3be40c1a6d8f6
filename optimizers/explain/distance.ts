import type { DType } from "../../autodiff/mod.ts";

/** How far two numbers are apart. */
export interface Distance {
  /**
   * How many steps from one number of the dtype to the next lead from one to
   * the other: 0 between the zeros, infinite where just one is NaN.
   */
  readonly ulps: number;
  /** |a − b|/max(|a|, |b|); infinite where just one of them is finite. */
  readonly relative: number;
}

const view = new DataView(new ArrayBuffer(8));

/** How far two numbers of a float dtype are apart. */
export function distanceOf(a: number, b: number, dtype: DType): Distance {
  if (Object.is(a, b) || a === b) return { ulps: 0, relative: 0 };
  const isNaN = a !== a || b !== b;
  const rank = dtype === "float32" ? rank32 : rank64;
  const steps = isNaN ? 0n : rank(a) - rank(b);
  const finite = Number.isFinite(a) && Number.isFinite(b);
  const most = Math.max(Math.abs(a), Math.abs(b));
  return {
    ulps: isNaN ? Infinity : Number(steps < 0n ? -steps : steps),
    // Halves, since the difference of the greatest numbers would overflow.
    relative: finite ? Math.abs(a / 2 - b / 2) / most * 2 : Infinity,
  };
}

/** The place of a float64 among all, 0 that of the zeros. */
function rank64(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits >= 0n ? bits : -(bits & 0x7fffffffffffffffn);
}

function rank32(x: number): bigint {
  view.setFloat32(0, x);
  const bits = view.getInt32(0);
  return BigInt(bits >= 0 ? bits : -(bits & 0x7fffffff));
}
