/** State that stays in a program's memory from run to run. */
import { assert, assertEquals } from "@std/assert";
import { compile } from "../../../autodiff/compile.ts";
import { build } from "../../../autodiff/compiler/build.ts";
import { Instance } from "../../../autodiff/compiler/instance.ts";
import type { Concrete } from "../../../autodiff/graph.ts";
import { unwrap } from "../../../autodiff/handle.ts";
import {
  concatenate,
  crossEntropy,
  grad,
  key,
  type Tensor,
  tensor,
  vjp,
  where,
  zeros,
} from "../../../autodiff/mod.ts";
import { type Program, traceProgram } from "../../../autodiff/program.ts";
import { wrap } from "../../../autodiff/tensor.ts";
import { adam } from "../../../optimizers/mod.ts";
import { assertSameTensors } from "./support.ts";

type State = readonly Tensor[];

/** Steps of two matrices that read what they replace in all kinds of places. */
const steps: Record<string, (state: State) => Tensor[]> = {
  "the same place": ([x, y]) => [x.mul(y).add(1), y.sub(x)],
  "the same place in turn": ([x, y]) => {
    const next = x.sin();
    return [next, next.mul(y).add(x)];
  },
  "another place": ([x, y]) => [x.add(x.transpose()), y.flip().sub(y)],
  "a shifted place": ([x, y]) => [
    concatenate([x.slice([1]), x.slice([0], [1])]),
    y.reshape([-1]).flip().reshape(y.shape),
  ],
  "sums of all": ([x, y]) => [x.sub(x.sum()), y.add(x.sum({ axis: 0 }))],
  "sums of rows": ([x, y]) => [
    x.sub(x.mean({ axis: 1, keepDims: true })),
    y.mul(0.5).add(y.sum({ axis: 1 })),
  ],
  "what was replaced": ([x, y]) => {
    const next = x.mul(0.5);
    return [next, y.add(next.matmul(y).mul(0.1)).sub(x.matmul(x).mul(0.1))];
  },
  "the other one": ([x, y]) => [y, x],
  "the other one, changed": ([x, y]) => [y.mul(0.5), x.add(1)],
  "one for both": ([x, y]) => {
    const next = x.add(y).mul(0.5);
    return [next, next];
  },
  "one kept": ([x, y]) => [x, y.add(x.transpose())],
  "constants": ([x, y]) => [y.mul(0).add(2), zeros(x.shape, x.dtype)],
  "all of it, put into nothing else": ([x, y]) => [
    vjp((z: Tensor) => z.slice([0]))(y, x).grad,
    concatenate([y, y.slice([0], [0])]),
  ],
  "the first of a longer one": ([x, y]) => {
    const both = concatenate([x.add(y), y.mul(x)]);
    return [both.slice([0], [x.shape[0]]), both.slice([x.shape[0]])];
  },
  "running sums": ([x, y]) => [x.cumsum(1), y.cumsum(0)],
  "chosen elements": ([x, y]) => [
    where(x.less(y), x, y),
    where(x.less(y), y.transpose(), x),
  ],
};

for (const [name, step] of Object.entries(steps)) {
  for (const dtype of ["float64", "float32"] as const) {
    Deno.test(`repeat() of a step that reads ${name}, in ${dtype}`, () => {
      for (const size of [1, 2, 3, 7, 16, 33]) {
        const start = [1, 2].map((seed) =>
          key(seed).normal([size, size], { dtype })
        );
        const compiled = compile<[State], Tensor[]>(step);
        let expected = start;
        for (let count = 1; count < 5; count++) {
          expected = step(expected);
          assertSameTensors(compiled.repeat(count, start), expected);
        }
        let state = start;
        for (let i = 0; i < 4; i++) state = compiled(state);
        assertSameTensors(state, expected);
        assertSameTensors(compiled(start), step(start));
      }
    });
  }
}

for (const dtype of ["float64", "float32"] as const) {
  Deno.test(`repeat() of a step by a product, in ${dtype}`, () => {
    for (const inner of [1, 20, 300, 700]) {
      for (const [rows, columns] of [[1, 40], [33, 1], [34, 45], [70, 260]]) {
        const draw = (seed: number, ...shape: number[]) =>
          key(seed).normal(shape, { dtype });
        const [a, b] = [draw(1, rows, inner), draw(2, inner, columns)];
        const step = ([w]: State) => [w.sub(a.matmul(b).mul(0.1)).mul(w)];
        const start = [draw(3, rows, columns)];
        const compiled = compile<[State], Tensor[]>(step);
        assertSameTensors(compiled.repeat(2, start), step(step(start)));
      }
    }
  });
}

