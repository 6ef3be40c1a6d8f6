/** Rigorous bounds on what a traced program computes. */
import { isFloat } from "../../../../autodiff/dtypes.ts";
import type { Value } from "../../../../autodiff/graph.ts";
import type { Program } from "../../../../autodiff/program.ts";
import type { ScanSpec } from "../../../../autodiff/scan/scan_spec.ts";
import { choice } from "./choice.ts";
import { elementwise } from "./elementwise.ts";
import {
  bound,
  type Enclosure,
  fresh,
  type Rounding,
  type Rule,
  unrounded,
} from "./enclosure.ts";
import { encloseScan } from "./loop.ts";
import { movement } from "./movement.ts";
import { reductions } from "./reductions.ts";

export {
  type Enclosure,
  type Rounding,
  rounding32,
  rounding64,
} from "./enclosure.ts";

/** How each primitive operation acts on enclosures. */
export const rules: Record<string, Rule> = {
  ...elementwise,
  ...choice,
  ...reductions,
  ...movement,
};

/**
 * Encloses the outputs of a program at a point: intervals that hold what
 * exact arithmetic gives, and what arithmetic rounded like `rounding`, or more
 * finely, gives. The inputs are exact.
 */
export function enclose(
  program: Program,
  inputs: readonly Float64Array[],
  rounding: Rounding,
): Enclosure[] {
  const exact = inputs.map((data) => fresh(data, data));
  return encloseFrom(program, exact, rounding);
}

/** The same from bounds on the inputs. */
function encloseFrom(
  program: Program,
  inputs: readonly Enclosure[],
  rounding: Rounding,
): Enclosure[] {
  const known = new Map<Value, Enclosure>();
  /** Of each scan all results. */
  const loops = new Map<Value, readonly Enclosure[]>();
  program.inputs.forEach((input, i) => known.set(input, inputs[i]));
  const enclosureOf = (value: Value): Enclosure => {
    const found = known.get(value) ?? constant(value, rounding);
    known.set(value, found);
    return found;
  };
  for (const step of program.steps) {
    const { operation, inputs, attributes } = step.application!;
    if (operation.compiled?.kind === "scan") {
      const bounds = inputs.map(enclosureOf);
      const run = (body: Program, inputs: readonly Enclosure[]) =>
        encloseFrom(body, inputs, rounding);
      loops.set(step, encloseScan(attributes as ScanSpec, bounds, run));
      continue;
    }
    if (operation.compiled?.kind === "part") {
      const { index } = attributes as { index: number };
      known.set(step, loops.get(inputs[0])![index]);
      continue;
    }
    const rule = rules[operation.name];
    if (rule === undefined) {
      throw new Error(`No enclosure is known for operation ${operation.name}`);
    }
    const own = isFloat(step.dtype) ? rounding : unrounded;
    known.set(step, rule(inputs.map(enclosureOf), step, own));
  }
  return program.outputs.map(enclosureOf);
}

/**
 * A number from outside. One that takes many digits may be rounded to the
 * precision, or be the result of an operation or two on numbers alone.
 */
function constant(value: Value, rounding: Rounding): Enclosure {
  const data = Float64Array.from(value.data!);
  const result = fresh(data.slice(), data.slice());
  if (!isFloat(value.dtype)) return result;
  data.forEach((x, i) => {
    if (Math.fround(x) !== x) bound(result, i, x, x, rounding, 2);
  });
  return result;
}
