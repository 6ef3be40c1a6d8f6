import type { DType } from "../../dtypes.ts";
import type { FunctionWriter } from "../wasm/function_writer.ts";
import type { Instruction } from "../wasm/opcodes.ts";
import type { Accumulator } from "./accumulators.ts";
import { layouts, pushElement } from "./elements.ts";

/** The index of the first NaN, else of the first greatest element. */
export function firstGreatest(
  code: FunctionWriter,
  dtype: DType,
  least: number,
): Accumulator {
  const { type } = layouts[dtype];
  const best = code.local(type);
  const index = code.local("i32");
  const at = code.local("i32");
  const greater = type === "i32"
    ? `i32.gt_${dtype === "int32" ? "s" : "u"}` as Instruction
    : `${type}.gt` as Instruction;
  return {
    begin() {
      pushElement(code, dtype, least);
      code.set(best);
      for (const local of [index, at]) {
        code.i32(0);
        code.set(local);
      }
    },
    split: () => {},
    step(_lanes, [element]) {
      code.get(element);
      code.get(best);
      code.op(greater);
      if (type !== "i32") {
        code.get(element);
        code.get(element);
        code.op(`${type}.ne` as Instruction, "i32.or");
        code.get(best);
        code.get(best);
        code.op(`${type}.eq` as Instruction, "i32.and");
      }
      code.if(() => {
        code.get(element);
        code.set(best);
        code.get(at);
        code.set(index);
      });
      code.get(at);
      code.i32(1);
      code.op("i32.add");
      code.set(at);
    },
    end({ cursor, offset }) {
      code.get(cursor);
      code.get(index);
      code.memory("i32.store", offset);
    },
  };
}
