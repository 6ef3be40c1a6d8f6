import { assert, assertEquals, assertThrows } from "@std/assert";
import { control } from "../../../../autodiff/compiler/threads/control.ts";
import { Crew } from "../../../../autodiff/compiler/threads/crew.ts";
import {
  compile,
  compileLoop,
  key,
  type Tensor,
  valueAndGrad,
} from "../../../../autodiff/mod.ts";
import { assertSameTensors } from "../support.ts";
import { place, traced } from "./support.ts";

/** Waits until a word of a shared memory has a value, or for half a minute. */
function awaitWord(
  memory: WebAssembly.Memory,
  address: number,
  value: number,
): void {
  const words = new Int32Array(memory.buffer);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let i = 0; i < 3000; i++) {
    if (Atomics.load(words, address >> 2) === value) return;
    Atomics.wait(pause, 0, 0, 10);
  }
  throw new Error(`word ${address} never became ${value}`);
}

const at = [key(1).normal([70, 30]), key(2).normal([30, 50])];
const multiply = ([a, b]: readonly Tensor[]) => [a.matmul(b)];

Deno.test("Crew does the parts of a job that the program leaves to it", () => {
  const { memory, module, outputs } = place(traced(multiply, at), at, {
    cutting: { parts: 3, least: 0 },
  });
  const crew = new Crew(module, memory, 3);
  try {
    const words = new Int32Array(memory.buffer);
    awaitWord(memory, control.present, 2);
    Atomics.store(words, control.claims >> 2, 1 << control.claimBits);
    Atomics.add(words, control.news >> 2, 1);
    Atomics.notify(words, control.news >> 2);
    awaitWord(memory, control.done, 3);
    assertSameTensors(outputs(), multiply(at));
  } finally {
    crew.dispose();
  }
});

Deno.test("Crew leaves when there is nothing to do, and comes again", () => {
  const { memory, module, run, outputs } = place(traced(multiply, at), at, {
    cutting: { parts: 2, least: 0 },
  });
  const crew = new Crew(module, memory, 2);
  try {
    awaitWord(memory, control.asleep, 1);
    awaitWord(memory, control.present, 0);
    assertEquals(new Int32Array(memory.buffer)[control.asleep >> 2], 0);
    run(1);
    assertSameTensors(outputs(), multiply(at));
    crew.call();
    awaitWord(memory, control.asleep, 1);
    run(1);
    assertSameTensors(outputs(), multiply(at));
  } finally {
    crew.dispose();
  }
});

/** Products and loops that are large enough to be cut. */
const step = ([w, v]: readonly Tensor[], x: Tensor): Tensor[] => {
  const loss = ([w, v]: Tensor[]) =>
    x.matmul(w).tanh().matmul(v).square().mean();
  return valueAndGrad<Tensor[]>(loss)([w, v]).grad
    .map((g, i) => [w, v][i].sub(g.mul(0.1)));
};

for (const dtype of ["float64", "float32"] as const) {
  Deno.test(`compile() with threads keeps the bits in ${dtype}`, () => {
    const random = (n: number, shape: number[]) =>
      key(n).normal(shape, { dtype });
    const x = random(3, [67, 131]);
    const start = [random(1, [131, 257]), random(2, [257, 67])];
    const alone = compile<[readonly Tensor[], Tensor], Tensor[]>(step);
    const expected = alone.repeat(10, start, x);
    for (const threads of [1, 2, 3, 4]) {
      const compiled = compile<[readonly Tensor[], Tensor], Tensor[]>(step, {
        threads,
      });
      try {
        for (let i = 0; i < 20; i++) {
          assertSameTensors(compiled.repeat(10, start, x), expected);
        }
        let state: readonly Tensor[] = start;
        for (let i = 0; i < 10; i++) state = compiled(state, x);
        assertSameTensors(state, expected);
        const text = compiled.explain(start, x);
        assertEquals(text.includes(`threads: ${threads}`), threads > 1);
      } finally {
        compiled[Symbol.dispose]();
      }
    }
  });
}

Deno.test("compileLoop() with threads keeps the bits", () => {
  const x = key(3).normal([67, 131]);
  const start = [key(1).normal([131, 257]), key(2).normal([257, 67])];
  const turn = (state: readonly Tensor[]) => {
    const next = step(state, x);
    return [next, next[0].sum()] as const;
  };
  const runs = [1, 3].map((threads) => {
    const loop = compileLoop(turn, { threads });
    const run = loop.start(start);
    const sums = run.steps(7);
    const state = run.state();
    loop[Symbol.dispose]();
    return [sums, ...state];
  });
  assertSameTensors(runs[1], runs[0]);
});

Deno.test("compile() refuses numbers of threads that cannot be", () => {
  for (const threads of [0, -1, 1.5, NaN, 65]) {
    assertThrows(
      () => compile((x) => x, { threads }),
      RangeError,
      `Cannot compile: threads must be a whole number from 1 to 64, current ` +
        `value is ${threads}`,
    );
  }
});

Deno.test("compile() says what is missing for threads", () => {
  const whole = globalThis as unknown as Record<string, unknown>;
  for (const name of ["Worker", "SharedArrayBuffer"]) {
    const kept = whole[name];
    whole[name] = undefined;
    try {
      assertThrows(
        () => compile((x) => x, { threads: 2 }),
        TypeError,
        "Cannot compile with 2 threads: there ",
      );
      assert(compile((x) => x, { threads: 1 }) !== undefined);
    } finally {
      whole[name] = kept;
    }
  }
});

Deno.test("a call says that workers are refused, and the next may start them", () => {
  using square = compile((a: Tensor) => a.matmul(a), { threads: 2 });
  const whole = globalThis as unknown as Record<string, unknown>;
  const kept = whole.Worker;
  whole.Worker = class {
    constructor() {
      throw new DOMException("not from here", "SecurityError");
    }
  };
  const a = key(3).normal([120, 120]);
  try {
    assertThrows(
      () => square(a),
      TypeError,
      "Cannot start a thread: workers whose code is a blob must be allowed " +
        "here, they are refused: not from here",
    );
  } finally {
    whole.Worker = kept;
  }
  assertSameTensors([square(a)], [a.matmul(a)]);
});
