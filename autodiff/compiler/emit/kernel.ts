import {
  type Element,
  Lanes,
  type LanesOptions,
  lanesOptions,
} from "../machines/lanes.ts";
import type { ConstantTable } from "../machines/constants.ts";
import { storeElement } from "../machines/memory.ts";
import { writeCode } from "../machines/write_code.ts";
import type { Access } from "../plan/access.ts";
import type { Node } from "../plan/nodes.ts";
import { FunctionWriter } from "../wasm/function_writer.ts";
import {
  type Accumulator,
  accumulatorFor,
  alone,
  pushLane,
} from "./accumulators.ts";
import { Cursors, type Place } from "./cursors.ts";
import { fillBuffer, layouts } from "./elements.ts";
import { type Cut, cutOf, loadLanes, spread } from "./vectors.ts";
import { type Nest, type NestTask, sameAccess } from "./nest.ts";

/** What the code of a kernel needs to know of the program. */
export interface KernelEnvironment {
  readonly addresses: ReadonlyMap<Node, number>;
  readonly constants: ConstantTable;
}

/** An element that a kernel reads or computes, and where it does so. */
interface Item {
  readonly node: Node;
  readonly place?: Place;
  readonly access?: Access;
  readonly task?: NestTask;
  /** How many loops are around it: what stays the same is done further out. */
  readonly level: number;
}

/** Writes the function that runs a kernel's loops. */
export class KernelWriter {
  readonly code = new FunctionWriter([]);
  readonly #options: LanesOptions;
  readonly #cursors: Cursors;
  readonly #rank: number;
  readonly #one: Lanes;
  readonly #many: Lanes;
  readonly #cut: Cut;
  readonly #items: Item[] = [];
  readonly #accesses: { access: Access; item: Item }[] = [];
  readonly #computed = new Map<Node, Item>();
  readonly #accumulators = new Map<NestTask, Accumulator>();
  readonly #writes = new Map<NestTask, Place>();

  constructor(
    readonly nest: Nest,
    readonly environment: KernelEnvironment,
  ) {
    this.#options = lanesOptions(this.code, environment.constants);
    this.#cursors = new Cursors(this.code, nest.extents);
    this.#rank = nest.extents.length;
    this.#one = new Lanes(1, this.#options);
    this.#cut = cutOf(nest);
    const { turns, count, last } = this.#cut;
    const most = turns > 0 ? count : last;
    this.#many = most === 1 ? this.#one : new Lanes(most, this.#options);
    for (const task of nest.tasks) this.#plan(task);
  }

  /** Writes everything. */
  write(): FunctionWriter {
    for (const task of this.nest.tasks) this.#fill(task);
    this.#cursors.start();
    this.#level(0, new Map());
    return this.code;
  }

  /** Decides at which depth what a task reads and makes is computed. */
  #plan(task: NestTask): void {
    const { node, kind } = task.task;
    const from = task.reads.map((access) => this.#itemFor(access));
    const address = this.environment.addresses.get(node);
    if (address !== undefined) {
      const { bytes } = layouts[node.dtype];
      this.#writes.set(task, this.#cursors.place(address, task.writes, bytes));
    }
    if (kind === "axis") {
      this.#accumulators.set(
        task,
        accumulatorFor(task, this.nest, this.#one, this.#many),
      );
    }
    if (kind !== "element") return;
    const level = Math.max(0, ...from.map(({ level }) => level));
    const item = { node, task, level };
    this.#items.push(item);
    this.#computed.set(node, item);
  }

