/** Programs that are no longer used. */
import { assertEquals, assertLess, assertThrows } from "@std/assert";
import {
  compile,
  compileLoop,
  key,
  type Tensor,
  tensor,
  zeros,
} from "../../../autodiff/mod.ts";

Deno.test("a compiled function that was disposed of refuses whatever is asked", () => {
  for (const threads of [1, 2]) {
    const f = compile((x: Tensor) => x.matmul(x), { threads });
    const x = key(1).normal([120, 120]);
    const result = f(x);
    const expected = result.toArray();
    f[Symbol.dispose]();
    f[Symbol.dispose]();
    const uses = [() => f(x), () => f.repeat(2, x), () => f.explain(x)];
    for (const use of uses) {
      assertThrows(
        use,
        TypeError,
        "Cannot call a compiled function that was disposed of",
      );
    }
    assertEquals(result.toArray(), expected);
  }
});

Deno.test("a compiled loop that was disposed of refuses whatever is asked", () => {
  const loop = compileLoop((x: Tensor) => [x.add(1), x]);
  const [begun, fresh] = [loop.start(tensor(0)), loop.start(tensor(0))];
  const records = begun.steps(3);
  loop[Symbol.dispose]();
  loop[Symbol.dispose]();
  const uses = [
    () => begun.state(),
    () => begun.steps(1),
    () => fresh.state(),
    () => fresh.steps(0),
    () => loop.start(tensor(0)),
    () => loop.explain(tensor(0), undefined),
  ];
  for (const use of uses) {
    assertThrows(
      use,
      TypeError,
      "Cannot use a compiled loop that was disposed of",
    );
  }
  assertEquals(records.toArray(), [0, 1, 2]);
});

/** Programs of four megabytes each, which nobody keeps. */
const dropped: Record<string, (i: number, x: Tensor) => void> = {
  "compile()": (i, x) => void compile((x: Tensor) => x.add(i))(x),
  "compileLoop()": (i, x) => {
    const loop = compileLoop((x: Tensor) => [x.add(i), x.sum()]);
    loop.start(x).steps(2);
  },
};

for (const [name, make] of Object.entries(dropped)) {
  Deno.test(`${name} gives memory back when its programs are dropped`, () => {
    const x = zeros([2 ** 19]);
    make(-1, x);
    const before = Deno.memoryUsage().external;
    let most = 0;
    for (let i = 0; i < 400; i++) {
      make(i, x);
      most = Math.max(most, Deno.memoryUsage().external - before);
    }
    // All of them together take 400 times that, more than 1.6 gigabytes.
    assertLess(most, 1_000_000_000);
  });
}
