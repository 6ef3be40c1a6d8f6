import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  grad,
  mapTree,
  type Tensor,
  tensor,
  valueAndGrad,
} from "../../autodiff/mod.ts";
import { check } from "../support/property.ts";

/** A tree of any structure whose leaves are numbered tensors. */
type Tree = Tensor | Tree[] | { [key: string]: Tree };

const keys = fc.oneof(
  fc.constantFrom("a", "B", "é", "10", "2", "_", "", "z.y", "__proto__", "😀"),
  fc.string({ maxLength: 4 }),
);

const trees = fc.letrec<{ tree: unknown; leaf: null }>((tie) => ({
  leaf: fc.constant(null),
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie("tree")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).tree;

/** The same tree with tensors 0, 1, 2, … for its leaves, as they are met. */
function numbered(tree: unknown, next: () => number): Tree {
  if (tree === null) return tensor(next());
  if (Array.isArray(tree)) return tree.map((inner) => numbered(inner, next));
  return Object.fromEntries(
    Object.entries(tree as object)
      .map(([key, inner]) => [key, numbered(inner, next)]),
  );
}

/** The paths of the leaves, records by their keys in code-unit order. */
function paths(tree: Tree, path = ""): string[] {
  if (Array.isArray(tree)) {
    return tree.flatMap((inner, i) => paths(inner, `${path}[${i}]`));
  }
  if (typeof (tree as Tensor).item === "function") return [path];
  const record = tree as Record<string, Tree>;
  const inOrder = Object.keys(record);
  // Sorted here by hand: code unit after code unit.
  inOrder.sort((a, b) => {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const difference = a.charCodeAt(i) - b.charCodeAt(i);
      if (difference !== 0) return difference;
    }
    return a.length - b.length;
  });
  return inOrder.flatMap((key) => paths(record[key], `${path}.${key}`));
}

/** The number of the leaf at a path, by walking there. */
function labels(tree: Tree, path = ""): Map<string, number> {
  if (typeof (tree as Tensor).item === "function") {
    return new Map([[path, (tree as Tensor).item()]]);
  }
  const inner = Array.isArray(tree)
    ? tree.map((inner, i) => labels(inner, `${path}[${i}]`))
    : Object.entries(tree).map(([k, inner]) => labels(inner, `${path}.${k}`));
  return new Map(inner.flatMap((map) => [...map]));
}

// deno-lint-ignore no-explicit-any
const anyTree = (tree: Tree) => tree as any;

Deno.test("mapTree() visits records by their keys in code-unit order", () => {
  check(
    fc.property(trees, (shape) => {
      let count = 0;
      const tree = numbered(shape, () => count++);
      const seen: number[] = [];
      const mapped = mapTree((x: Tensor) => {
        seen.push(x.item());
        return x.mul(10);
      }, anyTree(tree));
      const where = labels(tree);
      assertEquals(seen, paths(tree).map((path) => where.get(path)!));
      const after = labels(mapped);
      assertEquals(after.size, count);
      for (const [path, number] of where) {
        assertEquals(after.get(path), number * 10, path);
      }
    }),
    { numRuns: 300 },
  );
  const order: string[] = [];
  const tree = { b: tensor(1), B: tensor(2), é: tensor(3), 10: tensor(4) };
  const names = new Map(Object.entries(tree).map(([k, x]) => [x.item(), k]));
  mapTree((x) => (order.push(names.get(x.item())!), x), tree);
  assertEquals(order, ["10", "B", "b", "é"]);
});

Deno.test("mapTree() takes several trees of one structure", () => {
  const a = { w: [tensor(1), tensor(2)], b: tensor(3) };
  const b = { b: tensor(30), w: [tensor(10), tensor(20)] };
  const sum = mapTree((x, y) => x.add(y), a, b);
  assertEquals([...sum.w, sum.b].map((x) => x.item()), [11, 22, 33]);
  const refuses = (other: unknown, text: string) =>
    void assertThrows(
      () => mapTree((x, y) => x.add(y), a, other as typeof a),
      TypeError,
      "Cannot mapTree: a tree must have the structure of the parameters; " +
        text,
    );
  refuses({ ...b, b: [tensor(1)] }, "expected .b, found .b[0]");
  refuses({ ...b, w: [tensor(1)] }, "expected .w[1], found no further leaf");
  refuses({ ...b, x: tensor(1) }, "expected no further leaf, found .x");
  refuses(tensor(1), "expected .b, found a single tensor");
});

Deno.test("a leaf of a tree must be a tensor", () => {
  class Layer {
    weight: Tensor = tensor(1);
  }
  const wrong: [unknown, string][] = [
    [1, "1"],
    ["text", '"text"'],
    [true, "true"],
    [null, "null"],
    [undefined, "undefined"],
    [() => tensor(1), "a function"],
    [new Layer(), "an object"],
    [new Map(), "an object"],
    [new Float64Array(2), "an object"],
  ];
  for (const [leaf, text] of wrong) {
    assertThrows(
      () =>
        grad((p: { layers: Tensor[] }) => p.layers[0])({
          layers: [tensor(1), leaf as Tensor],
        }),
      TypeError,
      "Cannot grad: expected a tensor, a record or an array at .layers[1], " +
        `current value is ${text}`,
    );
    assertThrows(
      () => grad((x) => x)(leaf as Tensor),
      TypeError,
      `Cannot grad: expected a tensor, a record or an array, current value ` +
        `is ${text}`,
    );
  }
});

Deno.test("the first wrong leaf in code-unit order is named", () => {
  const tree = { b: 1, a: tensor(1), B: 2, 1: tensor(2) };
  assertThrows(
    () => mapTree((x) => x, tree as unknown as { a: Tensor }),
    TypeError,
    "at .B, current value is 2",
  );
});

Deno.test("records without prototype and empty trees are trees", () => {
  const bare = Object.assign(Object.create(null), { w: tensor(3) });
  assertEquals(grad(({ w }: { w: Tensor }) => w.square())(bare).w.item(), 6);
  assertEquals(mapTree((x: Tensor) => x, anyTree({ a: [], b: {} })), {
    a: [],
    b: {},
  });
  const { value, grad: slopes } = valueAndGrad((_: Tensor[]) => tensor(2))([]);
  assertEquals([value.item(), slopes], [2, []]);
});

Deno.test("one tensor at two places has a derivative at each", () => {
  const shared = tensor([1, 2]);
  const slopes = grad(([a, b]: Tensor[]) => a.mul(3).add(b).sum())([
    shared,
    shared,
  ]);
  assertEquals(slopes.map((x) => x.toArray()), [[3, 3], [1, 1]]);
});

Deno.test("a function of a tree gets a tree of its own", () => {
  const at = { w: [tensor(1)], b: tensor(2) };
  grad((p: typeof at) => {
    const { b } = p;
    p.w.push(b);
    p.b = b.mul(2);
    return p.b;
  })(at);
  assertEquals(at.w.length, 1);
  assertEquals(at.b.item(), 2);
});
