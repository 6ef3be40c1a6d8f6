import type { Element, Lanes } from "../machines/lanes.ts";
import { storeElement } from "../machines/memory.ts";
import { writeCode } from "../machines/write_code.ts";
import type { Node } from "../plan/nodes.ts";
import { type Accumulator, alone, pushLane } from "./accumulators.ts";
import { layouts } from "./elements.ts";
import { divisorOf, type Item, type Items } from "./items.ts";
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
    const inputs = task!.reads.map((read) => known.get(items.itemFor(read))!);
    if (form.kind === "axis") return alone(lanes, node, inputs[0]);
    const divisor = divisorOf(items, task!);
    const same = operation.code === undefined ||
      divisor && this.ones.has(divisor);
    if (same) return inputs[0];
    const dtypes = node.inputs.map(({ dtype }) => dtype);
    return writeCode(lanes, { operation, attributes, dtypes }, inputs);
  }

  /** How many whole vectors of a task's elements the loop has. */
  vectorsOf({ task: { node } }: NestTask): number {
    const { cut: { turns, count, left }, many } = this.options;
    return many.count === 1
      ? 0
      : Math.floor((turns * count + left) / widthOf(node));
  }

  /** Keeps what a task makes in a turn. */
  #write(lanes: Lanes, task: NestTask, known: Known, turn: Turn): void {
    const { items, accumulators } = this.options;
    const to = items.writes.get(task);
    if (to === undefined) return;
    const { dtype } = task.task.node;
    const element = known.get(items.itemOf(task))!;
    const stride = task.writes.strides.at(-1) ?? 0;
    const { cursor } = to;
    const offset = to.offset + turn.from * stride * layouts[dtype].bytes;
    const accumulator = accumulators.get(task);
    if (accumulator === undefined) {
      return storeElement(lanes, dtype, element, cursor, offset, turn.live);
    }
    const place = { cursor, offset };
    if (task.loop === -1) accumulator.begin(false);
    const some = turn.live < lanes.count && accumulator.inMemory === undefined;
    if (some) this.#takeIn(lanes, task, element, turn.live);
    else accumulator.step(lanes, element, place, turn.live);
    if (task.loop === -1) accumulator.end(place);
  }

  /** Takes in the last elements of a loop: whole vectors, then one by one. */
  #takeIn(lanes: Lanes, task: NestTask, element: Element, live: number): void {
    const { one, items, accumulators } = this.options;
    const { dtype } = task.task.node;
    const accumulator = accumulators.get(task)!;
    const place = items.writes.get(task)!;
    const width = widthOf(task.task.node);
    const whole = Math.floor(live / width);
    if (whole > 0) {
      accumulator.step(lanes, element.slice(0, whole), place, whole * width);
    }
    const vectors = this.vectorsOf(task);
    if (vectors > 0) accumulator.split(vectors);
    for (let at = whole * width; at < live; at++) {
      lanes.locals.scope(() => {
        const single = one.make(dtype, 1, () => {
          pushLane(lanes, dtype, element[Math.floor(at / width)], at % width);
        });
        accumulator.step(one, single, place, 1);
        return [];
      });
    }
  }
}

/** How many elements a vector holds. */
function widthOf({ dtype }: Node): number {
  return 16 / layouts[dtype].bytes;
}
