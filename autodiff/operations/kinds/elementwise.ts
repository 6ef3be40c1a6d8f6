import { allocate, type DType, isFloat } from "../../dtypes.ts";
import type { ElementCode } from "../../elementary/element_machine.ts";
import { apply, type Value } from "../../graph.ts";
import type { Domain, Operation } from "../../operation.ts";
import { sizeOf } from "../../shapes.ts";
import { dtypeError } from "./dtype_checks.ts";
import { alignOperands, type Operand } from "./operands.ts";

/** An operation on each element of a tensor. */
export type Unary = (x: Value) => Value;

/** An operation on the elements of two operands, which broadcast. */
export type Binary = (a: Operand, b: Operand) => Value;

/** The element of a result, from the elements of the inputs. */
export type ElementFunction = (...elements: number[]) => number;

/**
 * A contribution to an input's cotangent: from the cotangent `g` of the
 * result, the result `y` and the inputs.
 */
export type ElementDerivative = (
  g: Value,
  y: Value,
  ...inputs: Value[]
) => Value;

/** What an elementwise operation is made of. */
export interface ElementwiseDefinition {
  /**
   * The function of one element for each dtype it exists for, where `float`
   * stands for both. A float32 result is rounded when it is stored.
   */
  readonly value: {
    readonly [K in DType | "float"]?: ElementFunction;
  };
  /** The same function as compiled code has it, for all these dtypes. */
  readonly code: ElementCode;
  /** The dtype of the result, where it isn't that of the inputs. */
  readonly result?: DType;
  /** One rule an input; none where the result is locally constant. */
  readonly derivative?: readonly (ElementDerivative | undefined)[];
  /** Where to test it; default: real numbers. */
  readonly domain?: readonly Domain[];
}

/**
 * An operation that makes each element from the elements at the same place of
 * its inputs, which have one shape and one dtype.
 *
 * @returns the function that applies it to operands, once they are aligned.
 */
export function elementwise(
  name: string,
  { value, code, result, derivative, domain }: ElementwiseDefinition,
): (...operands: Operand[]) => Value {
  const functionFor = (dtype: DType) =>
    value[dtype] ?? (isFloat(dtype) ? value.float : undefined);
  const operation: Operation<undefined> = {
    name,
    domain,
    infer(inputs) {
      const { shape, dtype } = inputs[0];
      if (functionFor(dtype) === undefined) {
        throw dtypeError(name, dtype, Object.keys(value));
      }
      const out = result ?? dtype;
      const weak = out === "float64" && inputs.every((input) => input.weak);
      return { shape, dtype: out, weak };
    },
    evaluate(inputs, _attributes, { shape, dtype }) {
      const f = functionFor(inputs[0].dtype)!;
      const out = allocate(dtype, sizeOf(shape));
      if (inputs.length === 1) {
        const x = inputs[0].data;
        for (let i = 0; i < out.length; i++) out[i] = f(x[i]);
      } else {
        const [a, b] = [inputs[0].data, inputs[1].data];
        for (let i = 0; i < out.length; i++) out[i] = f(a[i], b[i]);
      }
      return out;
    },
    code: (m, inputs) => code(m, ...inputs),
    derivative(g, index, { inputs, result }) {
      return derivative?.[index]?.(g, result, ...inputs);
    },
  };
  return (...operands) => {
    const [first] = operands;
    const alone = operands.length === 1 && typeof first === "object";
    const inputs = alone ? [first] : alignOperands(name, operands);
    return apply(operation, inputs, undefined);
  };
}
