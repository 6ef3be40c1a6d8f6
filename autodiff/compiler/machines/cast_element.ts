import { type DType, isFloat } from "../../dtypes.ts";
import type { Instruction } from "../wasm/opcodes.ts";
import type { Element, Lanes } from "./lanes.ts";

/** The low halves of two vectors, and the high half of one. */
const lowHalves = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const highHalf = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];

/**
 * An element of one dtype in another, as `cast` has it. Masks may have either
 * form.
 */
export function castElement(
  lanes: Lanes,
  a: Element,
  from: DType,
  to: DType,
): Element {
  if (from === to) return a;
  const source = lanes.machine(from);
  const target = lanes.machine(to);
  if (to === "bool") return source.not(source.equal(a, source.constant(0)));
  if (from === "bool") {
    return target.select(a, target.constant(1), target.constant(0));
  }
  if (isFloat(from) || isFloat(to)) return convert(lanes, a, from, to);
  // What is beyond the other dtype's end has its first bit set.
  return from === "int32"
    ? source.maximum(a, source.constant(0))
    : source.minimum(a, source.constant(2147483647));
}

/** Between a float and another dtype that are no masks. */
function convert(lanes: Lanes, a: Element, from: DType, to: DType): Element {
  const { code, count } = lanes;
  const instruction = conversion(lanes, from, to);
  return lanes.make(to, lanes.parts(to), (part) => {
    if (from === "float64" && count > 1) {
      for (const half of [0, 1]) {
        code.get(a[2 * part + half]).op(instruction);
      }
      return code.shuffle(lowHalves);
    }
    const source = a[to === "float64" ? Math.floor(part / 2) : part];
    code.get(source);
    if (to === "float64" && part % 2 === 1) {
      code.get(source).shuffle(highHalf);
    }
    code.op(instruction);
  });
}

/** Vectors of float64 have half the lanes, which the names tell. */
function conversion(lanes: Lanes, from: DType, to: DType): Instruction {
  const [integer] = [from, to].filter((dtype) => !isFloat(dtype));
  const action = integer === undefined
    ? to === "float64" ? "promote" : "demote"
    : integer === to
    ? "trunc_sat"
    : "convert";
  const low = lanes.count > 1 && to === "float64" ? "_low" : "";
  const sign = integer === undefined ? "" : integer === "int32" ? "_s" : "_u";
  const zero = lanes.count > 1 && from === "float64" ? "_zero" : "";
  const [source, target] = [lanes.prefix(from), lanes.prefix(to)];
  return `${target}.${action}${low}_${source}${sign}${zero}` as Instruction;
}
