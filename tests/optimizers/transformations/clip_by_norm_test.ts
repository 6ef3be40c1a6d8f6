import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  clipByGlobalNorm,
  clipByNorm,
  grad,
  type Tensor,
  tensor,
  vmap,
} from "../../../mod.ts";
import { check } from "../../support/property.ts";
import { applied, assertRefused, assertSameTree, trees } from "./support.ts";

Deno.test("clipByNorm() makes of each tensor what clipByGlobalNorm() makes of it alone", () => {
  const norms = fc.oneof(
    fc.double({ min: 2 ** -1074, max: 1e308, noNaN: true }),
    fc.double({ min: 2 ** -3, max: 8, noNaN: true }),
  );
  check(fc.property(trees(), norms, (tree, c) => {
    const alone = tree.map((u) => applied(clipByGlobalNorm(c), [u])[0]);
    assertSameTree(applied(clipByNorm(c), tree), alone);
  }));
});

Deno.test("clipByNorm() sees each tensor alone", () => {
  const tree = [tensor([3, 4]), tensor([NaN]), tensor([2]), tensor([])];
  const result = applied(clipByNorm(2.5), tree);
  assertEquals(result.map((u) => u.toArray()), [[1.5, 2], [NaN], [2], []]);
});

Deno.test("clipByNorm() may be scheduled, differentiated and batched", () => {
  const u = tensor([6, 8]);
  const falling = clipByNorm((t) => t.pow(-1).mul(5));
  assertEquals(applied(falling, u, 2).toArray(), [1.5, 2]);
  const by = grad((c: Tensor) => applied(clipByNorm(c), u).sum());
  assertEquals([by(tensor(5)).item(), by(tensor(11)).item()], [1.4, 0]);
  const each = vmap((c: Tensor) => applied(clipByNorm(c), u));
  assertEquals(each(tensor([5, 20])).toArray(), [[3, 4], [6, 8]]);
});

Deno.test("clipByNorm() refuses what is no norm", () => {
  assertRefused(clipByNorm, "maxNorm", "greater than 0", [
    0,
    -1,
    NaN,
    Infinity,
  ]);
});
