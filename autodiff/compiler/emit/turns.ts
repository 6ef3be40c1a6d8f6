import type { Element, Lanes } from "../machines/lanes.ts";
import { storeElement } from "../machines/memory.ts";
import { writeCode } from "../machines/write_code.ts";
import type { Node } from "../plan/nodes.ts";
import { type Accumulator, alone, pushLane } from "./accumulators.ts";
import { layouts } from "./elements.ts";
import type { Item, Items } from "./items.ts";
import type { NestTask } from "./nest.ts";
import { type Cut, loadLanes } from "./vectors.ts";

/** The elements that are there, and the locals that hold them. */
export type Known = ReadonlyMap<Item, Element>;

/** Which elements a turn computes: so many, from one on. */
export interface Turn {
  readonly live: number;
  readonly from: number;
}

/** What the turns of a nest's innermost loop have in common. */
export interface TurnsOptions {
  readonly items: Items;
  readonly cut: Cut;
  /** One lane, and as many as the most that a turn computes. */
  readonly one: Lanes;
  readonly many: Lanes;
  readonly accumulators: ReadonlyMap<NestTask, Accumulator>;
}

/** Writes the turns of a nest's innermost loop. */
export class Turns {
  /** The divisors that are known to be 1. */
  readonly ones = new Set<Item>();

  constructor(readonly options: TurnsOptions) {}

  /** One turn, all of whose lanes are live or some. */
  turn(
    lanes: Lanes,
    around: Known,
    { live = lanes.count, from = 0 }: Partial<Turn> = {},
  ): void {
    const { items } = this.options;
    const known = new Map(around);
    const turn = { live, from };
    lanes.locals.scope(() => {
      for (const item of items.all) {
        if (item.level < items.nest.extents.length) continue;
        known.set(item, this.element(lanes, item, known, turn));
      }
      for (const task of items.nest.tasks) {
        this.#write(lanes, task, known, turn);
      }
      return [];
    });
  }

  /** Reads or computes an element. */
  element(
    lanes: Lanes,
    { place, access, task }: Item,
    known: Known,
    { live, from }: Turn = { live: 1, from: 0 },
  ): Element {
    const { items } = this.options;
    if (place !== undefined) {
      const { node, at } = access!;
      const stride = at.strides.at(-1) ?? 1;
      const offset = place.offset + from * stride * layouts[node.dtype].bytes;
      return loadLanes(lanes, node, { ...place, offset }, stride, live);
    }
    const { node } = task!.task;
    const { operation, form, attributes } = node.application!;
    const inputs = task!.reads.map((read) => items.itemFor(read));
    const from_ = inputs.map((input) => known.get(input)!);
    if (form.kind === "axis") return alone(lanes, node, from_[0]);
    const plain = operation.code === undefined || this.ones.has(inputs[1]);
    if (plain) return from_[0];
    const dtypes = node.inputs.map(({ dtype }) => dtype);
    return writeCode(lanes, { operation, attributes, dtypes }, from_);
  }

  /** How many whole vectors of a task's elements the loop has. */
  vectorsOf({ task: { node } }: NestTask): number {
    const { cut: { turns, count, left }, many } = this.options;
    return many.count === 1
      ? 0
      : Math.floor((turns * count + left) / widthOf(node));
  }
}
