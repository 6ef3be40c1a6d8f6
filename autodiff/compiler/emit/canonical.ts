import { sizeOf } from "../../shapes.ts";
import type { Buffer } from "../compiled_form.ts";
import { Constants, type ConstantTable } from "../machines/constants.ts";
import { FunctionWriter } from "../wasm/function_writer.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { layouts } from "./elements.ts";

/** Makes every NaN among floats the same, where they leave a program. */
export class Canonical {
  readonly #functions = new Map<string, number>();

  constructor(
    readonly module: ModuleWriter,
    readonly constants: ConstantTable,
  ) {}

  /** Writes the call that does so in a buffer of floats. */
  call(code: FunctionWriter, { address, shape, dtype }: Buffer): void {
    const bytes = sizeOf(shape) * layouts[dtype].bytes;
    if (bytes === 0) return;
    const index = this.#functions.get(dtype) ??
      this.module.add(this.#write(dtype));
    this.#functions.set(dtype, index);
    code.i32(address);
    code.i32(address + bytes);
    code.call(index);
  }

  /** The function from one address, a multiple of 16, at least to another. */
  #write(dtype: string): FunctionWriter {
    const type = dtype === "float64" ? "f64x2" : "f32x4";
    const code = new FunctionWriter(["i32", "i32"]);
    const nan = new Constants(code, this.constants).local(type, NaN);
    const [from, to, vector] = [0, 1, code.local("v128")];
    code.loop((again) => {
      code.get(from);
      code.memory("v128.load");
      code.tee(vector);
      code.get(vector);
      code.op(`${type}.ne`, "v128.any_true");
      code.if(() => {
        code.get(from);
        code.get(vector);
        code.get(nan);
        code.get(vector);
        code.get(vector);
        code.op(`${type}.eq`, "v128.bitselect");
        code.memory("v128.store");
      });
      code.get(from);
      code.i32(16);
      code.op("i32.add");
      code.tee(from);
      code.get(to);
      code.op("i32.lt_u");
      code.branchIf(again);
    });
    return code;
  }
}
