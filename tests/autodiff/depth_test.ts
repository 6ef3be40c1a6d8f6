/** Graphs and trees as deep as they can get. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  compile,
  decodeTree,
  encodeTree,
  grad,
  hvp,
  jvp,
  mapTree,
  scan,
  type Tensor,
  tensor,
  treeFromJSON,
  vjp,
  vmap,
} from "../../autodiff/mod.ts";
import { sha256 } from "../../autodiff/random/sha256.ts";

const count = 100_000;

/** x + x + … + x, each sum made of the one before: (count + 1)·x. */
function chain(x: Tensor): Tensor {
  let sum = x;
  for (let i = 0; i < count; i++) sum = sum.add(x);
  return sum;
}

const x = tensor(2);
const one = tensor(1);

const deepGraphs: Record<string, () => Tensor> = {
  "grad()": () => grad(chain)(x),
  "vjp()": () => vjp(chain)(x, one).grad,
  "jvp()": () => jvp(chain)(x, one).tangent,
  "vmap()": () => vmap(chain)(tensor([1])),
};

for (const [name, run] of Object.entries(deepGraphs)) {
  Deno.test(`${name} takes graphs of ${count} operations after each other`, () => {
    assertEquals(run().reshape([]).item(), count + 1);
  });
}

Deno.test("hvp() and scan() take such graphs", () => {
  const f = (x: Tensor) => chain(x).mul(x);
  assertEquals(hvp(f)(x, one).item(), 2 * (count + 1));
  const turn = (x: Tensor) => [chain(x), undefined] as const;
  const end = (x: Tensor) =>
    scan<Tensor, undefined, undefined>(turn, x, undefined, { length: 1 })[0];
  assertEquals(grad(end)(x).item(), count + 1);
});

type Tree = Tensor | Tree[] | { [key: string]: Tree };

/** A tensor so many levels deep, in arrays and records by turns. */
function nested(levels: number): Tree {
  let tree: Tree = x;
  for (let i = 0; i < levels; i++) tree = i % 2 === 0 ? [tree] : { a: tree };
  return tree;
}

/** What `JSON.parse` gives for {@linkcode nested}. */
function nestedJSON(levels: number): unknown {
  let json: unknown = x.toJSON();
  for (let i = 0; i < levels; i++) json = i % 2 === 0 ? [json] : { a: json };
  return json;
}

/** Bytes with a tree of arrays, none of which ends. */
function nestedBytes(levels: number): Uint8Array {
  const [frame, digest] = [20, 32];
  const whole = new Uint8Array(frame + 5 * levels + digest);
  whole.set(encodeTree([]).subarray(0, frame));
  const view = new DataView(whole.buffer);
  view.setBigUint64(12, BigInt(whole.length), true);
  for (let i = 0; i < levels; i++) {
    view.setUint8(frame + 5 * i, 2);
    view.setUint32(frame + 5 * i + 1, 1, true);
  }
  const end = whole.length - digest;
  whole.set(sha256(whole.subarray(0, end)), end);
  return whole;
}

/** The tensor at the end of a tree that does not branch. */
function leafOf(tree: Tree): Tensor {
  while (!("shape" in tree)) [tree] = Object.values(tree) as Tree[];
  return tree as Tensor;
}

const square = (tree: Tree) => leafOf(tree).square();

// deno-lint-ignore no-explicit-any
const takers: Record<string, (tree: any) => unknown> = {
  mapTree: (tree) => mapTree((leaf) => leaf, tree),
  // deno-lint-ignore no-explicit-any
  grad: (tree) => grad<any>(square)(tree),
  // deno-lint-ignore no-explicit-any
  vmap: (tree) => vmap<any[]>(square)(mapTree((x) => x.reshape([1]), tree)),
  // deno-lint-ignore no-explicit-any
  compile: (tree) => compile<any[]>(square)(tree),
  encodeTree: (tree) => encodeTree(tree),
};

Deno.test("trees of 999 levels are taken, come back, and are derived", () => {
  const tree = nested(999); // a list of arguments is one level more
  for (const take of Object.values(takers)) take(tree);
  assertEquals(
    leafOf(decodeTree(encodeTree(tree as Tensor)) as Tree).item(),
    2,
  );
  assertEquals(leafOf(treeFromJSON(nestedJSON(999)) as Tree).item(), 2);
  // deno-lint-ignore no-explicit-any
  assertEquals(leafOf(grad<any>(square)(tree)).item(), 4);
});

Deno.test("deeper trees are refused in words", () => {
  const refused = (name: string, f: () => unknown) => {
    const message = `Cannot ${name}: a tree must have at most 1000 levels`;
    const error = assertThrows(f, RangeError, message);
    assert(error.message.length < 200, error.message);
  };
  for (const levels of [1001, 100_000]) {
    for (const [name, take] of Object.entries(takers)) {
      const tree = nested(levels);
      const called = { vmap: "mapTree", compile: "call a compiled function" };
      refused(called[name as "vmap"] ?? name, () => take(tree));
    }
    refused("treeFromJSON", () => treeFromJSON(nestedJSON(levels)));
    refused("decodeTree", () => decodeTree(nestedBytes(levels)));
  }
});

Deno.test("a tree that is part of itself is refused in words", () => {
  const tree: { w: Tensor; self?: unknown } = { w: x };
  tree.self = tree;
  assertThrows(
    () => mapTree((leaf) => leaf, tree as unknown as { w: Tensor }),
    RangeError,
    "Cannot mapTree: a tree must have at most 1000 levels, there are more at " +
      ".self.self.self.self.self.self.self.self…; a tree must not be part of " +
      "itself",
  );
});

Deno.test("tensor() refuses arrays nested too deep", () => {
  let array: unknown = 1;
  for (let i = 0; i < 100_000; i++) array = [array];
  assertThrows(
    () => tensor(array as number[]),
    RangeError,
    "Cannot tensor: an array must have at most 1000 levels",
  );
});
