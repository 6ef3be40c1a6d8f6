/** Loops that leave out a division by what is 1 when they run. */
import { compile } from "../../../autodiff/compile.ts";
import { key, tensor } from "../../../autodiff/mod.ts";
import type { Tensor } from "../../../autodiff/mod.ts";
import { assertSameTensors } from "./support.ts";

const divisors = [1, 2, 0, -1, NaN, Infinity, 1 + 2 ** -52, 1 - 2 ** -53];

for (const dtype of ["float64", "float32"] as const) {
  Deno.test(`compile() divides by the same number in each turn, 1 or not, in ${dtype}`, () => {
    const f = (x: Tensor, a: Tensor, b: Tensor, c: Tensor) => [
      x.div(a).sub(x.div(b)).add(a),
      x.mul(a).sub(b).div(c),
      a.div(b).add(x.div(x.add(a))),
    ];
    const compiled = compile(f);
    const special = [-0, Infinity, NaN, 1e-310, 1e-40, 3e38];
    for (const shape of [[1], [6], [1001], [203, 5]]) {
      const size = shape.reduce((size, length) => size * length, 1);
      const drawn = [...key(size).normal([size]).toTypedArray()];
      const elements = drawn.map((x, i) => special[i - 3] ?? x);
      const x = tensor(elements).reshape(shape).cast(dtype);
      const scalars = divisors.map((divisor) => tensor(divisor).cast(dtype));
      for (const a of scalars) {
        for (const b of scalars) {
          const at = [x, a, b, a] as const;
          assertSameTensors(compiled(...at), f(...at));
          const other = [x, a, b, b] as const;
          assertSameTensors(compiled(...other), f(...other));
        }
      }
    }
  });
}
