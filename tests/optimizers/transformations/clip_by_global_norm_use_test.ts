/** Clipping by the norm in schedules, derivatives and batches. */
import { assert, assertEquals } from "@std/assert";
import {
  clipByGlobalNorm,
  grad,
  mapTree,
  type Tensor,
  tensor,
  vmap,
} from "../../../mod.ts";
import { elements, vector } from "../support.ts";
import {
  applied,
  assertRefused,
  assertSameTree,
  type Tree,
} from "./support.ts";

Deno.test("clipByGlobalNorm() may be scheduled", () => {
  const falling = clipByGlobalNorm((t) => t.pow(-1).mul(5));
  const u = tensor([6, 8]);
  assertEquals(applied(falling, u, 1).toArray(), [3, 4]);
  assertEquals(applied(falling, u, 2).toArray(), [1.5, 2]);
});

Deno.test("clipByGlobalNorm() has the derivatives of u·min(1, c/‖u‖)", () => {
  const weights = tensor([1, -2, 3]);
  const f = (u: Tensor, c: Tensor) =>
    applied(clipByGlobalNorm(c), u).mul(weights).sum();
  const byNorm = (c: number, u: Tensor) =>
    grad((c: Tensor) => f(u, c))(tensor(c)).item();
  const near = (actual: readonly number[], expected: readonly number[]) =>
    actual.forEach((x, i) =>
      assert(Math.abs(x - expected[i]) <= 1e-14, `${x} for ${expected[i]}`)
    );
  const u = tensor([2, -3, 6]); // of norm 7
  assertEquals(grad(f)(u, tensor(8)).toArray(), weights.toArray());
  assertEquals(byNorm(8, u), 0);
  // c·(a/N − u·(a·u)/N³) with a·u = 26, and a·u/N.
  near(
    elements(grad(f)(u, tensor(3.5))),
    [1, -2, 3].map((a, i) => 3.5 * (a / 7 - [2, -3, 6][i] * 26 / 343)),
  );
  near([byNorm(3.5, u)], [26 / 7]);
  // Of the second order, along v = e₀: differentiate the expression above.
  const slope = (u: Tensor) => grad(f)(u, tensor(3.5)).slice([0], [1]).sum();
  const [a0, u0, N, au] = [1, 2, 7, 26];
  near([elements(grad(slope)(u))[0]], [
    3.5 *
    (-a0 * u0 / N ** 3 - (au + u0 * a0) / N ** 3 + 3 * u0 * u0 * au / N ** 5),
  ]);
  for (const scale of [1e-300, 1e-200, 1e-50, 1e50, 1e200, 1e300]) {
    const some = u.mul(scale);
    const c = tensor(Math.max(1, scale * 8));
    assertEquals(grad(f)(some, c).toArray(), weights.toArray());
    const curve = grad((u: Tensor) => grad(f)(u, c).sum())(some);
    assertEquals(curve.add(0).toArray(), [0, 0, 0]);
  }
  const none = tensor([0, 0, 0]);
  assertEquals(grad(f)(none, tensor(1)).toArray(), weights.toArray());
  assertEquals(byNorm(1, none) + 0, 0);
  const again = grad((u: Tensor) => grad(f)(u, tensor(1)).sum())(none);
  assertEquals(again.add(0).toArray(), [0, 0, 0]);
});

Deno.test("clipByGlobalNorm() gives instances of a batch the bits of each alone", () => {
  const rows = [[3, 4, 0], [1e-300, 0, -0], [NaN, 1, 2], [0, 0, 0], [
    1e300,
    -1e300,
    1,
  ]];
  const singles = rows.map((row) => row.map(Math.fround));
  for (const c of [0.5, 6]) {
    const clip = (a: Tensor, b: Tensor) =>
      applied(clipByGlobalNorm(c), [a, b] as Tree);
    const [a, b] = vmap(clip)(tensor(rows), tensor(singles, "float32"));
    rows.forEach((row, i) => {
      const alone = clip(tensor(row), vector(singles[i], "float32"));
      const own = (x: Tensor) => x.slice([i], [i + 1]).reshape([3]);
      assertSameTree([own(a), own(b)], alone);
    });
  }
  const limits = vmap((c: Tensor) =>
    applied(clipByGlobalNorm(c), tensor([6, 8]))
  );
  assertEquals(limits(tensor([5, 10, 20])).toArray(), [[3, 4], [6, 8], [6, 8]]);
});

Deno.test("clipByGlobalNorm() does not change what it is given", () => {
  const tree = Object.freeze([tensor([3]), tensor([4])]) as Tree;
  const kept = mapTree((x) => x.add(0), tree);
  applied(clipByGlobalNorm(1), tree);
  assertSameTree(tree, kept);
});

Deno.test("clipByGlobalNorm() refuses what is no norm", () => {
  const outside = [0, -0, -1, NaN, Infinity];
  assertRefused(clipByGlobalNorm, "maxNorm", "greater than 0", outside);
});
