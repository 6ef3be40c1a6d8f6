import type { Format } from "../../../autodiff/elementary/format.ts";
import type { Machine } from "../../../autodiff/elementary/machine.ts";

const view = new DataView(new ArrayBuffer(8));

/**
 * The machine that computes at once, one number at a time. A bit tool reads and
 * writes all 64 bits through a view with a stated byte order, and so shares
 * nothing with those of the generated code.
 */
export function scalarMachine(format: Format): Machine<number, boolean> {
  const round = format === "float64" ? (a: number) => a : Math.fround;
  const machine: Machine<number, boolean> = {
    format,
    constant: round,
    add: (a, b) => round(a + b),
    subtract: (a, b) => round(a - b),
    multiply: (a, b) => round(a * b),
    divide: (a, b) => round(a / b),
    sqrt: (a) => round(Math.sqrt(a)),
    negate: (a) => -a,
    abs: Math.abs,
    copySign: (magnitude, sign) => {
      const negative = bits(sign) >> 63n === 1n;
      return negative ? -Math.abs(magnitude) : Math.abs(magnitude);
    },
    less: (a, b) => a < b,
    lessEqual: (a, b) => a <= b,
    equal: (a, b) => a === b,
    and: (a, b) => a && b,
    or: (a, b) => a || b,
    not: (a) => !a,
    select: (mask, yes, no) => mask ? yes : no,
    powerOfTwo: (k) => {
      if (Number.isNaN(k)) return NaN;
      if (!Number.isInteger(k) || k < -1022 || k > 1023) {
        throw new RangeError(
          `Cannot take powerOfTwo: k must be an integer in [-1022, 1023], ` +
            `current value is ${k}`,
        );
      }
      return number((BigInt(k) + 1023n) << 52n);
    },
    exponent: (a) => Number(bits(a) >> 52n) - 1023,
    significand: (a) =>
      number((bits(a) & 0xfffffffffffffn) | 0x3ff0000000000000n),
    get wide() {
      return format === "float64" ? machine : scalarMachine("float64");
    },
    promote: (a) => a,
    demote: round,
  };
  return machine;
}

function bits(a: number): bigint {
  view.setFloat64(0, a);
  return view.getBigUint64(0);
}

function number(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}
