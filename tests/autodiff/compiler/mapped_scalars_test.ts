/** Scalars of instances have a dtype of their own, compiled or not. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  compile,
  ones,
  scalar,
  type Tensor,
  tensor,
  vmap,
} from "../../../autodiff/mod.ts";

Deno.test("a mapped scalar does not take the dtype it meets, a shared one does", () => {
  const w = ones([3], "float32");
  const scaled = (rate: Tensor) => w.mul(rate);
  const rates = tensor([0.5, 2]);
  for (const f of [vmap(scaled), compile(vmap(scaled))]) {
    assertThrows(() => f(rates), TypeError, "float32");
    assertEquals(f(rates.cast("float32")).dtype, "float32");
  }
  const alike = (x: Tensor, rate: Tensor) => x.mul(rate);
  const shared = vmap(alike, { axes: [0, null] });
  const rows = ones([2, 3], "float32");
  for (const f of [shared, compile(shared)]) {
    const result = f(rows, scalar(0.1));
    assertEquals([result.dtype, result.shape], ["float32", [2, 3]]);
    assertEquals(result.toTypedArray()[0], Math.fround(0.1));
  }
});
