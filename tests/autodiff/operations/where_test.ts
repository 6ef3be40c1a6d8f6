import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  full,
  scalar,
  type Tensor,
  tensor,
  vmap,
  where,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  checkBatch,
  derivative,
  partials,
  rows,
  slopes,
  typed,
} from "./elementwise_support.ts";

const condition = tensor([true, false, true]);

Deno.test("where() takes each element whole from one side", () => {
  for (const dtype of ["float64", "float32", "int32", "uint32"] as const) {
    const property = fc.property(
      rows(dtype, 2),
      fc.infiniteStream(fc.boolean()),
      ([a, b], stream) => {
        const chosen = [...stream.take(a.length)];
        const expected = a.map((x, i) => chosen[i] ? x : b[i]);
        const result = where(
          tensor(chosen, "bool"),
          tensor(typed(a, dtype)),
          tensor(typed(b, dtype)),
        );
        assertSameBits(result.toTypedArray(), typed(expected, dtype));
      },
    );
    check(property);
  }
});

Deno.test("where() chooses among booleans and plain numbers", () => {
  assertEquals(where(condition, 1, -1).toArray(), [1, -1, 1]);
  assertEquals(where(condition, false, true).toArray(), [false, true, false]);
  const x = tensor([1, 2, 3], "float32");
  assertEquals(where(condition, x, 0.1).dtype, "float32");
  assertEquals(where(condition, x, scalar(0.1)).dtype, "float32");
  assertSameBits(
    where(condition, 0.1, x).toTypedArray(),
    typed([0.1, 2, 0.1], "float32"),
  );
});

Deno.test("where() broadcasts the condition and both sides", () => {
  const a = tensor([[1], [2]]);
  const b = tensor([10, 20, 30]);
  assertEquals(where(condition, a, b).toArray(), [[1, 20, 1], [2, 20, 2]]);
  assertEquals(where(tensor([[true], [false]]), 0, b).toArray(), [
    [0, 0, 0],
    [10, 20, 30],
  ]);
  assertEquals(where(tensor(true), b, a).toArray(), [
    [10, 20, 30],
    [10, 20, 30],
  ]);
  assertEquals(where(condition.reshape([3, 1]), tensor(1), 2).shape, [3, 1]);
});

Deno.test("where() of weak scalars stays weak", () => {
  const rate = where(tensor(true), scalar(0.5), scalar(2));
  assertEquals(tensor([1], "float32").mul(rate).dtype, "float32");
  const yes = tensor(true);
  for (
    const mixed of [
      where(yes, tensor(0.5), scalar(2)),
      where(yes, scalar(0.5), tensor(2)),
    ]
  ) {
    assertThrows(() => tensor([1], "float32").mul(mixed), TypeError);
  }
});

Deno.test("where() passes the derivative to the chosen side alone", () => {
  const f = (a: Tensor, b: Tensor) => where(condition, a, b);
  assertSameBits(partials(f, [1, 2, 3], [4, 5, 6], 7)[0], [7, 0, 7]);
  assertSameBits(partials(f, [1, 2, 3], [4, 5, 6], 7)[1], [0, 7, 0]);
});

Deno.test("where() keeps NaN and infinities of the other side away", () => {
  const f = (x: Tensor) => where(x.greater(0), x, x.sqrt().mul(0)).mul(2);
  assertSameBits(slopes((x) => where(x.greater(0), x, NaN), [1, -1]), [1, 0]);
  const g = (x: Tensor) => where(condition, x, 0);
  assertSameBits(slopes(g, [1, 2, 3], Infinity), [Infinity, 0, Infinity]);
  assertSameBits(slopes(f, [4]), [2]);
});

Deno.test("where() has second derivatives", () => {
  const f = (x: Tensor) => where(x.less(1), x.square(), x);
  assertEquals(slopes(derivative(f), [0.5, 2]), [2, 0]);
});

Deno.test("where() gives each instance what it has alone", () => {
  for (const dtype of ["float64", "float32", "int32"] as const) {
    checkBatch((a, b) => where(a.less(b), a, b), 2, dtype);
  }
  const conditions = tensor([[true, false], [false, true]]);
  const [a, b] = [tensor([1, 2]), tensor([3, 4])];
  const chosen = vmap((c: Tensor) => where(c, a, b))(conditions);
  assertEquals(chosen.toArray(), [[1, 4], [3, 2]]);
  const sides = tensor([[5, 6], [7, 8]]);
  const shared = vmap((a: Tensor) => where(tensor([true, false]), a, 0));
  assertEquals(shared(sides).toArray(), [[5, 0], [7, 0]]);
});

Deno.test("where() refuses what is no condition and what doesn't fit", () => {
  assertThrows(
    () => where(tensor([1, 0]), 1, 2),
    TypeError,
    "Cannot where: dtype of the condition must be bool, current dtype is float64",
  );
  assertThrows(
    () => where(condition, tensor([1, 2, 3]), tensor([1, 2, 3], "int32")),
    TypeError,
    "Cannot where: dtypes float64 and int32 do not mix; make them one with cast",
  );
  assertThrows(
    () => where(condition, tensor([1, 2]), full([4], 0)),
    TypeError,
    "Cannot where: shapes [3] and [2] and [4] do not broadcast",
  );
});
