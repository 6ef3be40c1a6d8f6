import { sizeOf } from "../../shapes.ts";
import type { ConstantTable } from "../machines/constants.ts";
import { type Element, Lanes, lanesOptions } from "../machines/lanes.ts";
import { loadElement, storeElement } from "../machines/memory.ts";
import { elementOf } from "../machines/write_code.ts";
import type { Node } from "../plan/nodes.ts";
import { FunctionWriter } from "../wasm/function_writer.ts";
import { repeat } from "../matmul/loops.ts";
import { type Accumulator, accumulatorFor, alone } from "./accumulators.ts";
import { Cursors } from "./cursors.ts";
import { fillBuffer } from "./elements.ts";
import {
  divisorOf,
  type Item,
  type Items,
  itemsOf,
  steadyDivisors,
  type Work,
} from "./items.ts";
import type { Nest } from "./nest.ts";
import { type Cut, cutOf, spread } from "./vectors.ts";

/** What the code of a kernel needs to know of the program. */
export interface KernelEnvironment {
  readonly addresses: ReadonlyMap<Node, number>;
  readonly constants: ConstantTable;
}

/** The elements that are there, and the locals that hold them. */
type Known = ReadonlyMap<Item, Element>;

/** How many turns are worth loops of their own where divisors are 1. */
const long = 1000;

/** The most bytes of code for one turn of all these loops. */
const mostBytes = 16384;

/** Writes the function that runs a kernel's loops. */
export class KernelWriter {
  readonly code = new FunctionWriter([]);
  readonly #cursors: Cursors;
  readonly #cut: Cut;
  /** One lane, as many as most turns have, and as many as the last one has. */
  readonly #one: Lanes;
  readonly #many: Lanes;
  readonly #last: Lanes;
  readonly #items: Items;
  readonly #accumulators = new Map<Work, Accumulator>();
  /** The divisors that are known to be 1. */
  readonly #ones = new Set<Item>();

  constructor(
    readonly nest: Nest,
    readonly environment: KernelEnvironment,
  ) {
    const { addresses, constants } = environment;
    const options = lanesOptions(this.code, constants);
    this.#cursors = new Cursors(this.code, nest.extents);
    this.#items = itemsOf(nest, this.#cursors, addresses);
    this.#cut = cutOf(nest);
    const { turns, count, last } = this.#cut;
    const one = new Lanes(1, options);
    const lanes = (count: Cut["count"]) =>
      count === 1 ? one : new Lanes(count, options);
    const many = lanes(turns > 0 ? count : last);
    this.#one = one;
    this.#many = many;
    this.#last = lanes(last);
    for (const work of this.#items.works) {
      if (work.task.task.kind !== "axis") continue;
      const accumulator = accumulatorFor(work.task, nest, one, many);
      this.#accumulators.set(work, accumulator);
    }
  }

  /** Writes everything. */
  write(): FunctionWriter {
    for (const work of this.#items.works) this.#fill(work);
    this.#cursors.start();
    const known = this.#around(0, new Map());
    const size = sizeOf(this.nest.extents);
    const most = Math.floor(mostBytes / this.#cut.bytes) - 1;
    const divisors = size < long || most < 1
      ? []
      : steadyDivisors(this.#items).slice(0, Math.min(most, 2));
    this.#versions(known, divisors);
    return this.code;
  }

  /** What a result holds before any turn. */
  #fill(work: Work): void {
    const { node, kind } = work.task.task;
    const { form, attributes } = node.application!;
    const element = kind === "placement" && form.kind === "placement"
      ? form.fill?.(attributes)
      : this.#accumulators.get(work)?.inMemory;
    if (element === undefined) return;
    const address = this.environment.addresses.get(node)!;
    fillBuffer(this.code, { ...node, address }, element);
  }

  /** What is the same in all turns of a loop, and known before it. */
  #around(loop: number, known: Known): Known {
    const all = new Map(known);
    if (loop === this.nest.extents.length) return all;
    for (const item of this.#items.items) {
      if (item.level !== loop) continue;
      all.set(item, this.#element(this.#one, item, all, 1));
    }
    return all;
  }

  /**
   * The loops; where divisors are 1, as bias corrections are after some steps,
   * others that do not divide by them: dividing takes most of the time.
   */
  #versions(known: Known, [divisor, ...others]: readonly Item[]): void {
    if (divisor === undefined) return this.#level(0, known);
    const machine = this.#one.machine(divisor.node.dtype);
    const equal = machine.equal(known.get(divisor)!, machine.constant(1));
    this.code.get(equal[0]);
    this.code.if(() => {
      this.#ones.add(divisor);
      this.#versions(known, others);
      this.#ones.delete(divisor);
    }, () => this.#level(0, known));
  }

  #level(loop: number, known: Known): void {
    const { extents } = this.nest;
    const inmost = extents.length - 1;
    if (loop > inmost) return this.#turn(this.#one, known, 1);
    if (loop === inmost) return this.#inmost(known);
    const passed = loop + 1 === inmost ? this.#passed : extents[loop + 1];
    repeat(this.code, extents[loop], () => {
      this.#level(loop + 1, this.#around(loop + 1, known));
      this.#cursors.advance(loop, passed);
    });
  }

  /** How many elements on the cursors are after the innermost loop. */
  get #passed(): number {
    const { turns, count, left } = this.#cut;
    return turns > 1 || left > 0 ? turns * count : 0;
  }

  /** The innermost loop: in vectors where they go, else one by one. */
  #inmost(known: Known): void {
    const { turns, count, left } = this.#cut;
    const [many, last] = [this.#many, this.#last];
    const all = new Map(known);
    if (many.count > 1) {
      for (const [item, one] of known) {
        all.set(item, spread(many, item.node.dtype, one));
      }
    }
    for (const accumulator of this.#accumulators.values()) {
      accumulator.begin?.();
    }
    repeat(this.code, turns, () => {
      this.#turn(many, all, count);
      const inmost = this.nest.extents.length - 1;
      if (this.#passed > 0) this.#cursors.advance(inmost, 0, count);
    });
    if (left > 0) {
      for (const [item, element] of all) {
        all.set(item, element.slice(0, last.parts(item.node.dtype)));
      }
      this.#turn(last, all, left);
    }
    for (const [{ place }, accumulator] of this.#accumulators) {
      accumulator.end?.(place!);
    }
  }

  /** One turn of the innermost loop, with so many lanes that have elements. */
  #turn(lanes: Lanes, around: Known, live: number): void {
    const known = new Map(around);
    const { items, works } = this.#items;
    lanes.locals.scope(() => {
      for (const item of items) {
        if (item.level < this.nest.extents.length) continue;
        known.set(item, this.#element(lanes, item, known, live));
      }
      for (const work of works) {
        const { task: { task }, item, place } = work;
        if (place === undefined) continue;
        const element = known.get(item)!;
        const accumulator = this.#accumulators.get(work);
        if (accumulator) accumulator.step(lanes, element, place, live);
        else storeElement(lanes, task.node.dtype, element, place, live);
      }
      return [];
    });
  }

  /** Reads or computes an element. */
  #element(lanes: Lanes, item: Item, known: Known, live: number): Element {
    const { node, place } = item;
    if (place) return loadElement(lanes, node.dtype, place, live);
    const inputs = item.inputs.map((input) => known.get(input)!);
    const { form } = node.application!;
    if (form.kind === "axis") return alone(lanes, node, inputs[0]);
    const divisor = divisorOf(item);
    return divisor !== undefined && this.#ones.has(divisor)
      ? inputs[0]
      : elementOf(lanes, node, inputs);
  }
}
