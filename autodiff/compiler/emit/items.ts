import type { Access } from "../plan/access.ts";
import type { Node } from "../plan/nodes.ts";
import { weightOf } from "../plan/weight.ts";
import type { Cursors, Place } from "./cursors.ts";
import { layouts } from "./elements.ts";
import { type Nest, type NestTask, sameAccess } from "./nest.ts";

/** An element that a kernel reads or computes. */
export interface Item {
  readonly node: Node;
  /** How many loops are around it: what stays the same is done further out. */
  readonly level: number;
  /** What is read and where it lies; what is computed has neither. */
  readonly access?: Access;
  readonly place?: Place;
  /** What computes it. */
  readonly task?: NestTask;
}

/** The elements that a nest of loops reads, computes and writes. */
export class Items {
  /** In an order in which each comes after those that it is made of. */
  readonly all: Item[] = [];
  /** Where the results go of tasks that have a place in memory. */
  readonly writes = new Map<NestTask, Place>();
  readonly #computed = new Map<Node, Item>();

  constructor(
    readonly nest: Nest,
    readonly cursors: Cursors,
    readonly addresses: ReadonlyMap<Node, number>,
  ) {
    for (const task of nest.tasks) this.#add(task);
    this.#longestFirst();
  }

  /**
   * What most is still to be done after comes first: then processors compute
   * what waits for nothing beside what waits.
   */
  #longestFirst(): void {
    const heights = new Map<Item, number>();
    for (const item of this.all.toReversed()) {
      const own = (heights.get(item) ?? 0) +
        (item.task === undefined ? 1 : weightOf(item.task.task));
      heights.set(item, own);
      for (const read of item.task?.reads ?? []) {
        const from = this.itemFor(read);
        heights.set(from, Math.max(own, heights.get(from) ?? 0));
      }
    }
    this.all.sort((a, b) => heights.get(b)! - heights.get(a)!);
  }

  /** The element that an access reads: from memory, or made just before. */
  itemFor(access: Access): Item {
    const known = this.#computed.get(access.node) ??
      this.all.find((item) => item.access && sameAccess(item.access, access));
    if (known !== undefined) return known;
    const { node, at } = access;
    const level =
      at.strides.findLastIndex((stride, loop) =>
        stride !== 0 && this.nest.extents[loop] > 1
      ) + 1;
    const address = this.addresses.get(node)!;
    const place = this.cursors.place(address, at, layouts[node.dtype].bytes);
    const item = { node, level, access, place };
    this.all.push(item);
    return item;
  }

  /** The element that a task computes, or what it takes in. */
  itemOf({ task: { node, kind }, reads }: NestTask): Item {
    return kind === "element"
      ? this.#computed.get(node)!
      : this.itemFor(reads[0]);
  }

  #add(task: NestTask): void {
    const { node, kind } = task.task;
    const from = task.reads.map((access) => this.itemFor(access));
    const address = this.addresses.get(node);
    if (address !== undefined) {
      const { bytes } = layouts[node.dtype];
      this.writes.set(task, this.cursors.place(address, task.writes, bytes));
    }
    if (kind !== "element") return;
    const level = Math.max(0, ...from.map(({ level }) => level));
    const item = { node, level, task };
    this.all.push(item);
    this.#computed.set(node, item);
  }
}

/** The divisor that a task divides by, if it divides. */
export function divisorOf(
  items: Items,
  { task, reads }: NestTask,
): Item | undefined {
  const { name } = task.node.application?.operation ?? {};
  return name === "divide" ? items.itemFor(reads[1]) : undefined;
}

/** The divisors of elements in the loops that are the same in all turns. */
export function steadyDivisors(items: Items): Item[] {
  const divisors = items.nest.tasks.flatMap((task) => {
    const divisor = divisorOf(items, task);
    return divisor?.level === 0 && items.itemOf(task).level > 0
      ? [divisor]
      : [];
  });
  return [...new Set(divisors)];
}
