import { FunctionWriter } from "../wasm/function_writer.ts";
import type { LoopPlan } from "../plan.ts";
import { writeCopy } from "./copy.ts";
import { writeLoop } from "./write_loop.ts";

/** The function of a loop inside a program, whose turns are calls of `step`. */
export function writeScan(
  { length, loop, starts }: LoopPlan,
  step: number,
  failure: number,
): FunctionWriter {
  const code = new FunctionWriter([]);
  for (const { from, to, bytes } of starts) {
    writeCopy(code, () => code.i32(to), () => code.i32(from), bytes);
  }
  writeLoop(code, loop, { count: length, step, failure });
  return code;
}
