import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import {
  arange,
  compileLoop,
  grad,
  key,
  ones,
  scalar,
  scan,
  stack,
  type Tensor,
  tensor,
  vmap,
  zeros,
} from "../../../autodiff/mod.ts";
import { LoopInstance } from "../../../autodiff/compiler/loops/loop_instance.ts";
import { traceProgram } from "../../../autodiff/program.ts";
import { add } from "../../../autodiff/operations/add.ts";
import { assertSameTensors } from "./support.ts";

/** A running sum, which is recorded. */
const sums = () =>
  compileLoop((sum: Tensor, x: Tensor) => {
    const next = sum.add(x);
    return [next, next];
  });

Deno.test("compileLoop() goes through more steps than a piece has", () => {
  // A turn takes 16 bytes: a piece has 16384 of them.
  const count = 40001;
  const xs = arange(count);
  const run = sums().start(tensor(0.5));
  const records = run.steps(count, xs).toTypedArray();
  assertEquals(run.state().item(), count * (count - 1) / 2 + 0.5);
  for (let i = 0; i < count; i++) {
    assertEquals(records[i], i * (i + 1) / 2 + 0.5);
  }
});

Deno.test("compileLoop() goes through turns larger than a piece one by one", () => {
  const size = 50000;
  const run = sums().start(zeros([size]));
  const xs = arange(3).reshape([3, 1]).add(arange(size));
  const records = run.steps(3, xs);
  const expected = [0, 1, 3].map((turns, i) =>
    arange(size).mul(i + 1).add(turns)
  );
  assertSameTensors(
    [0, 1, 2].map((i) => records.slice([i], [i + 1]).reshape([size])),
    expected,
  );
  assertSameTensors([run.state()], [expected[2]]);
});

Deno.test("compileLoop() carries that change places", () => {
  const run = compileLoop(({ a, b, c }: Record<string, Tensor>) => [
    { a: b, b: c, c: a.add(1) },
    a,
  ]).start({ a: ones([3]), b: ones([3]).mul(2), c: ones([3]).mul(3) });
  const records = run.steps(7);
  assertEquals(records.sum({ axis: 1 }).toArray(), [3, 6, 9, 6, 9, 12, 9]);
  const { a, b, c } = run.state();
  assertEquals([a, b, c].map((x) => x.mean().item()), [4, 5, 4]);
});

Deno.test("compileLoop() carries that change places with each other", () => {
  const run = compileLoop(({ a, b, c }: Record<string, Tensor>) => [
    { a: b, b: a, c: a },
    c,
  ]).start({ a: tensor([1, 1]), b: tensor([2, 2]), c: tensor([3, 3]) });
  assertEquals(run.steps(4).sum({ axis: 1 }).toArray(), [6, 2, 4, 2]);
  run.steps(1);
  const { a, b, c } = run.state();
  assertEquals([a, b, c].map((x) => x.mean().item()), [2, 1, 1]);
});

Deno.test("compileLoop() carries parts of something larger", () => {
  const step = (rows: Tensor[]): [Tensor[], Tensor] => {
    const all = stack(rows).cumsum(0);
    const row = (i: number) => all.slice([i], [i + 1]).reshape([20]);
    return [[row(0), row(1), row(2)], rows[2].sum()];
  };
  const start = [1, 2, 3].map((seed) => key(seed).normal([20]));
  const run = compileLoop(step).start(start);
  run.steps(3);
  assertSameTensors(run.state(), step(step(step(start)[0])[0])[0]);
});