  #itemFor(access: Access): Item {
    const own = this.#computed.get(access.node);
    if (own !== undefined) return own;
    const known = this.#accesses.find((other) =>
      sameAccess(other.access, access)
    );
    if (known !== undefined) return known.item;
    const { node, at } = access;
    const level =
      at.strides.findLastIndex((stride, loop) =>
        stride !== 0 && this.nest.extents[loop] > 1
      ) + 1;
    const address = this.environment.addresses.get(node)!;
    const place = this.#cursors.place(address, at, layouts[node.dtype].bytes);
    const item = { node, place, access, level };
    this.#items.push(item);
    this.#accesses.push({ access, item });
    return item;
  }

  /** What a result holds before any turn. */
  #fill(task: NestTask): void {
    const { node, kind } = task.task;
    const form = node.application?.form;
    const accumulator = this.#accumulators.get(task);
    const element = kind === "placement" && form?.kind === "placement"
      ? form.fill?.(node.application!.attributes)
      : accumulator?.inMemory;
    if (element === undefined) return;
    const address = this.environment.addresses.get(node)!;
    fillBuffer(this.code, { ...node, address }, element);
  }

  #level(loop: number, known: Map<Item, Element>): void {
    const { extents } = this.nest;
    const lanes = this.#one;
    if (loop === this.#rank) return this.#turn(lanes, known);
    for (const item of this.#items) {
      if (item.level === loop) {
        known.set(
          item,
          this.#element(lanes, item, known, { live: 1, from: 0 }),
        );
      }
    }
    if (loop === this.#rank - 1) return this.#inmost(known);
    if (extents[loop] === 0) return;
    const { turns, count } = this.#cut;
    const moved = turns > 1 ? turns * count : 0;
    const passed = loop === this.#rank - 2 ? moved : extents[loop + 1];
    this.#repeat(extents[loop], () => {
      this.#level(loop + 1, new Map(known));
      this.#cursors.advance(loop, passed);
    });
  }

  /** The innermost loop: in vectors where they go, else one by one. */
  #inmost(known: ReadonlyMap<Item, Element>): void {
    const loop = this.#rank - 1;
    const { turns, count, left, last } = this.#cut;
    const many = this.#many;
    const inLoop = [...this.#accumulators].filter(([t]) => t.loop !== -1);
    const all = new Map(known);
    if (many.count > 1) {
      for (const [item, one] of known) all.set(item, spread(many, item, one));
    }
    for (const [task, accumulator] of inLoop) {
      accumulator.begin(this.#vectorsOf(task) > 0);
    }
    this.#repeat(turns, () => {
      this.#turn(many, all);
      if (turns > 1) this.#cursors.advance(loop, 0, count);
    });
    if (left > 0) {
      const lanes = new Lanes(last, this.#options);
      for (const [item, element] of all) {
        all.set(item, element.slice(0, lanes.parts(item.node.dtype)));
      }
      this.#turn(lanes, all, { live: left, from: turns === 1 ? count : 0 });
    }
    for (const [task, accumulator] of inLoop) {
      const vectors = this.#vectorsOf(task);
      if (left % last === 0 && vectors > 0) accumulator.split(vectors);
      accumulator.end(this.#writes.get(task)!);
    }
  }

  /** How many whole vectors of a task's elements the innermost loop has. */
  #vectorsOf({ task: { node } }: NestTask): number {
    const { turns, count, left } = this.#cut;
    if (this.#many.count === 1) return 0;
    return Math.floor((turns * count + left) / widthOf(node));
  }

  #repeat(count: number, body: () => void): void {
    if (count === 0) return;
    if (count === 1) return body();
    const { code } = this;
    const left = code.local("i32");
    code.i32(count);
    code.set(left);
    code.loop((again) => {
      body();
      code.get(left);
      code.i32(1);
      code.op("i32.sub");
      code.tee(left);
      code.branchIf(again);
    });
  }

  /** One turn of the innermost loop, all of whose lanes are live or some. */
  #turn(
    lanes: Lanes,
    around: ReadonlyMap<Item, Element>,
    { live = lanes.count, from = 0 }: Partial<Turn> = {},
  ): void {
    const known = new Map(around);
    const turn = { live, from };
    lanes.locals.scope(() => {
      for (const item of this.#items) {
        if (item.level === this.#rank) {
          known.set(item, this.#element(lanes, item, known, turn));
        }
      }
      for (const task of this.nest.tasks) this.#write(lanes, task, known, turn);
      return [];
    });
  }

  /** Keeps what a task makes in a turn. */
  #write(
    lanes: Lanes,
    task: NestTask,
    known: ReadonlyMap<Item, Element>,
    turn: Turn,
  ): void {
    const { kind, node } = task.task;
    const accumulator = this.#accumulators.get(task);
    const to = this.#writes.get(task);
    if (to === undefined) return;
    const item = kind === "element"
      ? this.#computed.get(node)!
      : this.#itemFor(task.reads[0]);
    const element = known.get(item)!;
    const { bytes } = layouts[node.dtype];
    const stride = task.writes.strides.at(-1) ?? 0;
    const offset = to.offset + turn.from * stride * bytes;
    const place = { cursor: to.cursor, offset };
    if (accumulator === undefined) {
      const { cursor } = to;
      return storeElement(
        lanes,
        node.dtype,
        element,
        cursor,
        offset,
        turn.live,
      );
    }
    if (task.loop === -1) accumulator.begin(false);
    const some = turn.live < lanes.count && accumulator.inMemory === undefined;
    if (!some) accumulator.step(lanes, element, place, turn.live);
    else this.#accumulate(lanes, task, accumulator, element, turn.live);
    if (task.loop === -1) accumulator.end(place);
  }

  /** Takes in the last elements of a loop: whole vectors, then one by one. */
  #accumulate(
    lanes: Lanes,
    task: NestTask,
    accumulator: Accumulator,
    element: Element,
    live: number,
  ): void {
    const { dtype } = task.task.node;
    const width = widthOf(task.task.node);
    const whole = Math.floor(live / width);
    const place = this.#writes.get(task)!;
    const vectors = this.#vectorsOf(task);
    if (whole > 0) {
      accumulator.step(lanes, element.slice(0, whole), place, whole * width);
    }
    if (vectors > 0) accumulator.split(vectors);
    for (let at = whole * width; at < live; at++) {
      lanes.locals.scope(() => {
        const one = this.#one.make(dtype, 1, () => {
          pushLane(lanes, dtype, element[Math.floor(at / width)], at % width);
        });
        accumulator.step(this.#one, one, place, 1);
        return [];
      });
    }
  }

  /** Reads or computes an element. */
  #element(
    lanes: Lanes,
    item: Item,
    known: ReadonlyMap<Item, Element>,
    { live, from }: Turn,
  ): Element {
    const { place, access, task } = item;
    if (place !== undefined) {
      const { node, at } = access!;
      const stride = at.strides.at(-1) ?? 1;
      const offset = place.offset + from * stride * layouts[node.dtype].bytes;
      return loadLanes(lanes, node, { ...place, offset }, stride, live);
    }
    const { node } = task!.task;
    const inputs = task!.reads.map((read) => known.get(this.#itemFor(read))!);
    const { operation, form, attributes } = node.application!;
    if (form.kind === "axis") return alone(lanes, node, inputs[0]);
    if (operation.code === undefined) return inputs[0];
    const dtypes = node.inputs.map(({ dtype }) => dtype);
    return writeCode(lanes, { operation, attributes, dtypes }, inputs);
  }
}

/** Which elements a turn computes: so many, from one on. */
interface Turn {
  readonly live: number;
  readonly from: number;
}

/** How many elements a vector holds. */
function widthOf({ dtype }: Node): number {
  return 16 / layouts[dtype].bytes;
}
