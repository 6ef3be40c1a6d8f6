/** Products that do the elementwise work behind them as they write. */
import { assert } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import {
  concatenate,
  type DType,
  grad,
  relu,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";
import { Sampler } from "../elementary/points.ts";
import { assertSameTensors } from "./support.ts";

type Layer = [x: Tensor, w: Tensor, bias: Tensor, y: Tensor];

/** What stands behind a product, and whether the product does it. */
const layers: Record<string, (...layer: Layer) => Tensor[]> = {
  "a bias and an activation": (x, w, b) => [relu(x.matmul(w).add(b))],
  "what lies at the same place": (x, w, _, y) => [
    x.matmul(w).mul(y.square().neg().add(1)),
  ],
  "one element": (x, w, b, y) => [
    y.sub(x.matmul(w).mul(b.slice([0], [1]).reshape([]))),
  ],
  "several results, the product one of them": (x, w, b) => {
    const product = x.matmul(w);
    return [product.add(b), product, product.add(b).mul(product)];
  },
  "a row of a matrix": (x, w, _, y) => [
    x.matmul(w).sub(y.slice([y.shape[0] - 1], [y.shape[0]])),
  ],
  "transposed matrices": (x, w, _, y) => [
    w.sub(x.transpose().matmul(y).mul(0.1)),
    y.matmul(w.transpose()).sub(x),
  ],
  "another shape": (x, w) => [x.matmul(w).reshape([-1]).neg()],
  "another product": (x, w, b, y) => [
    x.matmul(w).add(y.matmul(w.transpose()).matmul(w)).sub(b),
  ],
};

/** What a layer has, among its numbers some to be careful with. */
function layer(
  s: Sampler,
  [m, k, n]: readonly number[],
  dtype: DType,
  special: readonly number[] = [-0, Infinity, NaN, 1e-310, 3e38],
): Layer {
  const numbers = (...shape: number[]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const element = (i: number) =>
      i % 211 === 31 ? special[i % special.length] : s.uniform(-3, 3);
    return tensor(Array.from({ length: size }, (_, i) => element(i)))
      .reshape(shape).cast(dtype);
  };
  return [numbers(m, k), numbers(k, n), numbers(n), numbers(m, n)];
}

for (const [name, f] of Object.entries(layers)) {
  for (const dtype of ["float64", "float32"] as DType[]) {
    Deno.test(`compile() finishes a product with ${name} in ${dtype}`, () => {
      const s = new Sampler("float64");
      const g = compile<Layer, Tensor[]>(f);
      assert(g.explain(...layer(s, [3, 4, 5], dtype)).includes(", then "));
      for (let n = 2; n < 68; n++) {
        const [m, k] = [1 + s.word() % 67, s.word() % 68];
        const at = layer(s, [m, k, n], dtype);
        assertSameTensors(g(...at), f(...at));
      }
      // More than one block of columns, and of inner indices.
      const at = layer(s, [25, 130, 301], dtype);
      assertSameTensors(g(...at), f(...at));
    });
  }
}

Deno.test("compile() finishes each element of a product once, in its place", () => {
  const s = new Sampler("float64");
  const loss = (w: Tensor, x: Tensor, y: Tensor) =>
    x.matmul(w).sub(y).square().mean();
  const step = (w: Tensor, x: Tensor, y: Tensor) =>
    w.sub(grad<Tensor, [Tensor, Tensor]>(loss)(w, x, y).mul(0.01));
  for (const dtype of ["float64", "float32"] as DType[]) {
    const g = compile(step);
    for (const sizes of [[9, 10, 13], [5, 3, 2], [64, 67, 70], [130, 30, 68]]) {
      const [x, start, , y] = layer(s, sizes, dtype, [-0]);
      assert(g.explain(start, x, y).includes(", then "));
      let expected = start;
      for (let i = 0; i < 4; i++) expected = step(expected, x, y);
      assertSameTensors([g.repeat(4, start, x, y)], [expected]);
    }
  }
});

Deno.test("compile() multiplies all of what a product replaces", () => {
  const s = new Sampler("float64");
  const step = (x: Tensor, w: Tensor, b: Tensor) => relu(x.matmul(w).add(b));
  for (const dtype of ["float64", "float32"] as DType[]) {
    for (const size of [2, 9, 40, 66]) {
      const [x, w, b] = layer(s, [7, size, size], dtype, [-0]);
      let expected = x;
      for (let i = 0; i < 4; i++) expected = step(expected, w, b);
      assertSameTensors([compile(step).repeat(4, x, w, b)], [expected]);
    }
  }
});

Deno.test("compile() does not finish a product with what lies or is made otherwise", () => {
  const s = new Sampler("float64");
  const others: ((...layer: Layer) => Tensor[])[] = [
    (x, w) => [x.matmul(w).add(x.sum({ axis: 1, keepDims: true }))],
    (x, w) => [x.matmul(w).transpose().add(1)],
    (x, w) => [x.matmul(w).cast("float32").add(1)],
    (x, w) => [x.matmul(w).less(0)],
    (x, w) => [x.matmul(w).flip().mul(2)],
    (x, w) => [x.matmul(w).sin()],
    (x, w, _, y) => {
      const wide = concatenate([y, y.neg()], 1);
      return [x.matmul(w).add(wide.slice([0, 0], y.shape))];
    },
    (x, w) => {
      const product = x.matmul(w);
      return [product.mul(product.sum())];
    },
  ];
  for (const f of others) {
    const g = compile<Layer, Tensor[]>(f);
    for (const sizes of [[3, 4, 5], [6, 2, 6], [2, 7, 9]]) {
      const at = layer(s, sizes, "float64");
      assert(!g.explain(...at).includes(", then "));
      assertSameTensors(g(...at), f(...at));
    }
  }
});

Deno.test("compile() finishes the parts of a product that threads share", () => {
  const s = new Sampler("float64");
  for (const [m, n] of [[32, 150], [150, 32]]) {
    using g = compile<Layer, Tensor[]>(layers["a bias and an activation"], {
      threads: 2,
    });
    const at = layer(s, [m, 256, n], "float32");
    const expected = layers["a bias and an activation"](...at);
    for (let i = 0; i < 3; i++) assertSameTensors(g(...at), expected);
  }
});