Deno.test("compileLoop() passes on integers, masks and weak scalars", () => {
  interface State {
    count: Tensor;
    seen: Tensor;
    rate: Tensor;
    w: Tensor;
  }
  const step = ({ count, seen, rate, w }: State, index: Tensor) => {
    const next = {
      count: count.add(tensor(1, "int32")),
      seen: seen.logicalOr(index.equal(count)),
      rate: rate.mul(0.5),
      w: w.add(rate),
    };
    return [next, { seen: next.seen, count }] as const;
  };
  const start = {
    count: tensor(0, "int32"),
    seen: tensor(false),
    rate: scalar(1),
    w: ones([2], "float32"),
  };
  const indices = tensor([5, 1, 4], "int32");
  const run = compileLoop(step).start(start);
  const { seen, count } = run.steps(3, indices);
  assertEquals(seen.toArray(), [false, true, true]);
  assertEquals(count.toArray(), [0, 1, 2]);
  const state = run.state();
  assertEquals(state.w.dtype, "float32");
  assertEquals(state.w.toArray(), [2.75, 2.75]);
  assertEquals(ones([1], "float32").mul(state.rate).dtype, "float32");
  run.steps(1, tensor([0], "int32"));
  assertEquals(run.state().count.item(), 4);
});

Deno.test("compileLoop() keeps runs apart that share a program", () => {
  const loop = compileLoop((x: Tensor, by: Tensor, factor: Tensor) => [
    x.mul(factor).add(by),
    x,
  ]);
  const one = loop.start(tensor(1), tensor(2));
  const two = loop.start(tensor(10), tensor(3));
  const by = (...numbers: number[]) => tensor(numbers);
  assertEquals(one.steps(2, by(1, 1)).toArray(), [1, 3]);
  assertEquals(two.steps(1, by(5)).toArray(), [10]);
  const middle = one.state();
  assertEquals(one.steps(2, by(1, 0)).toArray(), [7, 15]);
  assertEquals(two.state().item(), 35);
  assertEquals(two.steps(1, by(0)).toArray(), [35]);
  assertEquals([one.state().item(), two.state().item()], [30, 105]);
  assertEquals(middle.item(), 7);
  // A run can be begun again from where another was.
  const again = loop.start(middle, tensor(2));
  again.steps(2, by(1, 0));
  assertEquals(again.state().item(), 30);
});

Deno.test("compileLoop() has one program for any number of steps, and one for each shape", () => {
  let traces = 0;
  const loop = compileLoop((sum: Tensor, x: Tensor, one: Tensor) => {
    traces++;
    return [sum.add(x.mul(one).sum()), undefined];
  });
  const run = loop.start(tensor(0), tensor(1));
  const steps = (count: number, size: number) =>
    run.steps(count, ones([count, size]));
  for (const count of [1, 5, 0, 3]) steps(count, 2);
  assertEquals(traces, 1);
  // The state goes over from one program to the other, and back.
  steps(2, 7);
  assertEquals(traces, 2);
  steps(1, 2);
  assertEquals(traces, 2);
  assertEquals(run.state().item(), 34);
});

Deno.test("compileLoop() writes the same code for any number of steps", () => {
  const type = { shape: [3], dtype: "float64", weak: false } as const;
  const instance = () =>
    new LoopInstance(
      traceProgram("test", [type, type], ([a, b]) => [add(a, b), a]),
      { carries: 1, xs: 1 },
    );
  const [few, many] = [instance(), instance()];
  few.begin([new Float64Array(3)], []);
  few.steps(2, [new Float64Array(6)], few.recordsOf(2));
  assertEquals(few.build.bytes, many.build.bytes);
});

Deno.test("compileLoop() takes a million steps in the memory of one", () => {
  const loop = compileLoop((x: Tensor, rate: Tensor) => [
    x.add(rate),
    x.sum(),
  ]);
  const x = tensor(1);
  const text = loop.explain(zeros([2]), x);
  const run = loop.start(zeros([2]));
  for (let i = 0; i < 10; i++) run.steps(100000, ones([100000]));
  assertEquals(run.state().toArray(), [1000000, 1000000]);
  assertEquals(loop.explain(zeros([2]), x), text);
});

