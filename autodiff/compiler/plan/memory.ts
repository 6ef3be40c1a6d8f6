import { allocate, type Data } from "../../dtypes.ts";
import type { Buffer } from "../compiled_form.ts";
import { aligned, bytesOf } from "../emit/elements.ts";
import { type CarriedNode, madeInPlace } from "./carry.ts";
import type { Kernel } from "./kernels.ts";
import type { Node, NodeGraph } from "./nodes.ts";
import { resultsOf } from "./tasks.ts";

/** Where everything is in the memory of a program. */
export interface MemoryPlan {
  /** The address of each node that has elements in memory. */
  readonly addresses: ReadonlyMap<Node, number>;
  /** What memory must hold before the first run. */
  readonly contents: readonly {
    readonly buffer: Buffer;
    readonly data: Data;
  }[];
  /** The address of what a node's own loops need beside it. */
  readonly scratch: ReadonlyMap<Node, number>;
  /** The inputs in whose places what replaces them is made, by what does. */
  readonly replaced: ReadonlyMap<Node, Node>;
  /** The bytes in use. */
  readonly bytes: number;
  /** The bytes of buffers that live inside one run, were none shared. */
  readonly unshared: number;
}

/** What memory is planned for. */
export interface MemoryOptions {
  /** The nodes whose constants are stored element by element. */
  readonly whole: ReadonlySet<Node>;
  /** The nodes that hold the elements of the outputs. */
  readonly outputs: ReadonlySet<Node>;
  readonly carried: readonly CarriedNode[];
  /** The first address to use. */
  readonly start: number;
  /** The addresses of the inputs that have one already. */
  readonly given?: readonly (number | undefined)[];
}

/**
 * Gives each buffer an address. Inputs, constants and outputs have places of
 * their own, but for outputs that can be made in the place of the input that
 * they are carried to; buffers inside share memory where they do not live
 * together.
 */
export function planMemory(
  graph: NodeGraph,
  kernels: readonly Kernel[],
  { whole, outputs, carried, start, given = [] }: MemoryOptions,
): MemoryPlan {
  const { stored, first, last } = livesOf(kernels, outputs);
  const replaced = madeInPlace(kernels, carried, outputs);
  const addresses = new Map<Node, number>();
  const contents: MemoryPlan["contents"][number][] = [];
  let end = start;
  const place = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if (addresses.has(node)) continue;
      addresses.set(node, end);
      end += aligned(bytesOf(node));
    }
  };
  graph.inputs.forEach((node, i) => {
    const address = given[i];
    if (address !== undefined) addresses.set(node, address);
  });
  const remade = new Set(replaced.values());
  place(graph.inputs.filter((node) => !remade.has(node)));
  for (const node of graph.nodes) {
    const { constant, dtype, size } = node;
    if (constant === undefined || !stored.has(node)) continue;
    const spread = constant.length === 1 && size !== 1 && whole.has(node);
    const data = spread ? allocate(dtype, size).fill(constant[0]) : constant;
    contents.push({
      buffer: { address: end, shape: [data.length], dtype },
      data,
    });
    addresses.set(node, end);
    end += aligned(data.byteLength);
  }
  place(
    [...outputs].filter((node) => first.has(node))
      .map((node) => replaced.get(node) ?? node),
  );
  for (const [node, input] of replaced) {
    addresses.set(node, addresses.get(input)!);
  }
  const scratch = new Map<Node, number>();
  const room = new Room(end);
  for (const [node, now] of first) {
    const { form, attributes } = node.application!;
    if (stored.has(node) && !outputs.has(node)) {
      addresses.set(node, room.take(bytesOf(node), now, last.get(node)!));
    }
    const beside = form.kind === "loops" ? form.scratch?.(attributes) ?? 0 : 0;
    if (beside > 0) scratch.set(node, room.take(beside, now, now));
  }
  const { end: bytes, unshared } = room;
  return { addresses, contents, scratch, replaced, bytes, unshared };
}

/** From which kernel until which the nodes that kernels make are needed. */
interface Lives {
  /** The nodes that are in memory. */
  readonly stored: ReadonlySet<Node>;
  readonly first: ReadonlyMap<Node, number>;
  readonly last: ReadonlyMap<Node, number>;
}

function livesOf(
  kernels: readonly Kernel[],
  outputs: ReadonlySet<Node>,
): Lives {
  const first = new Map<Node, number>();
  const last = new Map<Node, number>();
  const stored = new Set(outputs);
  kernels.forEach(({ tasks }, at) => {
    const finishes = tasks[0].task.kind === "loops" && tasks.length > 1;
    for (const { task, reads } of tasks) {
      for (const node of resultsOf(task)) {
        if (task.kind !== "element" && !finishes) stored.add(node);
        if (!first.has(node)) first.set(node, at);
        last.set(node, at);
      }
      for (const { node } of reads) {
        last.set(node, at);
        if (first.get(node) !== at) stored.add(node);
      }
    }
  });
  return { stored, first, last };
}

/** Memory behind an address, for buffers that are needed for a time. */
class Room {
  #living: { readonly until: number; from: number; to: number }[] = [];
  /** The bytes of all buffers. */
  unshared = 0;

  /** Where what was taken ends. */
  end: number;

  constructor(readonly start: number) {
    this.end = start;
  }

  /**
   * The first place that is free for a buffer that is needed from kernel `now`
   * to kernel `until`; none needed earlier is asked for later.
   */
  take(bytes: number, now: number, until: number): number {
    const space = aligned(bytes);
    this.#living = this.#living.filter((other) => other.until >= now);
    let from = this.start;
    for (const other of this.#living) {
      if (other.from - from >= space) break;
      from = Math.max(from, other.to);
    }
    this.#living.push({ until, from, to: from + space });
    this.#living.sort((a, b) => a.from - b.from);
    this.end = Math.max(this.end, from + space);
    this.unshared += space;
    return from;
  }
}
