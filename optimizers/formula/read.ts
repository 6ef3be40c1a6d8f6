import type { Value } from "../../autodiff/graph.ts";
import { sizeOf } from "../../autodiff/shapes.ts";
import { denotationOf } from "../denoted.ts";
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
    const written = denotationOf(value);
    const expression = value.application === undefined
      ? constant(value)
      : written !== undefined
      ? make.call(
        written.name,
        written.args.map(read),
        sizeOf(value.shape) === 1,
        written.detail,
      )
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
    if (name === "divide" && isMean(inputs)) {
      const sum = sumBehind(inputs[0])!;
      const detail = detailOf(sum.application!.attributes, scalar);
      return make.call("mean", args[0].args, scalar, detail);
    }
    return make.call(name, args, scalar, detailOf(attributes, scalar));
  }

  return read;
}

/** Whether a quotient is a sum over the number of what was added. */
function isMean([quotient, count]: readonly Value[]): boolean {
  const number = numberOf(count);
  let sum = sumBehind(quotient);
  if (sum === undefined || number === undefined) return false;
  // A sum over all axes is a sum of sums.
  let [x] = sum.application!.inputs;
  while (sizeOf(quotient.shape) === 1 && (sum = sumBehind(x)) !== undefined) {
    [x] = sum.application!.inputs;
  }
  return number * sizeOf(quotient.shape) === sizeOf(x.shape);
}

/** The sum that a value is, in whatever form; nothing for other values. */
function sumBehind(value: Value): Value | undefined {
  const { application } = value;
  if (application === undefined) return undefined;
  const { operation: { name }, inputs: [x] } = application;
  if (name === "sum") return value;
  return transparent.includes(name) ? sumBehind(x) : undefined;
}

/** The one number that a constant holds, however it is spread. */
function numberOf(value: Value): number | undefined {
  const { application, data } = value;
  if (application === undefined) return data?.[0];
  const { operation: { name }, inputs } = application;
  return transparent.includes(name) || name === "cast"
    ? numberOf(inputs[0])
    : undefined;
}

/** What an operation is told beside its inputs; a reduction of all, nothing. */
function detailOf(attributes: unknown, scalar: boolean): string {
  if (attributes === undefined) return "";
  if (Object.getPrototypeOf(attributes) !== Object.prototype) {
    return serialOf(attributes as object);
  }
  return Object.entries(attributes as object)
    .filter(([key]) => !(scalar && key === "axis"))
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(", ");
}

const serials = new WeakMap<object, number>();
let last = 0;

/** A number for a loop, of which nothing else can be written in a line. */
function serialOf(loop: object): string {
  if (!serials.has(loop)) serials.set(loop, ++last);
  return `loop ${serials.get(loop)}`;
}
