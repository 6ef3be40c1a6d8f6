import { allocate, type Data } from "../../dtypes.ts";
import { elementOf, type TensorType, type Value } from "../../graph.ts";
import type { Operation } from "../../operation.ts";
import type { Program } from "../../program.ts";
import { sizeOf } from "../../shapes.ts";
import type { CompiledForm } from "../compiled_form.ts";

/** A value of a program that is being compiled; equal ones are one node. */
export interface Node extends TensorType {
  /** Its number, by which nodes are in the order of computation. */
  readonly id: number;
  readonly size: number;
  readonly inputs: readonly Node[];
  /** What computes it; inputs and constants have none. */
  readonly application?: NodeApplication;
  /** The elements of a constant: one where all of them are equal. */
  readonly constant?: Data;
  /** Of a scan the results that are used, which have the elements. */
  readonly parts?: Node[];
}

/** What computes a node. */
export interface NodeApplication {
  // deno-lint-ignore no-explicit-any
  readonly operation: Operation<any>;
  // deno-lint-ignore no-explicit-any
  readonly form: CompiledForm<any>;
  readonly attributes: unknown;
}

/** A program as nodes. */
export interface NodeGraph {
  /** All nodes in the order of computation. */
  readonly nodes: readonly Node[];
  readonly inputs: readonly Node[];
  readonly outputs: readonly Node[];
}

/** Constants up to this size are one node where their elements are equal. */
const smallest = 64;

/**
 * The nodes of a program. Applications of one operation to the same nodes are
 * shared, and so are equal constants.
 *
 * @throws {TypeError} naming an operation that has no compiled form.
 */
export function nodesOf(program: Program): NodeGraph {
  const nodes: Node[] = [];
  const known = new Map<Value, Node>();
  const shared = new Map<string, Node>();
  const names = new Map<unknown, number>();
  const add = (
    { shape, dtype, weak }: TensorType,
    rest: Partial<Node> = {},
  ): Node => {
    const id = nodes.length;
    const node = { id, shape, dtype, weak, size: sizeOf(shape), inputs: [] };
    nodes.push({ ...node, ...rest });
    return nodes[id];
  };
  const share = (key: string, make: () => Node): Node => {
    const present = shared.get(key) ?? make();
    shared.set(key, present);
    return present;
  };
  const nameOf = (thing: unknown): number => {
    if (!names.has(thing)) names.set(thing, names.size);
    return names.get(thing)!;
  };
  const constant = (value: Value): Node => {
    const constant = compact(value);
    const text = constant.length > smallest
      ? `#${nameOf(constant)}`
      : [...constant].map(exactly).join();
    const key = `${value.dtype} [${value.shape}] ${text}`;
    return share(key, () => add(value, { constant }));
  };
  const nodeOf = (value: Value): Node => {
    const node = known.get(value) ?? constant(value);
    known.set(value, node);
    return node;
  };
  for (const input of program.inputs) known.set(input, add(input));
  const inputs = nodes.slice();
  for (const step of program.steps) {
    const { operation, inputs, attributes } = step.application!;
    const form = operation.code === undefined
      ? operation.compiled
      : { kind: "elementwise" as const };
    if (form === undefined) {
      throw new TypeError(
        `Cannot compile: operation ${operation.name} has no compiled form`,
      );
    }
    const from = inputs.map(nodeOf);
    const rest = JSON.stringify(attributes, (_, x) => exactly(x));
    const key = `${nameOf(operation)}(${from.map((n) => n.id)}) ${rest}`;
    const make = () => {
      const application = { operation, form, attributes };
      const parts = form.kind === "scan" ? [] : undefined;
      const node = add(step, { inputs: from, application, parts });
      if (form.kind === "part") from[0].parts!.push(node);
      return node;
    };
    known.set(step, share(key, make));
  }
  return { nodes, inputs, outputs: program.outputs.map(nodeOf) };
}

/** The elements; only the first where all have its bits. */
function compact(value: Value): Data {
  const element = elementOf(value);
  if (element !== undefined) return allocate(value.dtype, 1).fill(element);
  const data = value.data!;
  const same = (x: number) => Object.is(x, data[0]);
  return data.length > 1 && (data as Float64Array).every(same)
    ? data.slice(0, 1)
    : data;
}

/** A number so that JSON tells it from every other. */
function exactly(x: unknown): unknown {
  return typeof x === "number" && (!Number.isFinite(x) || Object.is(x, -0))
    ? Object.is(x, -0) ? "-0" : String(x)
    : x;
}
