import { sameView } from "./access.ts";
import { type Kernel, nodesMade, nodesRead } from "./kernels.ts";
import type { Node } from "./nodes.ts";

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

/**
 * The kernels in an order in which those that make what is carried come after
 * the last that reads what it replaces, where nothing between needs them.
 */
export function readBeforeWritten(
  kernels: readonly Kernel[],
  carried: readonly CarriedNode[],
): readonly Kernel[] {
  const order = kernels.map((kernel) => {
    return { kernel, read: nodesRead(kernel), made: nodesMade(kernel) };
  });
  for (const { node, input } of carried) {
    const at = order.findIndex(({ made }) => made.has(node));
    const last = order.findLastIndex(({ read }) => read.has(input));
    if (at < 0 || last <= at) continue;
    const needed = order.slice(at + 1, last + 1).some(({ made, read }) =>
      [...order[at].made].some((node) => made.has(node) || read.has(node))
    );
    if (!needed) order.splice(last, 0, ...order.splice(at, 1));
  }
  return order.map(({ kernel }) => kernel);
}

/**
 * The inputs in whose places the nodes that replace them can be made: all that
 * read an input run before, or read it in the turn that writes the same place.
 */
export function madeInPlace(
  kernels: readonly Kernel[],
  carried: readonly CarriedNode[],
  outputs: ReadonlySet<Node>,
): Map<Node, Node> {
  const places = new Map<Node, Node>();
  const reads = kernels.map(nodesRead);
  const made = kernels.map(nodesMade);
  for (const { node, input } of carried) {
    // An output may be the first elements of a node that has more.
    const fits = node.size === input.size && node.size > 0;
    if (!fits || outputs.has(input) || places.has(node)) continue;
    const from = made.findIndex((nodes) => nodes.has(node));
    if (from < 0) continue;
    const last = reads.findLastIndex((nodes) => nodes.has(input));
    const inTime = last < from ||
      last === from && replaces(kernels[from], node, input);
    if (inTime) places.set(node, input);
  }
  return places;
}

/** Whether each turn of a kernel reads of an input only what it replaces. */
function replaces(
  { domain, tasks }: Kernel,
  node: Node,
  input: Node,
): boolean {
  return tasks.every(({ task, reads }) =>
    (task.node !== node || task.kind === "element") &&
    reads.every((read) =>
      read.node !== input ||
      task.kind !== "loops" && sameView(read.at, domain.at)
    )
  );
}
