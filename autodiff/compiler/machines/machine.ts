import type { DType } from "../../dtypes.ts";
import type { ElementMachine } from "../../elementary/element_machine.ts";
import { floatMachine } from "./float_machine.ts";
import type { Element, Lanes } from "./lanes.ts";
import { maskMachine } from "./masks.ts";

/** The machine that writes code for elements of a dtype. */
export function machineOf(lanes: Lanes, dtype: DType): ElementMachine<Element> {
  switch (dtype) {
    case "float64":
    case "float32":
      return floatMachine(lanes, dtype);
    case "int32":
    case "uint32":
      return integerMachine(lanes, dtype);
    default:
      return maskMachine(lanes, dtype) as ElementMachine<Element>;
  }
}

/** The machine that writes code for integers: they have no square roots. */
function integerMachine(
  lanes: Lanes,
  dtype: "int32" | "uint32",
): ElementMachine<Element> {
  const prefix = lanes.prefix(dtype);
  const sign = dtype === "int32" ? "s" as const : "u" as const;
  const m = {
    ...maskMachine(lanes, dtype),
    constant: (value) => lanes.constant(dtype, value),
    add: (...both) => lanes.write(dtype, both, `${prefix}.add`),
    subtract: (...both) => lanes.write(dtype, both, `${prefix}.sub`),
    multiply: (...both) => lanes.write(dtype, both, `${prefix}.mul`),
    negate: (a) => m.subtract(m.constant(0), a),
    // The least int32, which has no opposite, stays, and so does all of uint32.
    abs: (a) => m.select(m.less(a, m.constant(0)), m.negate(a), a),
    maximum: (a, b) =>
      prefix === "i32x4"
        ? lanes.write(dtype, [a, b], `i32x4.max_${sign}`)
        : m.select(m.less(a, b), b, a),
    minimum: (a, b) =>
      prefix === "i32x4"
        ? lanes.write(dtype, [a, b], `i32x4.min_${sign}`)
        : m.select(m.less(a, b), a, b),
    less: (...both) => lanes.write("bool", both, `${prefix}.lt_${sign}`),
    lessEqual: (...both) => lanes.write("bool", both, `${prefix}.le_${sign}`),
    equal: (...both) => lanes.write("bool", both, `${prefix}.eq`),
  } as ElementMachine<Element>;
  return m;
}
