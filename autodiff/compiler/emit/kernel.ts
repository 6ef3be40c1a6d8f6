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
import { type Accumulator, accumulatorFor } from "./accumulators.ts";
import { Cursors, type Place } from "./cursors.ts";
import { fillBuffer, layouts } from "./elements.ts";
import { lanesFor, loadLanes, spread } from "./vectors.ts";
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
    const count = lanesFor(nest);
    this.#many = count === 1 ? this.#one : new Lanes(count, this.#options);
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
        known.set(item, this.#element(lanes, item, known));
      }
    }
    if (loop === this.#rank - 1) return this.#inmost(extents[loop], known);
    if (extents[loop] === 0) return;
    this.#repeat(extents[loop], () => {
      this.#level(loop + 1, new Map(known));
      this.#cursors.advance(loop, extents[loop + 1]);
    });
  }

  /** The innermost loop: in vectors as far as they go, then one by one. */
  #inmost(length: number, known: ReadonlyMap<Item, Element>): void {
    const loop = this.#rank - 1;
    const { count } = this.#many;
    const inLoop = [...this.#accumulators].filter(([t]) => t.loop !== -1);
    const turns = count === 1 ? 0 : Math.floor(length / count);
    for (const [, accumulator] of inLoop) accumulator.begin(turns > 0);
    if (turns > 0) {
      const all = new Map<Item, Element>();
      for (const [item, element] of known) {
        all.set(item, spread(this.#many, item.node, element));
      }
      this.#repeat(turns, () => {
        this.#turn(this.#many, new Map(all));
        this.#cursors.advance(loop, 0, count);
      });
      for (const [, accumulator] of inLoop) accumulator.split(turns);
    }
    const left = length - turns * count;
    if (left > 0) {
      this.#repeat(left, () => {
        this.#turn(this.#one, new Map(known));
        this.#cursors.advance(loop, 0);
      });
    }
    for (const [task, accumulator] of inLoop) {
      accumulator.end(this.#writes.get(task)!);
    }
  }

  #repeat(count: number, body: () => void): void {
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

  /** One turn of the innermost loop. */
  #turn(lanes: Lanes, known: Map<Item, Element>): void {
    for (const item of this.#items) {
      if (item.level === this.#rank) {
        known.set(item, this.#element(lanes, item, known));
      }
    }
    for (const task of this.nest.tasks) {
      const { kind, node } = task.task;
      const accumulator = this.#accumulators.get(task);
      const [first] = task.reads;
      if (accumulator !== undefined) {
        const place = this.#writes.get(task)!;
        if (task.loop === -1) accumulator.begin(false);
        accumulator.step(lanes, known.get(this.#itemFor(first))!, place);
        if (task.loop === -1) accumulator.end(place);
        continue;
      }
      const place = this.#writes.get(task);
      if (place === undefined) continue;
      const item = kind === "element"
        ? this.#computed.get(node)!
        : this.#itemFor(first);
      const element = known.get(item)!;
      storeElement(lanes, node.dtype, element, place.cursor, place.offset);
    }
  }

  /** Reads or computes an element. */
  #element(lanes: Lanes, item: Item, known: Map<Item, Element>): Element {
    const { place, access, task } = item;
    if (place !== undefined) {
      const stride = access!.at.strides.at(-1) ?? 1;
      return loadLanes(lanes, access!.node, place, stride);
    }
    const { node } = task!.task;
    const from = task!.reads.map((read) => known.get(this.#itemFor(read))!);
    const { operation, attributes } = node.application!;
    if (operation.code === undefined) return from[0];
    const dtypes = node.inputs.map(({ dtype }) => dtype);
    return writeCode(lanes, { operation, attributes, dtypes }, from);
  }
}
