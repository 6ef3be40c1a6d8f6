/** Loops of every length, whatever the number of lanes that suits it. */
import { compile } from "../../../autodiff/compile.ts";
import {
  type DType,
  logicalAnd,
  type Tensor,
  tensor,
  where,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { Sampler } from "../elementary/points.ts";

const functions: Record<string, (x: Tensor, y: Tensor) => Tensor[]> = {
  "elements": (x, y) => [x.mul(y).add(1).tanh(), x.sub(y)],
  "two sums over the last axis": (x, y) => [
    x.mul(y).sum({ axis: 1 }),
    x.abs().sum({ axis: 1 }),
  ],
  "sum over the first axis": (x, y) => [
    x.mul(y).sum({ axis: 0 }),
    x.reshape([x.size, 1]).sum({ axis: 0 }),
  ],
  "extrema": (x, y) => [x.max(), y.min({ axis: 0 }), x.exp().prod()],
  "what is transposed": (x, y) => [x.transpose().mul(2).add(y.transpose())],
  "rows and columns": (x, y) => [
    x.sub(y.sum({ axis: 1, keepDims: true })).mul(y.sum({ axis: 0 })),
  ],
  "masks": (x, y) => [
    where(logicalAnd(x.less(y), x.greater(-1)), x, y.square()),
    x.less(y),
    x.isFinite().logicalNot(),
  ],
  "several dtypes": (x, y) => [
    x.cast("int32").add(y.mul(3).cast("int32")),
    x.cast("float32").mul(y.cast("float32")).cast("float64").add(0.1),
    where(x.cast("float32").less(0.5), y.cast("int32"), 7).cast(x.dtype),
  ],
  "many operations": (x, y) => {
    for (let i = 0; i < 12; i++) x = x.mul(y).add(0.25).maximum(-2);
    return [x, y.mul(x)];
  },
};

for (const [name, f] of Object.entries(functions)) {
  for (const dtype of ["float64", "float32"] as DType[]) {
    Deno.test(`compile() of ${name} in ${dtype}: the same bits at every length`, () => {
      const s = new Sampler("float64");
      const g = compile<[Tensor, Tensor], Tensor[]>(f);
      for (let length = 1; length < 68; length++) {
        const matrix = () =>
          tensor(
            [0, 1, 2].map(() => Array.from({ length }, () => s.uniform(-3, 3))),
          ).cast(dtype);
        const at: [Tensor, Tensor] = [matrix(), matrix()];
        const right = f(...at);
        g(...at).forEach((result, i) => {
          const message = `result ${i} of length ${length}`;
          assertSameBits(
            result.toTypedArray(),
            right[i].toTypedArray(),
            message,
          );
        });
      }
    });
  }
}

Deno.test("compile() reads a transposed mask of any length", () => {
  const s = new Sampler("float64");
  const f = (mask: Tensor, x: Tensor) => where(mask.transpose(), x, 2);
  const g = compile(f);
  for (let length = 1; length < 20; length++) {
    const rows = Array.from({ length }, () => [0, 0, 0, 0, 0]);
    const mask = tensor(rows.map((row) => row.map(() => s.word() % 2 === 0)));
    const x = tensor(rows).transpose().add(1);
    assertSameBits(g(mask, x).toTypedArray(), f(mask, x).toTypedArray());
  }
});
