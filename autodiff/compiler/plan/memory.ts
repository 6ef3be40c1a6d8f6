import { type DType, isFloat } from "../../dtypes.ts";
import { type Access, resolve } from "./access.ts";
import { layouts } from "../emit/elements.ts";
import type { Kernel } from "./kernels.ts";
import type { Node, NodeGraph } from "./nodes.ts";
import { domainOf } from "./domain.ts";
import { accessesOf, type Tasks } from "./tasks.ts";

/** Where everything is in the memory of a program. */
export interface MemoryPlan {
  /** The address of each node that has elements in memory. */
  readonly addresses: ReadonlyMap<Node, number>;
  /** The address of what a node's own loops need beside it. */
  readonly scratch: ReadonlyMap<Node, number>;
  /** The nodes that hold the elements of the outputs. */
  readonly outputs: readonly Access[];
  /** Where the outputs that are computed lie, floats of each dtype together. */
  readonly results: {
    readonly float64: Range;
    readonly float32: Range;
    readonly all: Range;
  };
  /** The bytes in use. */
  readonly bytes: number;
  /** The bytes of buffers that live inside one run, were none shared. */
  readonly unshared: number;
}

/** Buffers begin at multiples of this, a cache line. */
const alignment = 64;

/**
 * Gives each buffer an address. Inputs, constants and outputs have places of
 * their own; buffers inside share memory where they do not live together.
 *
 * @param start the first address to use.
 */
export function planMemory(
  graph: NodeGraph,
  { whole }: Tasks,
  kernels: readonly Kernel[],
  start: number,
): MemoryPlan {
  const outputs = graph.outputs.map((output) => {
    const { extents, at } = domainOf(output.shape);
    return resolve(output, at, extents, whole) as Access;
  });
  const first = new Map<Node, number>();
  const last = new Map<Node, number>();
  const stored = new Set<Node>(outputs.map(({ node }) => node));
  kernels.forEach(({ domain, tasks }, at) => {
    for (const task of tasks) {
      const { node, kind } = task;
      if (kind !== "element") stored.add(node);
      if (!first.has(node)) first.set(node, at);
      last.set(node, at);
      for (const read of accessesOf(task, domain, whole) as Access[]) {
        last.set(read.node, at);
        if (first.get(read.node) !== at) stored.add(read.node);
      }
    }
  });
  const addresses = new Map<Node, number>();
  let end = start;
  const isOutput = new Set(outputs.map(({ node }) => node));
  const place = (nodes: readonly Node[]): Range => {
    const from = end;
    for (const node of nodes) {
      addresses.set(node, end);
      end += spaceOf(node, whole);
    }
    return { from, to: end };
  };
  place(graph.inputs);
  place(graph.nodes.filter((node) => node.constant && stored.has(node)));
  const computed = [...isOutput].filter((node) => first.has(node));
  const of = (dtype: DType) =>
    place(computed.filter((node) => node.dtype === dtype));
  const [float64, float32] = [of("float64"), of("float32")];
  const rest = place(computed.filter(({ dtype }) => !isFloat(dtype)));
  const all = { from: float64.from, to: rest.to };
  const results = { float64, float32, all };
  const scratch = new Map<Node, number>();
  const inside = [...first].flatMap(([node, now]): Interval[] => {
    const own = { space: spaceOf(node, whole), now, until: last.get(node)! };
    const place = (at: number) => addresses.set(node, at);
    const form = node.application!.form;
    const beside = form.kind === "loops"
      ? form.scratch?.(node.application!.attributes) ?? 0
      : 0;
    const placeBeside = (at: number) => scratch.set(node, at);
    return [
      ...stored.has(node) && !isOutput.has(node) ? [{ ...own, place }] : [],
      ...beside > 0
        ? [{ space: aligned(beside), now, until: now, place: placeBeside }]
        : [],
    ];
  });
  const bytes = placeIntervals(inside, end);
  const unshared = inside.reduce((sum, { space }) => sum + space, 0);
  return { addresses, scratch, outputs, results, bytes, unshared };
}

/** Addresses from one up to another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A buffer that is needed from one kernel until another. */
interface Interval {
  readonly space: number;
  readonly now: number;
  readonly until: number;
  readonly place: (address: number) => void;
}

/**
 * Gives each interval, in order of their beginnings, the first place that is
 * free, and returns where all of them end.
 */
function placeIntervals(intervals: readonly Interval[], start: number): number {
  let end = start;
  let living: { readonly until: number; from: number; to: number }[] = [];
  for (const { space, now, until, place } of intervals) {
    living = living.filter((other) => other.until >= now);
    let from = start;
    for (const other of living) {
      if (other.from - from >= space) break;
      from = Math.max(from, other.to);
    }
    living.push({ until, from, to: from + space });
    living.sort((a, b) => a.from - b.from);
    place(from);
    end = Math.max(end, from + space);
  }
  return end;
}

/** The bytes that a node's elements take, up to the next boundary. */
function spaceOf(node: Node, whole: ReadonlySet<Node>): number {
  const single = node.constant?.length === 1 && !whole.has(node);
  const bytes = (single ? 1 : node.size) * layouts[node.dtype].bytes;
  return aligned(bytes);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
