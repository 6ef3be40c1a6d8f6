/** Reductions and running ones of special elements, along every axis. */
import * as fc from "fast-check";
import { compile } from "../../../autodiff/compile.ts";
import { type DType, type Tensor, tensor } from "../../../autodiff/mod.ts";
import { check } from "../../support/property.ts";
import { assertSameTensors } from "./support.ts";

const reductions: Record<string, (x: Tensor, axis: number) => Tensor> = {
  sum: (x, axis) => x.sum({ axis }),
  prod: (x, axis) => x.prod({ axis }),
  max: (x, axis) => x.max({ axis }),
  min: (x, axis) => x.min({ axis }),
  argmax: (x, axis) => x.argmax({ axis }),
  cumsum: (x, axis) => x.cumsum(axis),
};

const special: Record<string, readonly number[]> = {
  float64: [NaN, 0, -0, Infinity, -Infinity, 1, -1, 5e-324],
  float32: [NaN, 0, -0, Infinity, -Infinity, 1, -1, 1e-45],
  int32: [0, 1, -1, 7, -2147483648, 2147483647],
  uint32: [0, 1, 7, 2147483647, 2147483648, 4294967294, 4294967295],
};

/** Elements of few different kinds, so that some axes have but one of them. */
function elements(dtype: DType, size: number): fc.Arbitrary<number[]> {
  return fc.subarray([...special[dtype]], { minLength: 1, maxLength: 3 })
    .chain((few) =>
      fc.array(fc.constantFrom(...few), { minLength: size, maxLength: size })
    );
}

const shapes = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 19 })),
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 19 })),
  fc.tuple(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 1, max: 5 })),
  fc.constantFrom([2, 3, 5], [3, 1, 2], [1, 1, 4], [2, 9, 1]),
);

for (const [name, f] of Object.entries(reductions)) {
  for (const dtype of Object.keys(special) as DType[]) {
    Deno.test(`compile() of ${name}() keeps the bits of special elements of ${dtype}`, () => {
      const cases = shapes.chain((shape) =>
        fc.tuple(
          fc.constant(shape),
          elements(dtype, shape.reduce((size, length) => size * length, 1)),
        )
      );
      check(
        fc.property(cases, ([shape, data]) => {
          const x = tensor(data, dtype).reshape(shape);
          const all = (x: Tensor) => shape.map((_, axis) => f(x, axis));
          using compiled = compile<[Tensor], Tensor[]>(all);
          assertSameTensors(compiled(x), all(x));
        }),
        { numRuns: 40 },
      );
    });
  }
}
