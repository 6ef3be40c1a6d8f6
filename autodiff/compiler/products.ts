import { layouts } from "./emit/elements.ts";
import { type Matmul, writeMatmul } from "./matmul/matmul.ts";
import { addressOf, type Plan } from "./plan.ts";
import type { Node } from "./plan/nodes.ts";
import { productOf } from "./plan/product.ts";
import type { FunctionWriter } from "./wasm/function_writer.ts";
import type { ModuleWriter } from "./wasm/module_writer.ts";

/** The most bytes that the tile at hand may have. */
export const mostTileBytes = 2560;

/** The products of matrices of a program; equal ones share a function. */
export class Products {
  readonly #known = new Map<string, Matmul>();
  /** How many bytes they need at `scratch`, one after the other. */
  scratchBytes = 0;

  constructor(
    readonly module: ModuleWriter,
    /** Where they keep the tile at hand. */
    readonly tileAddress: number,
    /** An address behind all buffers. */
    readonly scratch: number,
  ) {}

  /** Writes the call that computes a node. */
  call(code: FunctionWriter, node: Node, { tasks, memory }: Plan): void {
    const { a, b, spec } = productOf(node, tasks.whole, this.tileAddress);
    const key = JSON.stringify(spec);
    const matmul = this.#known.get(key) ?? writeMatmul(this.module, spec);
    this.#known.set(key, matmul);
    if (matmul.tileBytes > mostTileBytes) {
      throw new RangeError(
        `Cannot compile: a tile has ${matmul.tileBytes} bytes, more than ` +
          `${mostTileBytes}`,
      );
    }
    this.scratchBytes = Math.max(this.scratchBytes, matmul.scratchBytes);
    for (const { node, offset } of [a, b]) {
      const address = addressOf(node, memory);
      code.i32(address + offset * layouts[node.dtype].bytes);
    }
    code.i32(addressOf(node, memory));
    code.i32(this.scratch);
    code.i32(0);
    code.i32(spec.m * (spec.batch?.count ?? 1));
    code.call(matmul.index);
  }
}
