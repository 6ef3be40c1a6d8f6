/** What transformations make of trees of two dtypes, and orders of sums. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  compile,
  grad,
  hessian,
  scalar,
  scan,
  type Tensor,
  tensor,
  vjp,
} from "../../autodiff/mod.ts";

Deno.test("hessian() of a tree of two dtypes has blocks of the column's", () => {
  interface Two {
    readonly a: Tensor;
    readonly b: Tensor;
  }
  const at: Two = { a: tensor([3, 5]), b: tensor([2], "float32") };
  const f = ({ a, b }: Two) => a.square().sum().mul(b.cast("float64").sum());
  const expected = {
    a: { a: [[4, 0], [0, 4]], b: [[6], [10]] },
    b: { a: [[6, 10]], b: [[0]] },
  };
  using compiled = compile(((p: Two) => hessian<Two>(f)(p)) as never);
  const call = compiled as unknown as (p: Two) => Record<string, Two>;
  for (const blocks of [hessian<Two>(f)(at), call(at)]) {
    for (const row of ["a", "b"] as const) {
      const { a, b } = blocks[row] as Two;
      assertEquals([a.dtype, b.dtype], ["float64", "float32"]);
      assertEquals({ a: a.toArray(), b: b.toArray() }, expected[row]);
    }
  }
});

Deno.test("grad() by an ordinary number is one, where its result is weak too", () => {
  const narrow = tensor(1, "float32");
  for (const f of [(x: Tensor) => x.asScalar(), (x: Tensor) => x.square()]) {
    const slope = grad(f)(tensor(0.5));
    assertEquals(slope.item(), 1);
    assertThrows(() => slope.mul(narrow), TypeError, "do not mix");
    assertEquals(grad(f)(scalar(0.5)).mul(narrow).dtype, "float32");
  }
});

Deno.test("vjp() adds the cotangents of one value from the last output on", () => {
  const back = (cotangents: number[]) =>
    vjp<Tensor, Tensor[]>((x) => [x, x, x])(
      tensor(0),
      cotangents.map((c) => tensor(c)),
    ).grad.item();
  const large = 2 ** 53;
  assertEquals(back([1, 1, large]), large);
  assertEquals(back([large, 1, 1]), large + 2);
});

Deno.test("scan(): the cotangent of a last carry that nothing uses is +0", () => {
  // A record gives −0; added to the 0 of the carry it is 0.
  const f = (c: Tensor) =>
    scan((c: Tensor) => [c, c], c, undefined, { length: 1 })[1].mul(-0).sum();
  using compiled = compile(grad(f));
  for (const derivative of [grad(f), compiled]) {
    assertEquals(Object.is(derivative(tensor(1)).item(), 0), true);
  }
});
