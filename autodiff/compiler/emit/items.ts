import type { Place } from "../machines/memory.ts";
import { type Access, sameView } from "../plan/access.ts";
import type { Node } from "../plan/nodes.ts";
import { weightOf } from "../plan/weight.ts";
import type { Cursors } from "./cursors.ts";
import { layouts } from "./elements.ts";
import type { NestTask } from "../plan/tasks.ts";
import type { Nest } from "./nest.ts";

/** An element that a kernel reads or computes. */
export interface Item {
  readonly node: Node;
  /** How many loops are around it: what stays the same is done further out. */
  readonly level: number;
  /** Where it lies; what is computed lies nowhere. */
  readonly place?: Place;
  /** What it is computed from. */
  readonly inputs: readonly Item[];
  /** About how much code it takes. */
  readonly weight: number;
}

/** A task of a kernel as what is done with elements. */
export interface Work {
  readonly task: NestTask;
  /** The element that it computes, or takes in. */
  readonly item: Item;
  /** Where its result goes, if it is to be in memory. */
  readonly place?: Place;
}

/** What the turns of a nest of loops do. */
export interface Items {
  /** In an order in which each comes after those that it is made of. */
  readonly items: readonly Item[];
  readonly works: readonly Work[];
}

/** The elements that a nest of loops reads, computes and writes. */
export function itemsOf(
  { extents, tasks }: Nest,
  cursors: Cursors,
  addresses: ReadonlyMap<Node, number>,
): Items {
  const items: Item[] = [];
  const computed = new Map<Node, Item>();
  const read = new Map<Node, { readonly access: Access; item: Item }[]>();
  const placeOf = (node: Node, view: Access["at"]) => {
    const address = addresses.get(node);
    return address === undefined
      ? undefined
      : cursors.place(address, view, layouts[node.dtype].bytes);
  };
  /** From memory, or made just before. */
  const itemFor = ({ node, at }: Access): Item => {
    const present = computed.get(node);
    if (present !== undefined) return present;
    const others = read.get(node) ?? [];
    const known = others.find(({ access }) => sameView(access.at, at));
    if (known !== undefined) return known.item;
    const level =
      at.strides.findLastIndex((stride, loop) =>
        stride !== 0 && extents[loop] > 1
      ) + 1;
    const place = placeOf(node, at);
    const item = { node, level, place, inputs: [], weight: 1 };
    read.set(node, [...others, { access: { node, at }, item }]);
    items.push(item);
    return item;
  };
  const works = tasks.map((task): Work => {
    const { node, kind } = task.task;
    const inputs = task.reads.map(itemFor);
    const place = placeOf(node, task.writes);
    if (kind !== "element") return { task, item: inputs[0], place };
    const level = Math.max(0, ...inputs.map(({ level }) => level));
    const item = { node, level, inputs, weight: weightOf(task.task) };
    items.push(item);
    computed.set(node, item);
    return { task, item, place };
  });
  return { items: longestFirst(items), works };
}

/**
 * What most is still to be done after comes first: then processors compute
 * what waits for nothing beside what waits.
 */
function longestFirst(items: readonly Item[]): Item[] {
  const heights = new Map(items.map((item) => [item, item.weight]));
  for (const item of items.toReversed()) {
    for (const input of item.inputs) {
      const height = heights.get(item)! + input.weight;
      heights.set(input, Math.max(height, heights.get(input)!));
    }
  }
  return items.toSorted((a, b) => heights.get(b)! - heights.get(a)!);
}

/** The divisors of elements in the loops that are the same in all turns. */
export function steadyDivisors({ works }: Items): Item[] {
  const divisors = works.flatMap(({ item }) => {
    const divisor = divisorOf(item);
    return divisor?.level === 0 && item.level > 0 ? [divisor] : [];
  });
  return [...new Set(divisors)];
}

/** What an element is divided by, if it is a quotient. */
export function divisorOf({ node, inputs }: Item): Item | undefined {
  const { name } = node.application?.operation ?? {};
  return name === "divide" ? inputs[1] : undefined;
}
