import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertThrows,
} from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import { Instance } from "../../../autodiff/compiler/instance.ts";
import type { Concrete } from "../../../autodiff/graph.ts";
import { unwrap } from "../../../autodiff/handle.ts";
import {
  grad,
  key,
  ones,
  scalar,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";
import { traceProgram } from "../../../autodiff/program.ts";
import { wrap } from "../../../autodiff/tensor.ts";
import { adam } from "../../../optimizers/mod.ts";
import { assertSameTensors } from "./support.ts";

Deno.test("repeat() gives what as many calls give", () => {
  interface State {
    x: Tensor;
    y: Tensor[];
    rate: Tensor;
  }
  // One of the tensors is passed on, into a place behind its own.
  const f = ({ x, y, rate }: State, by: Tensor) => ({
    x: y[0].mul(rate).add(by).sin(),
    y: [x],
    rate: rate.mul(0.9),
  });
  const leaves = ({ x, y, rate }: State) => [x, ...y, rate];
  for (const size of [1, 3, 100]) {
    const start = {
      x: key(1).normal([size]),
      y: [key(2).normal([size])],
      rate: scalar(0.5),
    };
    const by = ones([size]);
    const compiled = compile(f);
    assert(compiled.repeat(0, start, by) === start);
    let expected: State = start;
    for (let count = 1; count < 8; count++) {
      expected = f(expected, by);
      const actual = compiled.repeat(count, start, by);
      assertSameTensors(leaves(actual), leaves(expected));
    }
    const twice = compiled.repeat(2, compiled.repeat(5, start, by), by);
    assertSameTensors(leaves(twice), leaves(expected));
  }
});

/** An instance of a step with moments, whose state is ten numbers. */
function momentsOfTen() {
  const optimizer = adam({ learningRate: 0.1 });
  const start = zeros([10], "float32");
  const { count, slots } = optimizer.init(start);
  const state = [start, count, slots.m, slots.v]
    .map((x) => unwrap("test", x) as Concrete);
  const program = traceProgram("test", state, (inputs) => {
    const [w, count, m, v] = inputs.map(wrap);
    const g = w.sub(3);
    const next = optimizer.update(g, { count, slots: { m, v } }, w);
    const { m: nextM, v: nextV } = next.state.slots;
    return [next.params, next.state.count, nextM, nextV]
      .map((x) => unwrap("test", x));
  });
  const carried = state.map((_, i) => ({ output: i, input: i }));
  return { instance: new Instance(program, carried), state };
}

Deno.test("a million steps take the memory of one", () => {
  const { instance, state } = momentsOfTen();
  const { pages } = instance.build;
  instance.run(state, 1000);
  const before = Deno.memoryUsage();
  const [w, count] = instance.run(state, 1_000_000);
  const after = Deno.memoryUsage();
  assertEquals(count[0], 1_000_000);
  assertAlmostEquals(w[9], 3, 1e-3);
  assertEquals(instance.build.pages, pages);
  // A byte a step would be a million.
  assertLess(after.external - before.external, 100_000);
  assertLess(after.heapUsed - before.heapUsed, 900_000);
});

Deno.test("a program called a hundred thousand times keeps nothing", () => {
  const f = compile((x: Tensor) => x.add(1));
  let x = zeros([1000]);
  for (let i = 0; i < 1000; i++) x = f(x);
  const before = Deno.memoryUsage();
  for (let i = 0; i < 100_000; i++) x = f(x);
  const after = Deno.memoryUsage();
  assertEquals(x.toTypedArray()[999], 101_000);
  // The results together take 800 megabytes, each by itself 8 kilobytes.
  assertLess(after.external - before.external, 200_000_000);
  assertLess(after.heapUsed - before.heapUsed, 100_000_000);
});

Deno.test("repeat() refuses a count, and a result that is not like its input", () => {
  const f = compile((x: Tensor) => x.sum());
  assertThrows(() => f.repeat(-1, tensor([1])), RangeError, "count");
  assertThrows(() => f.repeat(0.5, tensor([1])), RangeError, "count");
  assertThrows(
    () => f.repeat(2, tensor([1])),
    TypeError,
    "Cannot repeat: the result must be float64 of shape [1]",
  );
  const weak = compile((x: Tensor) => x.cast("float64"));
  assertThrows(() => weak.repeat(2, scalar(1)), TypeError, "weak");
});

Deno.test("a call after repeat() failed begins with what it is given", () => {
  const table = tensor([5, 7, 11]);
  const next = ([i, sum]: readonly Tensor[]) => [
    i.add(1),
    sum.add(table.take(i)),
  ];
  const f = compile<[readonly Tensor[]], Tensor[]>(next);
  const start = [tensor(0, "int32"), tensor(0)];
  assertThrows(() => f.repeat(4, start), RangeError, "take");
  assertEquals(f(start).map((x) => x.item()), [1, 5]);
});

Deno.test("repeat() inside a trace is as many calls", () => {
  const f = compile((x: Tensor) => x.mul(x));
  assertEquals(grad((x: Tensor) => f.repeat(3, x))(tensor(2)).item(), 1024);
});