Deno.test("compileLoop() makes a carry in its place where that changes nothing", () => {
  const instance = (f: (x: Tensor) => Tensor) => {
    const loop = compileLoop((x: Tensor) => [f(x), undefined]);
    return loop.explain(ones([64]), undefined);
  };
  // A buffer of 512 bytes more where the step needs all of the old one.
  const used = (text: string) => Number(text.match(/which (\d+) in/)![1]);
  const inPlace = used(instance((x) => x.mul(2)));
  const turned = used(instance((x) => x.flip().mul(2)));
  assertEquals(turned - inPlace, 512);
  const run = compileLoop((x: Tensor) => [x.flip().mul(2), undefined])
    .start(tensor([1, 2, 3]));
  run.steps(3);
  assertEquals(run.state().toArray(), [24, 16, 8]);
});

Deno.test("compileLoop() in a trace is a scan", () => {
  const loop = sums();
  const f = (x: Tensor) => {
    const run = loop.start(x);
    const records = run.steps(3, tensor([1, 2, 3]));
    run.steps(1, tensor([4]));
    return records.square().sum().add(run.state());
  };
  const byScan = (x: Tensor) => {
    const turn = (sum: Tensor, x: Tensor) => {
      const next = sum.add(x);
      return [next, next] as const;
    };
    const [last, records] = scan(turn, x, tensor([1, 2, 3]));
    return records.square().sum().add(last.add(4));
  };
  const x = tensor(0.5);
  assertEquals(f(x).item(), byScan(x).item());
  assertEquals(grad(f)(x).item(), grad(byScan)(x).item());
  const many = tensor([1, 2]);
  assertSameTensors([vmap(f)(many)], [vmap(byScan)(many)]);
  const captured = grad((x: Tensor) => {
    const run = compileLoop((y: Tensor) => [y.mul(x), y]).start(tensor(3));
    run.steps(2);
    return run.state();
  });
  assertEquals(captured(tensor(2)).item(), 12);
});

Deno.test("compileLoop() writes a NaN canonically", () => {
  const odd = new BigUint64Array([0xfff8000000000123n, 0x7ff0000000000001n]);
  const start = tensor(new Float64Array(odd.buffer));
  const loop = compileLoop((x: Tensor) => [x.mul(1), x.neg()]);
  const run = loop.start(start);
  const records = run.steps(2);
  const words = (x: Tensor) => [
    ...new BigUint64Array(x.toTypedArray().buffer),
  ];
  const right = words(tensor([NaN]))[0];
  assertEquals(words(records), [right, right, right, right]);
  assertEquals(words(run.state()), [right, right]);
});

Deno.test("compileLoop() explains a step", () => {
  const w = key(1).normal([3]);
  const text = compileLoop((x: Tensor, y: Tensor) => [
    x.mul(w).add(y).mul(3),
    x.sum(),
  ]).explain(ones([3]), ones([3]));
  assertStringIncludes(text, "inputs: 2 × float64 [3]");
  assertStringIncludes(text, "captured tensors: float64 [3]");
  assertStringIncludes(text, "captured numbers: 3");
  assertMatch(text, /multiply, add, multiply/);
  assert(!/undefined|NaN/.test(text), text);
});

Deno.test("compileLoop() of a step with loops in it", () => {
  // A step of descent by the derivative of three inner steps.
  const inner = (rate: Tensor, x: Tensor) =>
    scan(
      (w: Tensor) => [w.sub(w.mul(x).mul(rate)), w.square().sum()],
      x,
      undefined,
      { length: 3 },
    );
  const step = (rate: Tensor, x: Tensor): [Tensor, Tensor] => {
    const loss = (rate: Tensor) => {
      const [w, squares] = inner(rate, x);
      return w.square().sum().add(squares.sum());
    };
    return [rate.sub(grad(loss)(rate).mul(0.001)), loss(rate)];
  };
  const xs = key(1).normal([5, 3]);
  const run = compileLoop(step).start(tensor(0.1));
  const losses = run.steps(5, xs);
  let rate = tensor(0.1);
  const expected: Tensor[] = [];
  for (let i = 0; i < 5; i++) {
    const [next, loss] = step(rate, xs.take(tensor(i, "int32")));
    rate = next;
    expected.push(loss);
  }
  assertSameTensors([run.state(), losses], [rate, stack(expected)]);
});
