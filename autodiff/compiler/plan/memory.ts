import { type Access, resolve } from "./access.ts";
import { layouts } from "../emit/elements.ts";
import { type CarriedNode, madeInPlace } from "./carry.ts";
import type { Kernel } from "./kernels.ts";
import type { Node, NodeGraph } from "./nodes.ts";
import { domainOf } from "./domain.ts";
import { accessesOf, resultsOf, type Tasks } from "./tasks.ts";

/** Where everything is in the memory of a program. */
export interface MemoryPlan {
  /** The address of each node that has elements in memory. */
  readonly addresses: ReadonlyMap<Node, number>;
  /** The address of what a node's own loops need beside it. */
  readonly scratch: ReadonlyMap<Node, number>;
  /** The nodes that hold the elements of the outputs. */
  readonly outputs: readonly Access[];
  /** Where the outputs that are computed lie. */
  readonly results: Range;
  /** The inputs in whose places what replaces them is made. */
  readonly replaced: ReadonlySet<Node>;
  /** The bytes in use. */
  readonly bytes: number;
  /** The bytes of buffers that live inside one run, were none shared. */
  readonly unshared: number;
}

/** Addresses from one up to another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Buffers begin at multiples of this, a cache line. */
const alignment = 64;

/** What memory is planned for. */
export interface MemoryOptions {
  readonly outputs: readonly Access[];
  readonly carried: readonly CarriedNode[];
  /** The first address to use. */
  readonly start: number;
  /** The addresses of the inputs that have one already. */
  readonly given?: readonly (number | undefined)[];
}

/** The nodes that hold the elements of the outputs. */
export function outputsOf(
  { outputs }: NodeGraph,
  { whole }: Tasks,
): readonly Access[] {
  return outputs.map((output) => {
    const { extents, at } = domainOf(output.shape);
    return resolve(output, at, extents, whole) as Access;
  });
}

/**
 * Gives each buffer an address. Inputs, constants and outputs have places of
 * their own, but for outputs that can be made in the place of the input that
 * they are carried to; buffers inside share memory where they do not live
 * together.
 */
export function planMemory(
  graph: NodeGraph,
  { whole }: Tasks,
  kernels: readonly Kernel[],
  { outputs, carried, start, given = [] }: MemoryOptions,
): MemoryPlan {
  const first = new Map<Node, number>();
  const last = new Map<Node, number>();
  const stored = new Set<Node>(outputs.map(({ node }) => node));
  kernels.forEach(({ domain, tasks }, at) => {
    const finishes = tasks[0].kind === "loops" && tasks.length > 1;
    for (const task of tasks) {
      for (const node of resultsOf(task)) {
        if (task.kind !== "element" && !finishes) stored.add(node);
        if (!first.has(node)) first.set(node, at);
        last.set(node, at);
      }
      for (const read of accessesOf(task, domain, whole) as Access[]) {
        last.set(read.node, at);
        if (first.get(read.node) !== at) stored.add(read.node);
      }
    }
  });
  const addresses = new Map<Node, number>();
  let end = start;
  const isOutput = new Set(outputs.map(({ node }) => node));
  const places = madeInPlace(kernels, carried, outputs, whole);
  const replaced = new Set(places.values());
  const place = (nodes: readonly Node[]): Range => {
    const from = end;
    for (const node of nodes) {
      if (addresses.has(node)) continue;
      addresses.set(node, end);
      end += spaceOf(node, whole);
    }
    return { from, to: end };
  };
  graph.inputs.forEach((node, i) => {
    const address = given[i];
    if (address !== undefined) addresses.set(node, address);
  });
  place(graph.inputs.filter((node) => !replaced.has(node)));
  place(graph.nodes.filter((node) => node.constant && stored.has(node)));
  const computed = [...isOutput].filter((node) => first.has(node));
  const results = place(computed.map((node) => places.get(node) ?? node));
  for (const [node, input] of places) {
    addresses.set(node, addresses.get(input)!);
  }
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
  const unshared = inside.reduce((sum, { space }) => sum + space, 0);
  const bytes = placeIntervals(inside, end);
  return { addresses, scratch, outputs, results, replaced, bytes, unshared };
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
