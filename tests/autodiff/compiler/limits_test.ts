/** Sizes and numbers of turns at which loops and memory are at their limits. */
import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { compile } from "../../../autodiff/compile.ts";
import { ConstantTable } from "../../../autodiff/compiler/machines/constants.ts";
import {
  advance,
  whileAtLeast,
} from "../../../autodiff/compiler/matmul/loops.ts";
import {
  keyOf,
  matmul,
  ones,
  type Tensor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";
import { check } from "../../support/property.ts";
import { assertSameTensors } from "./support.ts";
import { run } from "./wasm/support.ts";

Deno.test("ConstantTable takes constants up to its end, and says where that is", () => {
  const table = new ConstantTable(64, 24);
  const types = ["f64", "f32", "f64"] as const;
  assertEquals(
    types.map((type, i) => table.addressOf(type, i + 0.5)),
    [64, 72, 80],
  );
  assertThrows(
    () => table.addressOf("f32", 7),
    RangeError,
    "Cannot compile: the constants need more than 24 bytes",
  );
  assertEquals(table.addressOf("f64", 2.5), 80);
  assertEquals(table.bytes.length, 24);
});

Deno.test("whileAtLeast() counts bytes up to 2^32", () => {
  const { f } = run(["i32"], ["i32"], (code) => {
    const turns = code.local("i32");
    whileAtLeast(code, 0, 2 ** 28, () => advance(code, turns, 1));
    code.get(turns);
  });
  for (const [bytes, turns] of [[0, 0], [2 ** 28 - 1, 0], [2 ** 28, 1]]) {
    assertEquals(f(bytes), turns);
  }
  for (const bytes of [2 ** 31 - 1, 2 ** 31, 2 ** 31 + 64, 2 ** 32 - 1]) {
    assertEquals(f(bytes), Math.floor(bytes / 2 ** 28));
  }
});

Deno.test("repeat() takes more steps than 32 bits count", () => {
  // The fifth step fails: whether it is taken can be seen at once.
  const table = tensor([5, 7, 11, 13]);
  const next = ([i, sum]: readonly Tensor[]) => [
    i.add(1),
    sum.add(table.take(i)),
  ];
  const f = compile<[readonly Tensor[]], Tensor[]>(next);
  const start = [tensor(0, "int32"), tensor(0)];
  for (const count of [5, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1]) {
    assertThrows(() => f.repeat(count, start), RangeError, "index 4 is out");
  }
});

Deno.test("compile() of products of batches, some of them empty", () => {
  const length = fc.constantFrom(0, 1, 2, 3);
  const cases = fc.tuple(
    fc.array(length, { maxLength: 4 }),
    fc.tuple(length, length, length),
    fc.boolean(),
  );
  check(
    fc.property(cases, ([batch, [m, k, n], isShared]) => {
      const x = ones([...batch, m, k]);
      const y = ones(isShared ? [k, n] : [...batch, k, n]);
      const f = (x: Tensor, y: Tensor) => [
        matmul(x, y),
        matmul(x.mul(2), y).sum(),
      ];
      using compiled = compile<[Tensor, Tensor], Tensor[]>(f);
      assertSameTensors(compiled(x, y), f(x, y));
      const many = vmap<[Tensor, Tensor], Tensor[]>(f);
      using together = compile<[Tensor, Tensor], Tensor[]>(many);
      const two = [x, y].map((z) => z.broadcastTo([2, ...z.shape]));
      assertSameTensors(
        together(two[0], two[1]),
        many(two[0], two[1]),
      );
    }),
    { numRuns: 200 },
  );
});

Deno.test("compile() keeps what it made before a draw that needs memory of its own", () => {
  const f = (x: Tensor) => {
    const before = x.mul(3).sin();
    const words = before.slice([0], [2]).mul(1e6).abs().cast("uint32");
    const order = keyOf(words).permutation(x.size);
    return [before.take(order), before.take(order.flip())];
  };
  for (const size of [2, 9, 100, 1000]) {
    const x = tensor(Array.from({ length: size }, (_, i) => i + 0.25));
    using compiled = compile<[Tensor], Tensor[]>(f);
    assertSameTensors(compiled(x), f(x));
  }
});
