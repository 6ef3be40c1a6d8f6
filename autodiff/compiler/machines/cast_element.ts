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
  if (!isFloat(from) && !isFloat(to)) {
    // what is beyond the other dtype's end has its first bit set
    const bound = from === "int32" ? 0 : 2147483647;
    return from === "int32"
      ? source.maximum(a, source.constant(bound))
      : source.minimum(a, source.constant(bound));
  }
  return convert(lanes, a, from, to);
}

/** Between a float and another dtype that are no masks. */
function convert(lanes: Lanes, a: Element, from: DType, to: DType): Element {
  const { code, count } = lanes;
  if (count === 1) {
    return lanes.make(to, 1, () => {
      code.get(a[0]);
      code.op(scalarInstruction(from, to));
    });
  }
  const instruction = vectorInstruction(from, to);
  return lanes.make(to, lanes.parts(to), (part) => {
    if (from === "float64") {
      code.get(a[2 * part]);
      code.op(instruction);
      code.get(a[2 * part + 1]);
      code.op(instruction);
      return code.shuffle(lowHalves);
    }
    const source = a[to === "float64" ? Math.floor(part / 2) : part];
    code.get(source);
    if (to === "float64" && part % 2 === 1) {
      code.get(source);
      code.shuffle(highHalf);
    }
    code.op(instruction);
  });
}

function scalarInstruction(from: DType, to: DType): Instruction {
  if (isFloat(from)) {
    if (to === "float32") return "f32.demote_f64";
    if (to === "float64") return "f64.promote_f32";
    const type = from === "float64" ? "f64" as const : "f32" as const;
    return `i32.trunc_sat_${type}_${to === "int32" ? "s" : "u"}`;
  }
  const type = to === "float64" ? "f64" as const : "f32" as const;
  return `${type}.convert_i32_${from === "int32" ? "s" : "u"}`;
}

function vectorInstruction(from: DType, to: DType): Instruction {
  if (from === "float64") {
    if (to === "float32") return "f32x4.demote_f64x2_zero";
    return `i32x4.trunc_sat_f64x2_${to === "int32" ? "s" : "u"}_zero`;
  }
  if (from === "float32") {
    if (to === "float64") return "f64x2.promote_low_f32x4";
    return `i32x4.trunc_sat_f32x4_${to === "int32" ? "s" : "u"}`;
  }
  const sign = from === "int32" ? "s" as const : "u" as const;
  return to === "float64"
    ? `f64x2.convert_low_i32x4_${sign}`
    : `f32x4.convert_i32x4_${sign}`;
}
