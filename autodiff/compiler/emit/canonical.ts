import type { Buffer } from "../compiled_form.ts";
import type { ConstantTable } from "../machines/constants.ts";
import { Lanes, lanesOptions } from "../machines/lanes.ts";
import { loadElement, storeElement } from "../machines/memory.ts";
import { FunctionWriter } from "../wasm/function_writer.ts";
import { advance, whileAtLeast } from "../matmul/loops.ts";
import type { ModuleWriter } from "../wasm/module_writer.ts";
import { bytesOf } from "./elements.ts";

/** Makes every NaN among floats the same, where they leave a program. */
export class Canonical {
  readonly #functions = new Map<string, number>();

  constructor(
    readonly module: ModuleWriter,
    readonly constants: ConstantTable,
  ) {}

  /** Writes the call that does so in a buffer, if it holds floats. */
  call(code: FunctionWriter, buffer: Buffer): void {
    const { dtype, address } = buffer;
    const bytes = bytesOf(buffer);
    if (bytes === 0 || dtype !== "float64" && dtype !== "float32") return;
    const index = this.#functions.get(dtype) ??
      this.module.add(this.#write(dtype));
    this.#functions.set(dtype, index);
    code.i32(address).i32(Math.ceil(bytes / 16) * 16).call(index);
  }

  /** The function for so many bytes, whole vectors, from an address on. */
  #write(dtype: "float64" | "float32"): FunctionWriter {
    const code = new FunctionWriter(["i32", "i32"]);
    const count = dtype === "float64" ? 2 : 4;
    const lanes = new Lanes(count, lanesOptions(code, this.constants));
    const machine = lanes.machine(dtype);
    const nan = machine.constant(NaN);
    const [from, left] = [0, 1];
    whileAtLeast(code, left, 16, () => {
      const vector = loadElement(lanes, dtype, { cursor: from });
      const [number] = machine.equal(vector, vector);
      code.get(number).op("v128.not", "v128.any_true");
      code.if(() => {
        const clean = machine.select([number], vector, nan);
        storeElement(lanes, dtype, clean, { cursor: from });
      });
      advance(code, from, 16);
    });
    return code;
  }
}
