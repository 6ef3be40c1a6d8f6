import type { ElementMachine } from "../../elementary/element_machine.ts";
import type { Task } from "./tasks.ts";

/** What a task weighs besides the code of its operation: reads and a write. */
const own = 32;

/** What an instruction weighs, with the operands that it gets. */
const each = 9;

/** What is known already: by operation and dtype. */
const known = new WeakMap<object, Map<string, number>>();

/** About how many bytes of code a task takes, for one element. */
export function weightOf({ node, kind }: Task): number {
  const { operation, attributes } = node.application ?? {};
  if (kind !== "element" || operation?.code === undefined) return own;
  const weights = known.get(operation) ?? new Map<string, number>();
  known.set(operation, weights);
  const { dtype } = node.inputs[node.inputs.length - 1];
  const key = `${dtype} ${JSON.stringify(attributes)}`;
  const weight = weights.get(key);
  if (weight !== undefined) return weight;
  let count = 0;
  operation.code(
    counter(dtype, () => count++),
    node.inputs.map(() => 0),
    attributes,
  );
  weights.set(key, own + each * count);
  return own + each * count;
}

/** A machine that only counts what it is told to do. */
function counter(format: string, count: () => void): ElementMachine<number> {
  const instruction = () => {
    count();
    return 0;
  };
  return new Proxy({}, {
    get: (_, name) => {
      if (name === "format" || name === "dtype") return format;
      if (name === "wide") return counter("float64", count);
      return name === "constant" ? () => 0 : instruction;
    },
  }) as ElementMachine<number>;
}
