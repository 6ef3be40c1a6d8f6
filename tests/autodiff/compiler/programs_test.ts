import { compile } from "../../../autodiff/compile.ts";
import { type Tensor, vmap } from "../../../autodiff/mod.ts";
import { valueAndGrad } from "../../../autodiff/mod.ts";
import { samplesOf } from "../programs/operation_support.ts";
import { checkPrograms, everything } from "../programs/program_support.ts";
import { operationEntries } from "../programs/table/mod.ts";
import { assertCompiles, assertSameTensors } from "./support.ts";

for (const float of ["float64", "float32"] as const) {
  Deno.test(`compile() keeps the bits of random programs and gradients in ${float}`, () => {
    checkPrograms(500, (program) => {
      const at = program.at.map((x) => x.cast(float));
      assertCompiles(everything(program, float), at);
    });
  });

  Deno.test(`compile() keeps the bits of ten steps of descent in ${float}`, () => {
    checkPrograms(100, (program) => {
      const at = program.at.map((x) => x.cast(float));
      const loss = (p: Tensor[]) => program.loss(p, float);
      const step = (p: Tensor[]) =>
        valueAndGrad<Tensor[]>(loss)(p).grad
          .map((g, i) => p[i].sub(g.mul(0.01)));
      const compiled = compile<[Tensor[]], Tensor[]>(step);
      let [actual, expected] = [[...at], [...at]];
      for (let i = 0; i < 10; i++) {
        [actual, expected] = [compiled(actual), step(expected)];
      }
      assertSameTensors(actual, expected);
      assertSameTensors(compiled.repeat(10, at), expected);
    });
  });

  Deno.test(`compile() keeps the bits of batches of random programs in ${float}`, () => {
    checkPrograms(150, (program) => {
      const at = program.at.map((x) => x.cast(float));
      const f = (...p: Tensor[]) => everything(program, float)(p);
      const both = at.map((x) => x.neg().reshape([1, ...x.shape]));
      const batches = at.map((x, i) => {
        const [size] = [3];
        return x.broadcastTo([size, ...x.shape]).mul(both[i]);
      });
      const batched = compile(vmap<Tensor[], Tensor[]>(f));
      const alone = [0, 1, 2].map((i) =>
        f(...batches.map((x) =>
          x.slice([i], [i + 1]).reshape(x.shape.slice(1))
        ))
      );
      batched(...batches).forEach((result, i) => {
        alone.forEach((outputs, at) => {
          const own = result.slice([at], [at + 1]);
          assertSameTensors([own.reshape(outputs[i].shape)], [outputs[i]]);
        });
      });
    });
  });
}

const shapes = [[3], [2, 3], [], [2, 1, 3], [0], [67], [5, 33], [33, 5], [1]];

for (const name of Object.keys(operationEntries)) {
  Deno.test(`compile() keeps the bits of ${name}()`, () => {
    for (const { call, operands } of samplesOf(name, 27, shapes)) {
      for (const float of ["float64", "float32"] as const) {
        const at = operands.map((x) =>
          x.dtype === "float64" ? x.cast(float) : x
        );
        assertCompiles((inputs) => [call.apply(inputs, float)], at);
      }
    }
  });
}
