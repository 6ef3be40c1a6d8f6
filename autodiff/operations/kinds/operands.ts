import { checkElement, type DType } from "../../dtypes.ts";
import { filled, traceOf, type Value } from "../../graph.ts";
import { broadcastShapes, sameShape } from "../../shapes.ts";
import { broadcastTo } from "../broadcast_to.ts";
import { cast } from "../cast.ts";

/** A value, or a plain number or boolean that stands for a scalar. */
export type Operand = Value | number | boolean;

/**
 * The operands of an elementwise operation as values of one dtype and one
 * shape. Plain numbers take the dtype of the tensors they meet, weak scalars
 * are cast to it, and shapes broadcast by NumPy's rule.
 *
 * @throws {TypeError} if dtypes mix or shapes do not broadcast.
 */
export function alignOperands(
  name: string,
  operands: readonly Operand[],
): Value[] {
  const [a, b] = operands;
  if (operands.length === 2 && isValue(a) && isValue(b) && alike(a, b)) {
    return [a, b];
  }
  const values = unifyDTypes(name, operands);
  const shape = broadcastShapes(name, values.map((value) => value.shape));
  return values.map((value) =>
    sameShape(value.shape, shape) ? value : broadcastTo(value, shape)
  );
}

/**
 * The operands as values of one dtype; shapes stay as they are.
 *
 * @throws {TypeError} if dtypes mix, or a value leaked out of its trace.
 */
export function unifyDTypes(
  name: string,
  operands: readonly Operand[],
): Value[] {
  const values = operands.filter(isValue);
  traceOf(name, values);
  const strong = values.find((value) => !value.weak);
  const weak = strong === undefined;
  const dtype = strong?.dtype ??
    (values.length === 0 && operands.every((o) => typeof o === "boolean")
      ? "bool"
      : "float64");
  return operands.map((operand) => {
    if (!isValue(operand)) {
      const element = checkElement(name, operand, dtype);
      return filled([], dtype, element, weak && dtype === "float64");
    }
    if (operand.dtype === dtype) return operand;
    if (operand.weak && dtype === "float32") return cast(operand, dtype);
    throw mixError(name, values.map((value) => value.dtype));
  });
}

/** Whether two values have the same dtype and shape, so that nothing is to do. */
function alike(a: Value, b: Value): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape);
}

/** Whether an operand is a value, from this copy of the library or another. */
function isValue(operand: Operand): operand is Value {
  return typeof operand === "object";
}

/** The error for operands of different dtypes. */
export function mixError(name: string, present: readonly DType[]): TypeError {
  return new TypeError(
    `Cannot ${name}: dtypes ${present.join(" and ")} do not mix; ` +
      `make them one with cast`,
  );
}
