import { Lanes, lanesOptions } from "../machines/lanes.ts";
import type { ConstantTable } from "../machines/constants.ts";
import type { Node } from "../plan/nodes.ts";
import { FunctionWriter } from "../wasm/function_writer.ts";
import { type Accumulator, accumulatorFor } from "./accumulators.ts";
import { Cursors } from "./cursors.ts";
import { fillBuffer } from "./elements.ts";
import { type Item, Items, steadyDivisors } from "./items.ts";
import type { Nest, NestTask } from "./nest.ts";
import { type Known, Turns } from "./turns.ts";
import { type Cut, cutOf, spread } from "./vectors.ts";

/** What the code of a kernel needs to know of the program. */
export interface KernelEnvironment {
  readonly addresses: ReadonlyMap<Node, number>;
  readonly constants: ConstantTable;
}

/** How many turns are worth loops of their own where divisors are 1. */
const long = 1000;

/** The most bytes of code for one turn of all these loops. */
const mostBytes = 16384;

/** Writes the function that runs a kernel's loops. */
export class KernelWriter {
  readonly code = new FunctionWriter([]);
  readonly #cursors: Cursors;
  readonly #rank: number;
  readonly #one: Lanes;
  readonly #many: Lanes;
  readonly #last: Lanes;
  readonly #cut: Cut;
  readonly #items: Items;
  readonly #turns: Turns;
  readonly #accumulators = new Map<NestTask, Accumulator>();

  constructor(
    readonly nest: Nest,
    readonly environment: KernelEnvironment,
  ) {
    const { addresses, constants } = environment;
    const options = lanesOptions(this.code, constants);
    this.#rank = nest.extents.length;
    this.#cursors = new Cursors(this.code, nest.extents);
    this.#items = new Items(nest, this.#cursors, addresses);
    this.#cut = cutOf(nest);
    const { turns, count, last } = this.#cut;
    const one = new Lanes(1, options);
    const lanes = (count: Cut["count"]) =>
      count === 1 ? one : new Lanes(count, options);
    const many = lanes(turns > 0 ? count : last);
    this.#one = one;
    this.#many = many;
    this.#last = lanes(last);
    for (const task of nest.tasks) {
      if (task.task.kind !== "axis") continue;
      this.#accumulators.set(task, accumulatorFor(task, nest, one, many));
    }
    this.#turns = new Turns({
      ...{ items: this.#items, cut: this.#cut, one, many },
      accumulators: this.#accumulators,
    });
  }

  /** Writes everything. */
  write(): FunctionWriter {
    for (const task of this.nest.tasks) this.#fill(task);
    this.#cursors.start();
    const known = this.#around(0, new Map());
    const size = this.nest.extents.reduce((size, length) => size * length, 1);
    const most = Math.floor(mostBytes / this.#cut.bytes) - 1;
    const divisors = size < long || most < 1
      ? []
      : steadyDivisors(this.#items).slice(0, Math.min(most, 2));
    this.#versions(known, divisors);
    return this.code;
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

  /** What is the same in all turns of a loop, and known before it. */
  #around(loop: number, known: Known): Known {
    const all = new Map(known);
    if (loop === this.#rank) return all;
    for (const item of this.#items.all) {
      if (item.level !== loop) continue;
      all.set(item, this.#turns.element(this.#one, item, all));
    }
    return all;
  }

  /**
   * The loops; where divisors are 1, as bias corrections are after some steps,
   * others that do not divide by them: dividing takes most of the time.
   */
  #versions(known: Known, divisors: readonly Item[]): void {
    const [divisor, ...others] = divisors;
    if (divisor === undefined) return this.#level(0, known);
    const [local] = known.get(divisor)!;
    const { dtype } = divisor.node;
    const [equal] = this.#one.machine(dtype).equal(
      [local],
      this.#one.machine(dtype).constant(1),
    );
    const { ones } = this.#turns;
    this.code.get(equal);
    this.code.if(() => {
      ones.add(divisor);
      this.#versions(known, others);
      ones.delete(divisor);
    }, () => this.#level(0, known));
  }

  #level(loop: number, known: Known): void {
    if (loop === this.#rank) return this.#turns.turn(this.#one, known);
    if (loop === this.#rank - 1) return this.#inmost(known);
    const { extents } = this.nest;
    if (extents[loop] === 0) return;
    const { turns, count } = this.#cut;
    const moved = turns > 1 ? turns * count : 0;
    const passed = loop === this.#rank - 2 ? moved : extents[loop + 1];
    this.#repeat(extents[loop], () => {
      this.#level(loop + 1, this.#around(loop + 1, known));
      this.#cursors.advance(loop, passed);
    });
  }

  /** The innermost loop: in vectors where they go, else one by one. */
  #inmost(known: Known): void {
    const { turns, count, left, last } = this.#cut;
    const many = this.#many;
    const inLoop = [...this.#accumulators].filter(([t]) => t.loop !== -1);
    const all = new Map(known);
    if (many.count > 1) {
      for (const [item, one] of known) all.set(item, spread(many, item, one));
    }
    for (const [task, accumulator] of inLoop) {
      accumulator.begin(this.#turns.vectorsOf(task) > 0);
    }
    this.#repeat(turns, () => {
      this.#turns.turn(many, all);
      if (turns > 1) this.#cursors.advance(this.#rank - 1, 0, count);
    });
    if (left > 0) {
      for (const [item, element] of all) {
        all.set(item, element.slice(0, this.#last.parts(item.node.dtype)));
      }
      const turn = { live: left, from: turns === 1 ? count : 0 };
      this.#turns.turn(this.#last, all, turn);
    }
    for (const [task, accumulator] of inLoop) {
      const vectors = this.#turns.vectorsOf(task);
      if (left % last === 0 && vectors > 0) accumulator.split(vectors);
      accumulator.end(this.#items.writes.get(task)!);
    }
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
}
