import { assertEquals } from "@std/assert";
import { writeCode } from "../../../../autodiff/compiler/machines/write_code.ts";
import { type DType, dtypes } from "../../../../autodiff/dtypes.ts";
import * as functions from "../../../../autodiff/functions.ts";
import { concrete, type Value } from "../../../../autodiff/graph.ts";
import * as operations from "../../../../autodiff/operations/mod.ts";
import { traceProgram } from "../../../../autodiff/program.ts";
import { assertSameBits } from "../../../support/bits.ts";
import { pointsOf } from "./points.ts";
import { compileLoop } from "./support.ts";

/** One application of an operation to inputs of certain dtypes. */
interface Case {
  readonly name: string;
  readonly dtypes: readonly DType[];
  readonly f: (...inputs: Value[]) => Value;
}

const exponents = [0, 1, 2, 3, 4, 7, 16, 33, -1, -2, -5]
  .concat([0.5, 1.5, 2.5, -0.5, -3.5, 0.3, -1.7, 1 / 3, 12.25, -0.001]);

/** Every exported function with inputs of every dtype. */
function* candidates(): Generator<Case> {
  for (const [name, { length }] of Object.entries(functions)) {
    if (["cast", "pow", "where"].includes(name)) continue;
    const f = operations[name as keyof typeof operations] as Case["f"];
    for (const dtype of dtypes) {
      yield { name, dtypes: Array(length).fill(dtype), f };
    }
  }
  for (const dtype of dtypes) {
    yield {
      name: "where",
      dtypes: ["bool", dtype, dtype],
      f: operations.where,
    };
    for (const to of dtypes) {
      const f = (x: Value) => operations.cast(x, to);
      yield { name: `cast to ${to}`, dtypes: [dtype], f };
    }
    for (const exponent of exponents) {
      const f = (x: Value) => operations.pow(x, exponent);
      yield { name: `pow ${exponent}`, dtypes: [dtype], f };
    }
  }
}

/** The application that a candidate is, where it is one made of elements. */
function applicationOf({ dtypes, f }: Case): Value | undefined {
  const types = dtypes.map((dtype) => ({ shape: [2], dtype, weak: false }));
  try {
    const { steps, inputs } = traceProgram("a test", types, (x) => [f(...x)]);
    const { operation, inputs: own } = steps[0].application!;
    const whole = steps.length === 1 && own.length === inputs.length;
    return whole && operation.code !== undefined ? steps[0] : undefined;
  } catch {
    return undefined; // not for these dtypes, or not of so many inputs
  }
}

const found = new Set<string>();
for (const { name, dtypes, f } of candidates()) {
  const step = applicationOf({ name, dtypes, f });
  if (step === undefined) continue;
  const { operation, attributes } = step.application!;
  found.add(operation.name);
  for (const count of [1, 2, 4, 8, 12, 16] as const) {
    const narrow = dtypes.concat(step.dtype)
      .some((dtype) => dtype !== "float64" && dtype !== "bool");
    if (count === 2 && narrow) continue;
    Deno.test(`${name} of ${dtypes} has the reference's bits in ${count} lanes`, () => {
      const points = pointsOf(dtypes);
      const size = points[0].length;
      const loop = compileLoop({
        count,
        dtypes,
        result: step.dtype,
        body: (lanes, inputs) =>
          writeCode(lanes, { operation, attributes, dtypes }, inputs),
      });
      const values = points.map((column, i) =>
        concrete([size], dtypes[i], column)
      );
      const right = operation.evaluate(values, attributes, {
        ...step,
        shape: [size],
      });
      assertSameBits(loop.run(...points), right);
    });
  }
}

Deno.test("every operation made element by element is among these", () => {
  assertEquals(
    [...found].sort((a, b) => a < b ? -1 : 1),
    ("abs add cast cos divide divideOrZero equal exp expm1 floor greater " +
      "greaterEqual isFinite less lessEqual log log1p logicalAnd logicalNot " +
      "logicalOr logicalXor maximum minimum multiply neg notEqual pow relu " +
      "sigmoid sign sin softplus sqrt square subtract tanh where").split(" "),
  );
});
