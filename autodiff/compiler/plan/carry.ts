import { type Access, sameView } from "./access.ts";
import type { Kernel } from "./kernels.ts";
import type { Node, NodeGraph } from "./nodes.ts";
import { accessesOf, resultsOf } from "./tasks.ts";

/** What goes on from run to run: an output that is an input of the next. */
export interface Carried {
  /** The number of the output. */
  readonly output: number;
  /** The number of the input, which has the same shape and dtype. */
  readonly input: number;
}

/** An output's node, and the input that is to hold its elements. */
export interface CarriedNode {
  readonly node: Node;
  readonly input: Node;
}

/** The nodes that are carried, of the nodes that hold the outputs' elements. */
export function carriedNodes(
  { inputs }: NodeGraph,
  outputs: readonly Access[],
  carried: readonly Carried[],
): CarriedNode[] {
  return carried.map(({ output, input }) => ({
    node: outputs[output].node,
    input: inputs[input],
  }));
}

/**
 * The kernels in an order in which those that make what is carried come after
 * the last that reads what it replaces, where nothing between needs them.
 */
export function readBeforeWritten(
  kernels: readonly Kernel[],
  carried: readonly CarriedNode[],
  whole: ReadonlySet<Node>,
): readonly Kernel[] {
  const order = [...kernels];
  const reads = new Map(kernels.map((k) => [k, nodesRead(k, whole)]));
  for (const { node, input } of carried) {
    const at = order.findIndex((kernel) => makes(kernel, node));
    const last = order.findLastIndex((kernel) => reads.get(kernel)!.has(input));
    if (at < 0 || last <= at) continue;
    const needed = order.slice(at + 1, last + 1).some((kernel) =>
      order[at].tasks.flatMap(resultsOf).some((node) =>
        makes(kernel, node) || reads.get(kernel)!.has(node)
      )
    );
    if (!needed) order.splice(last, 0, ...order.splice(at, 1));
  }
  return order;
}

/**
 * The inputs in whose places the nodes that replace them can be made: all that
 * read an input run before, or read it in the turn that writes the same place.
 */
export function madeInPlace(
  kernels: readonly Kernel[],
  carried: readonly CarriedNode[],
  outputs: readonly Access[],
  whole: ReadonlySet<Node>,
): Map<Node, Node> {
  const places = new Map<Node, Node>();
  const read = new Set(outputs.map(({ node }) => node));
  for (const { node, input } of carried) {
    // An output may be the first elements of a node that has more.
    if (read.has(input) || places.has(node) || node.size !== input.size) {
      continue;
    }
    const from = kernels.findIndex((kernel) => makes(kernel, node));
    const inTime = kernels.slice(Math.max(from, 0)).every((kernel, i) =>
      !nodesRead(kernel, whole).has(input) ||
      i === 0 && replaces(kernel, node, input, whole)
    );
    if (from < 0 || !inTime) continue;
    places.set(node, input);
  }
  return places;
}

/** Whether each turn of a kernel reads of an input only what it replaces. */
function replaces(
  { domain, tasks }: Kernel,
  node: Node,
  input: Node,
  whole: ReadonlySet<Node>,
): boolean {
  return tasks.every((task) =>
    (task.node !== node || task.kind === "element") &&
    (accessesOf(task, domain, whole) as readonly Access[]).every((read) =>
      read.node !== input ||
      task.kind !== "loops" && sameView(read.at, domain.at)
    )
  );
}

function makes({ tasks }: Kernel, node: Node): boolean {
  return tasks.some((task) => resultsOf(task).includes(node));
}

function nodesRead(
  { domain, tasks }: Kernel,
  whole: ReadonlySet<Node>,
): ReadonlySet<Node> {
  return new Set(
    tasks.flatMap((task) =>
      (accessesOf(task, domain, whole) as readonly Access[])
        .map(({ node }) => node)
    ),
  );
}
