import type { Value } from "../../autodiff/graph.ts";
import { sizeOf } from "../../autodiff/shapes.ts";
import type { Expression } from "./expression.ts";
import type { Expressions } from "./expressions.ts";

/** What changes a tensor's form and none of its numbers. */
const transparent = ["broadcastTo", "asScalar", "stopGradient", "reshape"];

/**
 * A function that reads values of a graph as expressions.
 *
 * @param known the expressions of the inputs.
 */
export function readExpression(
  make: Expressions,
  known: readonly Expression[],
  inputs: readonly Value[],
): (value: Value) => Expression {
  const done = new Map<Value, Expression>();
  const constants: Value[] = [];
  inputs.forEach((input, i) => {
    done.set(input, known[i]);
    make.stand(known[i], input);
  });
  const read = (value: Value): Expression => {
    const present = done.get(value);
    if (present !== undefined) return present;
    const expression = value.application === undefined
      ? constant(value)
      : applied(value);
    done.set(value, expression);
    make.stand(expression, value);
    return expression;
  };

  function constant(value: Value): Expression {
    const data = Array.from(value.data ?? []);
    if (data.length > 0 && data.every((element) => element === data[0])) {
      return make.number(data[0]);
    }
    constants.push(value);
    return make.name({ base: `C${constants.length}` }, false);
  }

  function applied(value: Value): Expression {
    const { operation: { name }, inputs, attributes } = value.application!;
    const args = inputs.map(read);
    const scalar = sizeOf(value.shape) === 1;
    if (transparent.includes(name)) return args[0];
    if (name === "cast") {
      const holds = inputs[0].dtype === "bool" && value.dtype !== "bool";
      if (!holds) return args[0];
      const numbers = [make.number(1), make.number(0)];
      return make.call("where", [args[0], ...numbers], scalar);
    }
    if (name === "pow") {
      const { exponent } = attributes as { readonly exponent: number };
      return make.call("power", [args[0], make.number(exponent)], scalar);
    }
    return make.call(name, args, scalar, detailOf(attributes, scalar));
  }

  return read;
}

/** What an operation is told beside its inputs; a reduction of all, nothing. */
function detailOf(attributes: unknown, scalar: boolean): string {
  if (attributes === undefined) return "";
  return Object.entries(attributes as object)
    .filter(([key]) => !(scalar && key === "axis"))
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(", ");
}
