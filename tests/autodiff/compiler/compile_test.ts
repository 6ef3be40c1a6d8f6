import { assert, assertEquals, assertThrows } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import {
  grad,
  keyOf,
  oneHot,
  ones,
  scalar,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../autodiff/mod.ts";
import { apply } from "../../../autodiff/graph.ts";
import { unwrap } from "../../../autodiff/handle.ts";
import { type Operation, reals } from "../../../autodiff/operation.ts";
import { wrap } from "../../../autodiff/tensor.ts";
import { assertSameTensors } from "./support.ts";

Deno.test("compile() takes and gives trees", () => {
  interface Line {
    slope: Tensor;
    offsets: Tensor[];
  }
  const f = (line: Line, x: Tensor) => ({
    y: [x.mul(line.slope).add(line.offsets[0])],
    again: line,
  });
  const line = { slope: tensor(2), offsets: [tensor([1, 2])] };
  const { y, again } = compile(f)(line, tensor(3));
  assertEquals(y[0].toArray(), [7, 8]);
  assertEquals(again.offsets[0].toArray(), [1, 2]);
});

Deno.test("compile() traces once for each signature", () => {
  let traces = 0;
  const f = compile((x: Tensor) => {
    traces++;
    return x.mul(2);
  });
  assertEquals(f(tensor([1, 2])).toArray(), [2, 4]);
  assertEquals(f(tensor([3, 4])).toArray(), [6, 8]);
  assertEquals(traces, 1);
  assertEquals(f(tensor([[3, 4]])).toArray(), [[6, 8]]);
  assertEquals(f(tensor([3, 4], "float32")).dtype, "float32");
  assertEquals(f(tensor(1)).item(), 2);
  assertEquals(traces, 4);
  f(scalar(1));
  assertEquals(traces, 5);
});

Deno.test("compile() keeps results and inputs apart from the next call's", () => {
  const f = compile((x: Tensor) => [x.mul(2), x, ones([3])]);
  const first = f(tensor([1, 2, 3]));
  f(tensor([4, 5, 6]));
  assertEquals(first.map((x) => x.toArray()), [[2, 4, 6], [1, 2, 3], [
    1,
    1,
    1,
  ]]);
  const large = compile((x: Tensor) => [x.add(1), x.add(2)]);
  const [a, b] = large(zeros([100]));
  large(ones([100]));
  assertEquals([a.sum().item(), b.sum().item()], [100, 200]);
});

Deno.test("compile() results keep whether they are weak", () => {
  const f = compile((x: Tensor) => x.mul(2));
  const single = ones([2], "float32");
  assertEquals(f(scalar(3)).mul(single).dtype, "float32");
});

Deno.test("compile() captures tensors and numbers as they are when traced", () => {
  let factor = 2;
  const shift = tensor([1, 2]);
  const f = compile((x: Tensor) => x.mul(factor).add(shift));
  assertEquals(f(tensor([1, 1])).toArray(), [3, 4]);
  factor = 3;
  assertEquals(f(tensor([1, 1])).toArray(), [3, 4]);
});

Deno.test("compile() inside a trace is the function itself", () => {
  const f = compile((x: Tensor) => x.square().mul(x).sum());
  assertEquals(grad(f)(tensor([2, 3])).toArray(), [12, 27]);
  const rows = tensor([[1, 2], [3, 4]]);
  assertEquals(vmap(f)(rows).toArray(), [9, 91]);
  const g = compile((x: Tensor) => f(x).add(1));
  assertEquals(g(tensor([2])).item(), 9);
});

Deno.test("compile() of what captures a traced tensor is the function itself", () => {
  const f = grad((x: Tensor) => compile((y: Tensor) => y.mul(x))(tensor(3)));
  assertEquals(f(tensor(2)).item(), 3);
});

Deno.test("compile() draws the same numbers", () => {
  const f = (words: Tensor) => {
    const k = keyOf(words);
    return [
      k.uniform([5]),
      k.normal([9], { dtype: "float32" }),
      k.integers(-3, 1000000007, [50]),
      k.integers(-2147483648, 2147483648, [9]),
      k.bernoulli(0.3, [30]),
      k.permutation(97),
    ];
  };
  for (const words of [[123, 456], [7, 4294967295], [0, 0]]) {
    const own = tensor(words, "uint32");
    assertSameTensors(compile(f)(own), f(own));
  }
  const keys = tensor([[1, 2], [3, 4], [4294967295, 0]], "uint32");
  const many = vmap<[Tensor], Tensor[]>(f);
  assertSameTensors(compile(many)(keys), many(keys));
});

Deno.test("compile() says which operation has no compiled form", () => {
  const operation: Operation<undefined> = {
    name: "mystery",
    domain: [reals],
    infer: ([x]) => x,
    evaluate: ([x]) => x.data,
    derivative: () => undefined,
    batch: ([x]) => x,
  };
  const f = compile((x: Tensor) =>
    wrap(apply(operation, [unwrap("mystery", x)], undefined))
  );
  assertThrows(
    () => f(tensor(1)),
    TypeError,
    "Cannot compile: operation mystery has no compiled form",
  );
});

Deno.test("compile() refuses an index out of range as the function does", () => {
  const take = (x: Tensor, i: Tensor) => x.take(i, 0);
  const hot = (i: Tensor) => oneHot(i, 3);
  const f = compile(take);
  const x = tensor([1, 2, 3]);
  for (const wrong of [3, -4, 1000000]) {
    const i = tensor([0, wrong, -1], "int32");
    const { message } = assertThrows(() => take(x, i), RangeError);
    assertThrows(() => f(x, i), RangeError, message);
    const own = assertThrows(() => hot(i), RangeError).message;
    assertThrows(() => compile(hot)(i), RangeError, own);
  }
  assertEquals(f(x, tensor([2, -3], "int32")).toArray(), [3, 1]);
});

Deno.test("compile() refuses an async function, and what is no tensor", () => {
  // deno-lint-ignore no-explicit-any
  const wrong = compile(((x: Tensor) => Promise.resolve(x)) as any) as any;
  assertThrows(() => wrong(tensor(1)), TypeError, "async");
  assertThrows(() => wrong("1"), TypeError, "expected a tensor");
  assertThrows(() => wrong([tensor(1), 2]), TypeError, "at [0][1]");
  assertThrows(
    () => wrong(tensor(1), 2),
    TypeError,
    "Cannot call a compiled function: an argument must be a tensor or a tree " +
      "of tensors, argument 2 is 2; write scalar() of it",
  );
  // deno-lint-ignore no-explicit-any
  const none = (f: unknown) => () => compile(f as any);
  assertThrows(none(3), TypeError, "Cannot compile: expected a function");
  assertThrows(none(undefined), TypeError, "current value is undefined");
});

Deno.test("compile() says how much memory a program needs that is too large", () => {
  const f = compile((x: Tensor) => x.broadcastTo([40000, 40000]).mul(x));
  assertThrows(
    () => f(tensor(1)),
    RangeError,
    "Cannot compile: the program needs 12800",
  );
});

Deno.test("compile() gives memory back when it is disposed of", () => {
  const f = compile((x: Tensor) => x.mul(2));
  const result = f(tensor([1, 2]));
  f[Symbol.dispose]();
  assertEquals(result.toArray(), [2, 4]);
  assertThrows(() => f(tensor([1, 2])), TypeError, "disposed");
});

Deno.test("a compiled NaN has the canonical bits", () => {
  const x = new BigUint64Array([0xfff8000000000123n, 0x7ff0000000000001n]);
  const f = compile((x: Tensor) => [x.mul(1), x.cast("float32").neg()]);
  const [double, single] = f(tensor(new Float64Array(x.buffer)));
  const words = (x: Tensor) =>
    [...new Uint8Array(x.toTypedArray().buffer)].join();
  assertEquals(words(double), words(tensor([NaN, NaN])));
  assertEquals(words(single), words(tensor([NaN, NaN], "float32")));
  assert(Number.isNaN(double.toTypedArray()[0]));
});

Deno.test("compile() compares uint32 without signs in argmax()", () => {
  const f = (x: Tensor) => [0, 1].map((axis) => x.argmax({ axis }));
  const x = tensor([[1, 4294967295, 2], [2147483648, 2147483647, 0]])
    .cast("uint32");
  const expected = [[1, 0, 0], [1, 0]];
  assertEquals(f(x).map((y) => y.toArray()), expected);
  assertEquals(compile(f)(x).map((y) => y.toArray()), expected);
});
