import { ConstantTable } from "../machines/constants.ts";
import { type Element, Lanes, lanesOptions } from "../machines/lanes.ts";
import { writeCode } from "../machines/write_code.ts";
import { FunctionWriter } from "../wasm/function_writer.ts";
import type { Task } from "./tasks.ts";

/** What a task weighs besides the code of its operation: reads and a write. */
const own = 32;

/** What is known already: by operation, dtypes and attributes. */
const known = new WeakMap<object, Map<string, number>>();

/** About how many bytes of code a task takes, for one element. */
export function weightOf({ node, kind }: Task): number {
  const { operation, attributes } = node.application ?? {};
  if (kind !== "element" || operation?.code === undefined) return own;
  const weights = known.get(operation) ?? new Map<string, number>();
  known.set(operation, weights);
  const dtypes = node.inputs.map(({ dtype }) => dtype);
  const key = `${dtypes} ${JSON.stringify(attributes)}`;
  const weight = weights.get(key);
  if (weight !== undefined) return weight;
  const code = new FunctionWriter([]);
  const lanes = new Lanes(1, lanesOptions(code, new ConstantTable(0, 1 << 20)));
  const inputs = dtypes.map((
    dtype,
  ): Element => [code.local(lanes.type(dtype))]);
  writeCode(lanes, { operation, attributes, dtypes }, inputs);
  weights.set(key, own + code.size);
  return own + code.size;
}
