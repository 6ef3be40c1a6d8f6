import {
  type DType,
  grad,
  key,
  type Tensor,
  tensor,
  where,
} from "../../../autodiff/mod.ts";
import { assertCompiles } from "./support.ts";

/** Loops of every kind over the axes of a matrix, with their gradient. */
function loops(x: Tensor): Tensor[] {
  const total = (x: Tensor) => {
    const rows = x.tanh().mul(x.sum({ axis: 0 })).add(x.square());
    const columns = rows.mean({ axis: 1, keepDims: true });
    const scaled = rows.sub(columns).mul(x.transpose().transpose());
    return scaled.cumsum(1).sum().add(x.transpose().matmul(rows).sum());
  };
  const wide = x.cast("float64");
  return [
    total(x),
    grad(total)(x),
    x.transpose().exp(),
    x.transpose().sum({ axis: 1 }),
    x.sum(),
    x.less(0),
    where(x.less(0), x, 1).prod({ axis: 0 }),
    wide.mul(2).sum({ axis: -1 }),
    wide.add(1).cast(x.dtype),
    x.mul(3).cast("int32").sum({ axis: 1 }),
    x.flip().sqrt(),
    x.slice([0, 0], [], [1, 3]).abs().log(),
    ...(x.size === 0 ? [] : [
      x.softmax(),
      x.max({ axis: 1 }),
      x.neg().min(),
      x.max({ axis: 0 }),
      x.argmax({ axis: 1 }),
      x.argmax({ axis: 0 }),
    ]),
  ];
}

/** A matrix, with some numbers that loops must be careful with. */
function matrix(rows: number, columns: number, dtype: DType): Tensor {
  const x = key(rows).fold(`${columns}`).normal([rows * columns]);
  const elements = Float64Array.from(x.toTypedArray());
  const special = [NaN, -0, Infinity, 1e-310, 3e38, -Infinity, 0];
  special.forEach((element, i) => {
    if (11 + 17 * i < elements.length) elements[11 + 17 * i] = element;
  });
  return tensor(elements).reshape([rows, columns]).cast(dtype);
}

for (const dtype of ["float64", "float32"] as const) {
  for (const [from, to] of [[0, 22], [23, 45], [46, 67]]) {
    Deno.test(`compile() keeps bits in ${dtype} for axes of ${from} to ${to}`, () => {
      for (let n = from; n <= to; n++) {
        for (const other of [1, 5, (7 * n + 3) % 68]) {
          assertCompiles(([x]) => loops(x), [matrix(other, n, dtype)]);
        }
      }
    });
  }
}
