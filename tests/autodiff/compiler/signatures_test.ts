/** Arguments of one structure never run the program of another. */
import { assertEquals } from "@std/assert";
import {
  compile,
  compileLoop,
  scalar,
  type Tensor,
  tensor,
} from "../../../autodiff/mod.ts";

type Tree = Tensor | readonly Tree[] | { readonly [key: string]: Tree };

/** All leaves, with their places, in one number. */
function told(tree: Tree, place: number = 1): Tensor {
  if ("shape" in tree) return (tree as Tensor).mul(place).sum();
  const parts = Array.isArray(tree) ? tree : Object.values(tree);
  return (parts as Tree[]).map((part, i) => told(part, 10 * place + i))
    .reduce((sum, part) => sum.add(part), scalar(0.5));
}

const [a, b, c] = [1, 2, 4].map((x) => tensor([x]));

/** Trees, of which many are the beginning of others. */
const trees: readonly Tree[] = [
  a,
  [],
  [a],
  [a, b],
  [a, b, c],
  [[a], b],
  [a, [b]],
  [[a, b]],
  {},
  { x: a },
  { x: a, y: b },
  { x: a, y: b, z: c },
  { y: b },
  { x: [a] },
  { x: { x: a } },
  [{ x: a }],
  [{ x: a, y: b }],
];

Deno.test("compile() tells structures apart, whichever was traced first", () => {
  for (const first of trees) {
    for (const second of trees) {
      const f = compile<[Tree], Tensor>((tree) => told(tree));
      for (const tree of [first, second, first]) {
        assertEquals(f(tree).item(), told(tree).item());
      }
    }
  }
});

Deno.test("compile() tells numbers of arguments apart", () => {
  const f = compile<Tensor[], Tensor>((...all) => told(all));
  for (const args of [[a, b], [a], [a, b, c], [a, b], [a]]) {
    assertEquals(f(...args).item(), told(args).item());
  }
});

/** compileLoop() of trees of any structure, which its types do not nest. */
const loopOf = compileLoop as unknown as (
  step: (sum: Tensor, x: Tree, shared: Tree) => [Tensor, undefined],
) => {
  start(sum: Tensor, shared: Tree): {
    steps(count: number, xs: Tree): void;
    state(): Tensor;
  };
};

Deno.test("compileLoop() tells structures of what its steps get apart", () => {
  const more: Tree[] = trees.filter((tree) => Object.keys(tree).length > 0);
  for (const first of more) {
    for (const second of more) {
      const loop = loopOf(
        (sum, x, shared) => [sum.add(told(x)).add(told(shared)), undefined],
      );
      for (const tree of [first, second, first]) {
        const run = loop.start(tensor(0), tree);
        // One step, which gets what is shared too.
        run.steps(1, rows(tree));
        const plain = tensor(0).add(told(tree)).add(told(tree));
        assertEquals(run.state().item(), plain.item());
      }
    }
  }
});

/** The tree with an axis of one step in front. */
function rows(tree: Tree): Tree {
  if ("shape" in tree) return (tree as Tensor).reshape([1, -1]);
  if (Array.isArray(tree)) return tree.map(rows);
  return Object.fromEntries(
    Object.entries(tree).map(([key, part]) => [key, rows(part)]),
  );
}
