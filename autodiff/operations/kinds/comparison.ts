import type { DType } from "../../dtypes.ts";
import type { ElementCode } from "../../elementary/element_machine.ts";
import type { Value } from "../../graph.ts";
import { numeric } from "./dtype_checks.ts";
import { elementwise } from "./elementwise.ts";
import type { Operand } from "./operands.ts";

/**
 * An operation that holds or doesn't for the elements at the same place of
 * two inputs: a `bool`, which has no derivative.
 */
export function comparison(
  name: string,
  holds: (a: number, b: number) => boolean,
  code: ElementCode,
  dtypes: readonly (DType | "float")[] = numeric,
): (a: Operand, b: Operand) => Value {
  const value = (a: number, b: number) => holds(a, b) ? 1 : 0;
  return elementwise(name, {
    value: Object.fromEntries(dtypes.map((dtype) => [dtype, value])),
    code,
    result: "bool",
  });
}
