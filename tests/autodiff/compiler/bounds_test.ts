/** Programs whose buffers go up to the end of their memory. */
import { assertEquals } from "@std/assert";
import { build } from "../../../autodiff/compiler/build.ts";
import { Instance } from "../../../autodiff/compiler/instance.ts";
import type { Concrete } from "../../../autodiff/graph.ts";
import { unwrap } from "../../../autodiff/handle.ts";
import {
  concatenate,
  key,
  type Tensor,
  tensor,
  where,
} from "../../../autodiff/mod.ts";
import { traceProgram } from "../../../autodiff/program.ts";
import { wrap } from "../../../autodiff/tensor.ts";
import { assertSameTensors } from "./support.ts";

/** Functions that read something large, which they made last, in many ways. */
const functions: Record<string, (x: Tensor) => Tensor> = {
  "rows": (x) => {
    const y = x.tanh();
    return y.mul(y.sum()).sum({ axis: 1 });
  },
  "columns": (x) => {
    const y = x.tanh();
    return y.transpose().mul(y.sum()).sum({ axis: 1 });
  },
  "every third element": (x) => {
    const y = x.tanh();
    return y.reshape([-1]).slice([2], [], [3]).mul(y.sum());
  },
  "masks": (x) => {
    const y = x.less(0);
    return where(y, y.cast(x.dtype).sum(), x).sum({ axis: 0 });
  },
  "doubles and others": (x) => {
    const y = x.cast("float64").tanh();
    return y.mul(y.sum()).cast("float32").transpose().sum({ axis: 1 });
  },
};

for (const [name, f] of Object.entries(functions)) {
  Deno.test(`compile() reads ${name} up to the end of memory`, () => {
    for (const dtype of ["float64", "float32"] as const) {
      for (const [rows, columns] of [[5, 1000], [999, 7], [3, 1001]]) {
        const x = key(1).normal([rows, columns], { dtype });
        const value = unwrap("test", x) as Concrete;
        const program = traceProgram(
          "test",
          [value],
          ([x]) => [unwrap("test", f(wrap(x)))],
        );
        const start = 16384;
        const { plan: { end }, pages } = build(program, { start });
        const free = (pages + 1) * 65536 - 64 - end;
        const instance = new Instance(program, [], { start: start + free });
        const [data] = instance.run([value]);
        const expected = f(x);
        const actual = tensor(data as Float64Array, expected.dtype);
        assertSameTensors([actual.reshape(expected.shape)], [expected]);
        assertEquals(
          instance.build.plan.end,
          instance.build.pages * 65536 - 64,
        );
      }
    }
  });
}

Deno.test("compile() adds up a middle axis of any length of rows", () => {
  const f = (x: Tensor) => concatenate([x, x.mul(2)]).sum({ axis: 1 });
  for (let length = 1; length < 40; length++) {
    const x = key(length).normal([3, 5, length], { dtype: "float32" });
    const value = unwrap("test", x) as Concrete;
    const program = traceProgram(
      "test",
      [value],
      ([x]) => [unwrap("test", f(wrap(x)))],
    );
    const [data] = new Instance(program).run([value]);
    const actual = tensor(data as Float32Array).reshape([6, length]);
    assertSameTensors([actual], [f(x)]);
  }
});
