/** Derivatives where a formula and its near kin part: at zeros, by dtypes. */
import { assertEquals } from "@std/assert";
import {
  compile,
  grad,
  jvp,
  scalar,
  type Tensor,
  tensor,
  vjp,
} from "../../../autodiff/mod.ts";
import { assertSameBits } from "../../support/bits.ts";

/** The derivatives of an elementwise function, compiled too. */
function assertSlopes(
  f: (x: Tensor) => Tensor,
  at: readonly number[],
  expected: readonly number[],
): void {
  for (const dtype of ["float64", "float32"] as const) {
    const slope = grad((x: Tensor) => f(x).sum());
    const x = tensor([...at]).cast(dtype);
    using compiled = compile(slope);
    for (const g of [slope(x), compiled(x)]) {
      assertSameBits([...g.toTypedArray()], [...expected]);
    }
  }
}

Deno.test("log(), log1p() and divide() have infinite derivatives at a pole", () => {
  assertSlopes((x) => x.log(), [0, -0], [Infinity, -Infinity]);
  assertSlopes((x) => x.log1p(), [-1], [Infinity]);
  assertSlopes((x) => tensor(1).cast(x.dtype).div(x), [0, -0], [
    -Infinity,
    -Infinity,
  ]);
});

Deno.test("cast() rounds a cotangent to the dtype it comes from, no further", () => {
  const tenth = (x: Tensor) => x.cast("float64").mul(0.1).sum();
  assertEquals(grad(tenth)(scalar(1)).item(), 0.1);
  assertEquals(grad(tenth)(tensor(1)).item(), 0.1);
  const narrow = grad(tenth)(tensor(1, "float32"));
  assertEquals([narrow.dtype, narrow.item()], ["float32", Math.fround(0.1)]);
  const through = (x: Tensor) => x.cast("float32").mul(0.1).cast("float64");
  assertEquals(grad(through)(tensor(1)).item(), Math.fround(0.1));
  const twice = grad((x) => x.asScalar().cast("float64").mul(0.1));
  assertEquals(twice(tensor(1)).item(), 0.1);
});

Deno.test("integers have no derivative, neither forwards nor backwards", () => {
  interface Both {
    readonly x: Tensor;
    readonly n: Tensor;
  }
  const f = (x: Tensor): Both => ({
    x: x.mul(2),
    n: x.cast("int32").mul(3),
  });
  const at = tensor([1.5, -2]);
  const ones = { x: tensor([1, 1]), n: tensor([7, 7], "int32") };
  const back = (x: Tensor) => vjp<Tensor, Both>(f)(x, ones).grad;
  const along = (x: Tensor) => jvp<Tensor, Both>(f)(x, x).tangent;
  using compiledBack = compile(back);
  using compiledAlong = compile<Tensor[], Both>(along);
  for (const grad of [back(at), compiledBack(at)]) {
    assertEquals(grad.toArray(), [2, 2]);
  }
  for (const { x, n } of [along(at), compiledAlong(at)]) {
    assertEquals(x.toArray(), [3, -4]);
    assertEquals([n.dtype, n.toArray()], ["int32", [0, 0]]);
  }
});