Deno.test("repeat() of integers and masks", () => {
  const step = ([n, mask]: State) => [
    n.mul(3).add(mask.cast("int32")),
    n.less(7).equal(mask),
  ];
  for (const size of [1, 5, 64, 67]) {
    const draw = key(size).integers(-9, 9, [size]);
    const start = [draw, draw.less(0)];
    const compiled = compile<[State], Tensor[]>(step);
    assertSameTensors(compiled.repeat(2, start), step(step(start)));
  }
});

/** A traced function, all of whose outputs are its first inputs next time. */
function carrying(
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  at: readonly Tensor[],
): [Program, { output: number; input: number }[]] {
  const types = at.map((x) => unwrap("test", x));
  const program = traceProgram(
    "test",
    types,
    (inputs) => f(inputs.map(wrap)).map((x) => unwrap("test", x)),
  );
  return [program, program.outputs.map((_, i) => ({ output: i, input: i }))];
}

Deno.test("build() makes what an optimizer keeps in place", () => {
  const optimizer = adam();
  const loss = (w: Tensor[], x: Tensor, y: Tensor) =>
    crossEntropy(x.matmul(w[0]).add(w[1]).relu().matmul(w[2]), y).mean();
  const start = [zeros([8, 16]), zeros([16]), zeros([16, 3])];
  const { count, slots } = optimizer.init(start);
  const leaves = slots.flatMap(({ m, v }) => [m, v]);
  const [x, y] = [zeros([4, 8]), zeros([4, 3])];
  const inputs = [...start, count, ...leaves, x, y];
  const step = (inputs: readonly Tensor[]) => {
    const params = inputs.slice(0, 3);
    const slots = [4, 6, 8].map((i) => ({ m: inputs[i], v: inputs[i + 1] }));
    const g = grad(loss)(params, inputs[10], inputs[11]);
    const next = optimizer.update(g, { count: inputs[3], slots }, params);
    const kept = next.state.slots.flatMap(({ m, v }) => [m, v]);
    return [...next.params, next.state.count, ...kept];
  };
  const [program, carried] = carrying(step, inputs);
  const { plan, inputs: places, outputs } = build(program, { carried });
  assertEquals(plan.memory.replaced.size, 10);
  assertEquals(outputs, places.slice(0, 10));
});

Deno.test("build() writes code for addresses beyond 2^31", () => {
  const x = key(1).normal([6, 6], { dtype: "float32" });
  const step = ([x, y]: readonly Tensor[]) => [
    y.matmul(x).tanh().add(x.sum({ axis: 0 })),
    x.flip().sum({ axis: 1, keepDims: true }).add(x.transpose()),
  ];
  const at = [x, x.mul(2)];
  const [program, carried] = carrying(step, at);
  const instance = new Instance(program, carried, { start: 2 ** 31 + 4096 });
  const data = instance.run(at.map((x) => unwrap("test", x) as Concrete), 3);
  const expected = step(step(step(at)));
  data.forEach((each, i) => {
    assertSameTensors([tensor(each as Float32Array).reshape([6, 6])], [
      expected[i],
    ]);
  });
});

Deno.test("repeat() gives NaN its canonical bits, wherever the state lies", () => {
  const nan = 0xfff8000000000123n;
  const words = new BigUint64Array([nan, 0n, 0n, nan, 0n, 0n, nan]);
  const x = tensor(new Float64Array(words.buffer));
  const bits = (x: Tensor) => [
    ...new BigUint64Array(x.toTypedArray().slice().buffer),
  ];
  const canonical = bits(tensor([NaN, 0, 0, NaN, 0, 0, NaN]));
  const inPlace = compile<[Tensor], Tensor>((x) => x.mul(1));
  const moved = compile<[State], Tensor[]>(([x, y]) => [y.mul(1), x]);
  for (const count of [1, 2, 3]) {
    assertEquals(bits(inPlace.repeat(count, x)), canonical);
    assertEquals(moved.repeat(count, [x, x]).map(bits), [canonical, canonical]);
  }
  assert(Number.isNaN(inPlace(x).toTypedArray()[0]));
});
