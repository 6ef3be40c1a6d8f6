import { Constants, type ConstantTable } from "../machines/constants.ts";
import type { Range } from "../plan/memory.ts";
import type { FunctionWriter } from "../wasm/function_writer.ts";

/** Writes code that makes every NaN in a range of floats the same. */
export function writeCanonical(
  code: FunctionWriter,
  dtype: "float64" | "float32",
  { from, to }: Range,
  table: ConstantTable,
): void {
  if (from === to) return;
  const type = dtype === "float64" ? "f64x2" : "f32x4";
  const nan = new Constants(code, table).local(type, NaN);
  const [at, vector] = [code.local("i32"), code.local("v128")];
  code.i32(from);
  code.set(at);
  code.loop((again) => {
    code.get(at);
    code.get(at);
    code.memory("v128.load");
    code.tee(vector);
    code.get(nan);
    code.get(vector);
    code.get(vector);
    code.op(`${type}.eq`, "v128.bitselect");
    code.memory("v128.store");
    code.get(at);
    code.i32(16);
    code.op("i32.add");
    code.tee(at);
    code.i32(to);
    code.op("i32.lt_u");
    code.branchIf(again);
  });
}
