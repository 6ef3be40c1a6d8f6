/** Rules that need more than gradients go where their references go. */
import { assert, assertEquals } from "@std/assert";
import {
  decodeTree,
  encodeTree,
  grad,
  hvp,
  sophia,
  type Tensor,
} from "../../mod.ts";
import {
  descend,
  functionReferences,
  type FunctionTrajectory,
  type Params,
  probes,
  start,
  tilted,
  tilts,
  tree,
} from "./function_trajectories.ts";
import { optimizerOf } from "./trajectories.ts";

/**
 * How far coordinate i may be from the reference after t steps. Both sides
 * round each step in float64, in different orders, and evaluate the function by
 * some 20 operations a coordinate: 1e-12 is 9000 roundings of the greatest
 * weight that the coordinate had so far. Where steps carry errors on until they
 * are large, as Polyak's do near the minimum, what a change of the start by a
 * rounding makes of the way says how far: 100 times that, for as many roundings.
 */
function boundsOf(
  trajectory: FunctionTrajectory,
  way: readonly number[][],
): (t: number, i: number) => number {
  const nudged = start.map((x) => x * (1 + Number.EPSILON));
  const other = descend(optimizerOf(trajectory), trajectory, nudged);
  return (t, i) => {
    const past = way.slice(0, t + 1).map((point) => Math.abs(point[i]));
    const carried = trajectory.still ? Math.abs(way[t][i] - other[t][i]) : 0;
    return 1e-12 * Math.max(...past) + 100 * carried;
  };
}

for (const { library, version, recorded, cases } of functionReferences) {
  for (const trajectory of cases) {
    const { rule, variant, name, points } = trajectory;
    Deno.test(`${rule}() as ${variant} descends as ${library} ${version} does: ${name}`, () => {
      const way = descend(optimizerOf(trajectory), trajectory);
      const bound = boundsOf(trajectory, way);
      recorded.forEach((t, row) =>
        way[t].forEach((x, i) => {
          const expected = points[row][i]!;
          const text = `step ${t}, coordinate ${i}: ${x} for ${expected}`;
          assert(Math.abs(x - expected) <= bound(t, i), text);
        })
      );
      assertEquals(points.length, recorded.length);
      assert(recorded.at(-1)! >= 100);
    });
  }
}

Deno.test("the function has a saddle, a coordinate without slope, and slopes that flip", () => {
  const [first] = [grad(tilted)(tree(start), 0)];
  assertEquals(first.b.toArray() as number[][], [
    [(first.b.toArray() as number[][])[0][0], -0.875],
    [2.625, 0],
  ]);
  const along = (row: readonly number[]) => {
    const product = hvp<Params, [number]>(tilted)(tree(start), tree(row), 0);
    const all = [product.a, product.b, product.c].map((x: Tensor) =>
      x.toTypedArray()
    );
    return all.flatMap((x) => [...x]).reduce(
      (sum, x, i) => sum + x * row[i],
      0,
    );
  };
  const [up, down] = [
    [0, 0, 0, 1, 0, 0, 0, 0],
    [0, 0, 0, 0, 1, -1, 0, 0],
  ].map(along);
  assert(up > 0 && along([0, 0, 0, 0, 1, 1, 0, 0]) * down < 0);
  assert(new Set(tilts).size === 2 && tilts.length >= 100);
  assert(probes.flat().every((sign) => Math.abs(sign) === 1));
});

Deno.test("sophia() draws signs of its own that a resumed run draws again", () => {
  const optimizer = sophia({ interval: 2, learningRate: 0.125 });
  const inputs = (params: Params, t: number) => ({
    grad: grad(tilted)(params, tilts[t]),
    context: {
      hvp: (v: Params) => hvp<Params, [number]>(tilted)(params, v, tilts[t]),
    },
  });
  let [params, state] = [tree(start), optimizer.init(tree(start))];
  let kept = { params, state };
  for (let t = 0; t < 9; t++) {
    const { grad, context } = inputs(params, t);
    ({ params, state } = optimizer.update(grad, state, params, context));
    if (t === 3) {
      kept = decodeTree(encodeTree({ params, state } as never)) as never;
    }
  }
  for (let t = 4; t < 9; t++) {
    const { grad, context } = inputs(kept.params, t);
    kept = optimizer.update(grad, kept.state, kept.params, context);
  }
  assertEquals(kept.params.a.toArray(), params.a.toArray());
  assertEquals(kept.params.b.toArray(), params.b.toArray());
});
