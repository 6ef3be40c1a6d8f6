import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  chain,
  clipByGlobalNorm,
  exponentialAverage,
  gradientDescent,
  gradientNoise,
  key,
  type Leaf,
  masked,
  scalar,
  type Tensor,
  tensor,
  type TransformedState,
  weightDecay,
} from "../../../mod.ts";
import { check } from "../../support/property.ts";
import { elements } from "../support.ts";
import { applied, assertSameTree, trees } from "./support.ts";

Deno.test("masked() does to some of the tensors what is done to them without the others", () => {
  check(fc.property(trees(), fc.array(fc.boolean()), (tree, flags) => {
    const mask = tree.map((_, i) => flags[i] ?? false);
    const clip = clipByGlobalNorm(0.5);
    const some = applied(clip, tree.filter((_, i) => mask[i]));
    const expected = tree.map((u, i) =>
      mask[i] ? some[mask.slice(0, i).filter(Boolean).length] : u
    );
    assertSameTree(applied(masked(clip, mask), tree), expected);
    const byPath = masked(clip, ({ path }) => mask[Number(path.slice(1, -1))]);
    assertSameTree(applied(byPath, tree), expected);
  }));
});

interface Layer {
  readonly weight: Tensor;
  readonly bias: Tensor;
}
const params: { layers: Layer[]; scale: Tensor } = {
  layers: [{ weight: tensor([[2, 4]], "float32"), bias: tensor([6]) }],
  scale: tensor(8),
};

Deno.test("masked() asks for each parameter's path, shape and dtype", () => {
  const seen: Leaf[] = [];
  const part = masked(weightDecay(1), (leaf) => {
    seen.push(leaf);
    return leaf.shape.length === 2;
  });
  const result = part.apply(params, { params, t: scalar(1) });
  assertEquals(seen, [
    { path: ".layers[0].bias", shape: [1], dtype: "float64" },
    { path: ".layers[0].weight", shape: [1, 2], dtype: "float32" },
    { path: ".scale", shape: [], dtype: "float64" },
  ]);
  assertEquals(result.layers[0].weight.toArray(), [[4, 8]]);
  assertEquals(result.layers[0].bias.toArray(), [6]);
  assertEquals(result.scale.item(), 8);
});

Deno.test("masked() takes a tree of true and false, or one for a single tensor", () => {
  const mask = { layers: [{ weight: false, bias: true }], scale: false };
  const part = masked(weightDecay(1), mask);
  const result = part.apply(params, { params, t: scalar(1) });
  assertEquals(elements(result.layers[0].bias), [12]);
  assertEquals(elements(result.layers[0].weight), [2, 4]);
  const one = { params: tensor([1]), t: scalar(1) };
  const of = (mask: boolean) =>
    masked(weightDecay(1), mask).apply(tensor([1]), one).toArray();
  assertEquals([of(true), of(false)], [[2], [1]]);
});

Deno.test("masked() leaves the parameters their names", () => {
  const noise = gradientNoise({ key: key(1), variance: 1 });
  const context = { params, t: scalar(3) };
  const all = noise.apply(params, context);
  const some = masked(noise, ({ path }) => path !== ".layers[0].bias")
    .apply(params, context);
  assertEquals(elements(some.scale), elements(all.scale));
  assertEquals(elements(some.layers[0].weight), elements(all.layers[0].weight));
  assertEquals(elements(some.layers[0].bias), [6]);
});

Deno.test("masked() keeps of a transformation what is for the parameters that it sees", () => {
  const optimizer = chain(
    gradientDescent({ learningRate: 0.5 }),
    masked(exponentialAverage({ decay: 0.5 }), ({ path }) => path === ".scale"),
  );
  const next = optimizer.update(params, optimizer.init(params), params);
  const { transformations } = next.state as unknown as TransformedState<
    unknown,
    unknown
  >;
  const kept = transformations["masked exponential-average"].average as {
    layers: { weight: unknown }[];
    scale: Tensor;
  };
  assertEquals(kept.layers[0].weight, []);
  assertEquals(kept.scale.item(), 6); // ½·8 + ½·4
  const at = optimizer.evaluationParams(next.state, next.params);
  assertEquals([at.scale.item(), elements(at.layers[0].bias)], [6, [3]]);
});

Deno.test("masked() describes itself as what it masks", () => {
  const part = masked(weightDecay(0.25), true);
  assertEquals(part.id, "masked weight-decay");
  assertEquals(part.hyperparameters, { decay: 0.25 });
  assertEquals(part.traits, { coordinatewise: false, odd: true });
  const optimizer = chain(part, gradientDescent());
  assertEquals(optimizer.hyperparameters["masked weight-decay.decay"], 0.25);
});

Deno.test("masked() refuses a mask that does not fit", () => {
  const refuse = (mask: unknown, message: string) => {
    const part = masked(weightDecay(1), mask as boolean);
    const context = { params, t: scalar(1) };
    const error = assertThrows(() => part.apply(params, context), TypeError);
    assertEquals(error.message, `Cannot update: ${message}`);
  };
  const end = "must be true or false, current value is";
  refuse(
    { layers: [{ weight: true, bais: true }], scale: false },
    `mask.layers[0].bias ${end} undefined`,
  );
  refuse(
    { layers: [{ weight: 1, bias: true }], scale: false },
    `mask.layers[0].weight ${end} 1`,
  );
  refuse(() => params.scale, `mask.layers[0].bias ${end} a tensor`);
  refuse(true, `mask.layers[0].bias ${end} undefined`);
});
