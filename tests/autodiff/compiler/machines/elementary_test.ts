import { definitions } from "../../../../autodiff/elementary/definitions.ts";
import * as reference from "../../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../../support/bits.ts";
import { pointsOf } from "./points.ts";
import { compileLoop } from "./support.ts";

type Generated = Readonly<Record<string, (...operands: number[]) => number>>;

const forms = [
  ["float64", 1],
  ["float64", 2],
  ["float64", 4],
  ["float32", 1],
  ["float64", 8],
  ["float32", 4],
  ["float32", 8],
] as const;

for (const { name, parameters = ["x"], apply } of definitions) {
  for (const [dtype, count] of forms) {
    Deno.test(`${name}() of ${dtype} has the reference's bits in ${count} lanes`, () => {
      const dtypes = parameters.map(() => dtype);
      const points = pointsOf(dtypes);
      const loop = compileLoop({
        count,
        dtypes,
        result: dtype,
        body: (lanes, inputs) => apply(lanes.machine(dtype), ...inputs),
      });
      const f = (reference as Generated)[`${name}${dtype.slice(-2)}`];
      const results = loop.run(...points);
      for (let i = 0; i < results.length; i++) {
        const operands = points.map((column) => column[i]);
        assertSameBits(results[i], f(...operands), `${name}(${operands})`);
      }
    });
  }
}
