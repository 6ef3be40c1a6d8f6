/** Programs whose last buffer ends where a page of memory does. */
import { assertEquals } from "@std/assert";
import { build } from "../../../autodiff/compiler/build.ts";
import { Instance } from "../../../autodiff/compiler/instance.ts";
import type { Concrete } from "../../../autodiff/graph.ts";
import { unwrap } from "../../../autodiff/handle.ts";
import { key, type Tensor, tensor } from "../../../autodiff/mod.ts";
import { traceProgram } from "../../../autodiff/program.ts";
import { wrap } from "../../../autodiff/tensor.ts";
import { assertSameTensors } from "./support.ts";

const page = 65536;

/** What reads a matrix that was made last, and behind which nothing lies. */
const functions: Record<string, (y: Tensor) => Tensor[]> = {
  "rows times their sums": (y) => [
    y.mul(y.sum({ axis: 1, keepDims: true })).sum({ axis: 0 }),
  ],
  "rows less their maxima": (y) => [y.sub(y.max({ axis: 1, keepDims: true }))],
  "columns as rows": (y) => [y.sum(), y.transpose().sum({ axis: 1 })],
  "every other element": (y) => [
    y.sum(),
    y.reshape([-1]).slice([1], [], [2]).mul(2),
  ],
  "matrices of a product": (y) => [y.matmul(y.transpose())],
};

for (const [name, f] of Object.entries(functions)) {
  for (const dtype of ["float64", "float32"] as const) {
    Deno.test(`compile() reads ${name} up to the end of a page, in ${dtype}`, () => {
      // Rows whose lengths are odd, and no space behind the last of them.
      for (const [rows, columns] of [[16, 33], [16, 7], [32, 1], [48, 13]]) {
        const x = key(1).normal([rows, columns], { dtype });
        const value = unwrap("test", x) as Concrete;
        const made = (x: Tensor) => f(x.mul(x.sum()).tanh());
        const program = traceProgram(
          "test",
          [value],
          ([x]) => made(wrap(x)).map((y) => unwrap("test", y)),
        );
        const first = build(program, { start: 16384 });
        const start = 16384 + page - first.plan.end % page;
        const instance = new Instance(program, [], { start });
        const { plan: { end }, pages } = instance.build;
        assertEquals([end % page, pages > end / page], [0, true]);
        const expected = made(x);
        const actual = instance.run([value]).map((data, i) =>
          tensor(data as Float64Array, dtype).reshape(expected[i].shape)
        );
        assertSameTensors(actual, expected);
      }
    });
  }
}
