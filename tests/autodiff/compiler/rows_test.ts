/** Rows taken, added up and filled, of every length. */
import { compile } from "../../../autodiff/compile.ts";
import {
  type DType,
  grad,
  oneHot,
  scatterAdd,
  take,
  type Tensor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";
import { Sampler } from "../elementary/points.ts";
import { assertCompiles, assertSameTensors } from "./support.ts";

const dtypes: DType[] = ["float64", "float32", "int32", "uint32", "bool"];

/** Elements of a dtype, among them numbers to be careful with. */
function elements(s: Sampler, shape: number[], dtype: DType): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const special = [NaN, -0, Infinity, -Infinity, 1e-310, 3e38];
  const element = (i: number) => {
    if (dtype === "int32") return s.word() | 0;
    if (dtype === "uint32") return s.word();
    return i % 19 === 7 ? special[i % 6] : s.uniform(-3, 3);
  };
  const data = Array.from({ length: size }, (_, i) => element(i));
  return dtype === "bool"
    ? tensor(data.map((x) => x > 0)).reshape(shape)
    : tensor(data, dtype).reshape(shape);
}

/** Indices into so many rows, some of them counted from the back. */
function indices(s: Sampler, shape: number[], size: number): Tensor {
  const count = shape.reduce((product, length) => product * length, 1);
  const index = () => s.word() % (2 * size) - size;
  return tensor(Array.from({ length: count }, index), "int32").reshape(shape);
}

for (const dtype of dtypes) {
  Deno.test(`compile() takes rows of ${dtype} of any length`, () => {
    const s = new Sampler("float64");
    for (let length = 1; length < 68; length++) {
      const x = elements(s, [7, length], dtype);
      assertCompiles(([x, at]) => [take(x, at)], [x, indices(s, [5], 7)]);
    }
  });

  Deno.test(`compile() fills with ${dtype} to any length`, () => {
    const s = new Sampler("float64");
    const value = dtype === "bool" ? 1 : 3;
    for (let length = 1; length < 68; length++) {
      const x = elements(s, [1], dtype);
      assertCompiles(([x]) => [x.pad([[1, length]], value)], [x]);
    }
  });

  if (dtype === "bool") continue;

  Deno.test(`compile() adds up rows of ${dtype} of any length, in order`, () => {
    const s = new Sampler("float64");
    for (let length = 1; length < 68; length++) {
      const x = elements(s, [9, length], dtype);
      const at = indices(s, [9], 3);
      assertCompiles(([x, at]) => [scatterAdd(x, at, 3)], [x, at]);
    }
  });
}

Deno.test("compile() keeps the bits of one-hot rows of any length", () => {
  const s = new Sampler("float64");
  for (let depth = 1; depth < 68; depth++) {
    const at = tensor([0, 1, 2, 3].map(() => s.word() % depth), "int32");
    for (const dtype of dtypes) {
      assertCompiles(([at]) => [oneHot(at, depth, dtype)], [at]);
    }
  }
});

Deno.test("compile() keeps the bits of mini-batches, each with rows of its own", () => {
  const s = new Sampler("float64");
  const loss = (w: Tensor, x: Tensor, at: Tensor) =>
    take(x.mul(w), at).square().sum();
  for (const length of [1, 3, 4, 10, 33]) {
    const w = elements(s, [2, length], "float32");
    const x = elements(s, [2, 6, length], "float32");
    const at = indices(s, [2, 4], 6);
    const each = vmap(grad<Tensor, [Tensor, Tensor]>(loss));
    assertSameTensors([compile(each)(w, x, at)], [each(w, x, at)]);
  }
});
