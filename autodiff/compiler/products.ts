import type { KernelEnvironment } from "./emit/kernel.ts";
import { aligned, layouts } from "./emit/elements.ts";
import { KernelFinish } from "./finish.ts";
import {
  type Matmul,
  type MatmulSpec,
  TILE_BYTES,
  writeMatmul,
} from "./matmul/matmul.ts";
import type { Kernel } from "./plan/kernels.ts";
import { productOf } from "./plan/product.ts";
import { cutProduct, type ProductPart } from "./threads/cut.ts";
import type { Share } from "./threads/crew_writer.ts";
import { FunctionWriter } from "./wasm/function_writer.ts";
import type { ModuleWriter } from "./wasm/module_writer.ts";

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

  /**
   * Writes the calls that run a kernel which begins with a product, by several
   * threads where it is cut.
   */
  call(
    code: FunctionWriter,
    kernel: Kernel,
    environment: KernelEnvironment,
    share: Share,
  ): void {
    const { addresses } = environment;
    const [product] = kernel.tasks;
    const { node } = product.task;
    const whole = productOf(product, this.tileAddress);
    const [a, b] = [whole.a, whole.b].map(({ node, offset }) =>
      addresses.get(node)! + offset * layouts[node.dtype].bytes
    );
    const cut = cutProduct(whole.spec, share);
    let scratch = this.scratch;
    const write = (code: FunctionWriter, part: ProductPart, index: number) => {
      const tileAddress = this.tileAddress + index * TILE_BYTES;
      const finish = kernel.tasks.length === 1
        ? undefined
        : new KernelFinish(kernel, environment, part.column);
      const matmul = this.#functionOf({ ...part.spec, finish, tileAddress });
      const c = part.c + (finish?.address ?? addresses.get(node)!);
      for (const value of [a + part.a, b + part.b, c, scratch]) code.i32(value);
      code.call(matmul.index);
      scratch += aligned(matmul.scratchBytes);
    };
    if (cut.length === 1) write(code, cut[0], 0);
    else {
      share.crew.share(
        code,
        cut.map((part, i) => {
          const code = new FunctionWriter([]);
          write(code, part, i);
          return this.module.add(code);
        }),
      );
    }
    this.scratchBytes = Math.max(this.scratchBytes, scratch - this.scratch);
  }

  #functionOf(spec: MatmulSpec): Matmul {
    const key = JSON.stringify(spec);
    const shared = spec.finish === undefined;
    const matmul = shared && this.#known.get(key) ||
      writeMatmul(this.module, spec);
    if (shared) this.#known.set(key, matmul);
    return matmul;
  }
}
