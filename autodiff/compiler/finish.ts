import type { KernelEnvironment } from "./emit/kernel.ts";
import { type Element, Lanes, lanesOptions } from "./machines/lanes.ts";
import { elementOf } from "./machines/write_code.ts";
import { type Kind, kinds, storeElements } from "./matmul/kinds.ts";
import type { Finish, FinishPlace } from "./matmul/spec.ts";
import type { Access } from "./plan/access.ts";
import type { Kernel } from "./plan/kernels.ts";
import type { Node } from "./plan/nodes.ts";
import type { NestTask } from "./plan/tasks.ts";
import type { FunctionWriter } from "./wasm/function_writer.ts";

/** What a kernel does with the elements of the product that it begins with. */
export class KernelFinish implements Finish {
  /** The least address of what lies as the product's elements would. */
  readonly address: number;
  readonly #product: Node;
  readonly #tasks: readonly NestTask[];
  readonly #kind: Kind;
  readonly #lanes = new WeakMap<FunctionWriter, Lanes>();

  /** @param column bytes in front of the columns that are computed. */
  constructor(
    { tasks: [product, ...rest] }: Kernel,
    readonly environment: KernelEnvironment,
    readonly column: number,
  ) {
    this.#product = product.task.node;
    this.#kind = kinds[this.#product.dtype as "float32" | "float64"];
    this.#tasks = rest;
    const { addresses } = environment;
    const own = [product, ...rest].map(({ task }) => task.node);
    const beside = this.#tasks.flatMap(({ reads }) => reads)
      .filter(({ node, at }) => at.strides[0] > 0 && !own.includes(node));
    this.address = Math.min(
      ...own.flatMap((node) => addresses.get(node) ?? []),
      ...beside.map((access) => this.#addressOf(access)),
    );
  }

  write(
    f: FunctionWriter,
    vector: number,
    width: number,
    place: FinishPlace,
  ): void {
    const { addresses, constants } = this.environment;
    const lanes = this.#lanes.get(f) ??
      new Lanes(this.#kind.lanes, lanesOptions(f, constants));
    this.#lanes.set(f, lanes);
    lanes.locals.scope(() => {
      const made = new Map<Node, Element>([[this.#product, [vector]]]);
      for (const { task: { node }, reads } of this.#tasks) {
        const inputs = reads.map((access) =>
          made.get(access.node) ?? this.#read(lanes, access, place)
        );
        made.set(node, elementOf(lanes, node, inputs));
      }
      // What is read may lie where it is replaced: reading comes first.
      for (const [node, [local]] of made) {
        const address = addresses.get(node);
        if (address === undefined) continue;
        const offset = place.offset + address - this.address;
        storeElements(f, this.#kind, width, place.pointer, local, offset);
      }
      return [];
    });
  }

  /** Reads a vector of what lies at the same place, or is the same there. */
  #read(
    lanes: Lanes,
    access: Access,
    { pointer, offset, column, columnOffset }: FinishPlace,
  ): Element {
    const { code } = lanes;
    const [rowStride, columnStride] = access.at.strides;
    const address = this.#addressOf(access);
    return lanes.make(this.#product.dtype, 1, () => {
      if (columnStride === 0) {
        code.i32(address).memory(this.#kind.splat);
      } else if (rowStride === 0) {
        code.get(column);
        code.memory("v128.load", address + this.column + columnOffset);
      } else {
        code.get(pointer).memory("v128.load", address - this.address + offset);
      }
    });
  }

  #addressOf({ node, at }: Access): number {
    return this.environment.addresses.get(node)! + at.offset * this.#kind.size;
  }
}
