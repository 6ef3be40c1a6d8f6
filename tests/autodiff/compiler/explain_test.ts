import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import {
  concatenate,
  key,
  ones,
  scan,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";
import { assertSameTensors } from "./support.ts";

Deno.test("explain() tells loops, what is fused and what is captured", () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]]);
  const w = tensor([[1, 2], [3, 4], [5, 6]]);
  const f = compile((x: Tensor) => x.matmul(w).tanh().mul(3).sum());
  const text = f.explain(x);
  assertStringIncludes(text, "inputs: float64 [2, 3]");
  assertStringIncludes(text, "captured tensors: float64 [3, 2]");
  assertStringIncludes(text, "captured numbers: 3");
  // Two for each of 4 · 3 products, three for each of 4 elements, two sums.
  assertStringIncludes(text, "operations a run: 38");
  assertStringIncludes(text, "product: matmul of [2, 3] and [3, 2]");
  assertMatch(
    text,
    /loop of 2 × 2, .+: tanh, multiply, sum → float64 \[2, 1\]/,
  );
});

Deno.test("compile() shares equal values, computes only what is needed", () => {
  const f = compile((x: Tensor) => {
    x.exp();
    return x.sin().add(x.sin()).mul(x.sin());
  });
  const text = f.explain(ones([8]));
  assertMatch(text, /1 kernel:\n.+: sin, add, multiply → float64 \[8\]/);
});

Deno.test("compile() waits for all parts of a result", () => {
  const matrix = key(1).normal([40, 80]);
  const f = (x: Tensor, y: Tensor) => {
    const early = x.sin();
    const wide = y.mul(early.sum()).cos();
    const late = matrix.matmul(wide);
    return [concatenate([early, late]).add(wide)];
  };
  const [x, y] = [key(2).normal([40]), key(3).normal([80])];
  assertSameTensors(compile((x: Tensor, y: Tensor) => f(x, y))(x, y), f(x, y));
});

Deno.test("compile() cuts what would be too much code for one function", () => {
  const f = (x: Tensor) => {
    let sum = x;
    for (let i = 1; i < 60; i++) sum = sum.add(x.mul(i).tanh());
    return sum;
  };
  const x = key(1).normal([33]);
  const compiled = compile((x: Tensor) => f(x));
  const kernels = Number(compiled.explain(x).match(/(\d+) kernels:/)?.[1]);
  assert(kernels > 2 && kernels < 30, `${kernels} kernels`);
  assertSameTensors([compiled(x)], [f(x)]);
});

Deno.test("compile() tells -0 from 0", () => {
  const f = (x: Tensor) => [
    x.mul(0),
    x.mul(-0),
    x.pad([[1, 0]], 0),
    x.pad([[1, 0]], -0),
  ];
  const x = tensor([1, 2]);
  assertSameTensors(compile((x: Tensor) => f(x))(x), f(x));
});

Deno.test("compile() lets buffers share memory", () => {
  const f = compile((x: Tensor) => {
    for (let i = 0; i < 20; i++) x = x.matmul(x);
    return x;
  });
  const text = f.explain(zeros([64, 64]));
  const [, used, unshared] = text.match(/which (\d+) in.*take (\d+) bytes/)!;
  assertLess(Number(used), Number(unshared) / 3);
});

Deno.test("compile() makes the same code each time", () => {
  const f = (x: Tensor) => x.matmul(x.transpose()).softmax().sum();
  const [a, b] = [compile(f), compile(f)].map((f) => f.explain(ones([9, 5])));
  assertEquals(a, b);
});

Deno.test("explain() tells what a loop in a function does in a turn", () => {
  const w = tensor([1, 2, 3]);
  const f = compile((x: Tensor) =>
    scan(
      (c: Tensor) => [c.mul(w).add(0.5), c.sum()],
      x,
      undefined,
      { length: 10 },
    )
  );
  const text = f.explain(ones([3]));
  assertStringIncludes(text, "captured tensors: float64 [3]");
  assertStringIncludes(text, "captured numbers: 0.5");
  assertMatch(
    text,
    /1\. 10 turns in order, each of 1 kernel, carrying float64 \[3\] → float64 \[3\], float64 \[10\]\n {5}1\. loop of 3, .+: multiply, add, sum →/,
  );
  // Each turn multiplies, adds and sums three elements.
  assertStringIncludes(text, "operations a run: 90");
});
