/** What transformations keep in the state of a chain. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  accumulateGradients,
  adam,
  chain,
  clipByNorm,
  decodeTree,
  defineStatefulTransformation,
  encodeTree,
  exponentialAverage,
  fraction,
  gradientDescent,
  lookahead,
  mapTree,
  masked,
  minimize,
  momentum,
  type Optimizer,
  type OptimizerState,
  parameterGroups,
  polyakAverage,
  type Tensor,
  tensor,
  type TensorJSON,
  type TransformedState,
  treeFromJSON,
  vmap,
  weightDecay,
  zerosLike,
} from "../../mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import { assertSameBits } from "../support/bits.ts";
import { elements } from "./support.ts";

interface Params {
  readonly b: Tensor;
  readonly w: readonly Tensor[];
}
type State = OptimizerState<Params, unknown>;

const start: Params = { b: tensor(2), w: [tensor([1, -2]), tensor([[3]])] };
const valley = ({ b, w: [u, v] }: Params) =>
  u.mul(tensor([5, 0.5])).square().sum().add(v.mul(b).sub(u).square().sum())
    .add(b.square());
const keptOf = (state: unknown) =>
  (state as TransformedState<Params, unknown>).transformations;
const all = (tree: unknown) =>
  flattenTree("test", tree).leaves.flatMap(elements);

/** Inertia behind an optimizer: what it adds depends on all steps so far. */
const inertia = defineStatefulTransformation({
  id: "inertia",
  hyper: { kept: { range: fraction, symbol: "γ", doc: "what stays" } },
  traits: { coordinatewise: true, ignoresWeights: true, odd: true, degree: 1 },
  init: (params) => ({ m: mapTree((w) => zerosLike(w), params) }),
  advance(updates, { m }, _context, { kept }) {
    const next = mapTree((u, m) => u.add(kept.mul(m)), updates, m);
    return { updates: next, kept: { m: next } };
  },
});

/** Optimizers with all kinds of things around them. */
const builds: Readonly<Record<string, () => Optimizer<unknown>>> = {
  averages: () =>
    chain(
      clipByNorm(3),
      adam({ learningRate: 0.1 }),
      weightDecay(0.01),
      exponentialAverage({ decay: 0.75 }),
      polyakAverage({ start: 2 }),
    ) as Optimizer<unknown>,
  lookahead: () =>
    chain(
      momentum({ learningRate: 0.01 }),
      lookahead({ steps: 3 }),
    ) as Optimizer<
      unknown
    >,
  accumulated: () =>
    chain(
      accumulateGradients(
        chain(momentum({ learningRate: 0.01 }), exponentialAverage()),
        { steps: 3 },
      ),
      lookahead({ steps: 2 }),
    ) as Optimizer<unknown>,
  groups: () =>
    parameterGroups({
      fast: chain(adam({ learningRate: 0.1 }), lookahead({ steps: 2 })),
      slow: chain(momentum({ learningRate: 0.01 }), polyakAverage()),
      still: "frozen",
    }, { b: "still", w: ["fast", "slow"] }) as Optimizer<unknown>,
  "both sides": () =>
    chain(
      inertia({ kept: 0.5 }),
      gradientDescent({ learningRate: 0.02 }),
      inertia({ kept: 0.25 }),
    ) as Optimizer<unknown>,
};

for (const [name, build] of Object.entries(builds)) {
  Deno.test(`minimize() goes on with ${name} from JSON or bytes at every step, bit for bit`, () => {
    const at: { params: Params; state: State }[] = [];
    const whole = minimize(valley, start, build(), {
      steps: 8,
      record: ({ params, state }) => at.push({ params, state }),
    });
    at.forEach((kept, step) => {
      const json = treeFromJSON(JSON.parse(JSON.stringify(kept)) as TensorJSON);
      const bytes = decodeTree(encodeTree(kept as never));
      for (const tree of [json, bytes] as unknown[]) {
        const { params, state } = tree as typeof kept;
        const optimizer = build();
        const steps = 8 - step;
        const rest = minimize(valley, params, optimizer, { steps, state });
        assertSameBits(all(rest.params), all(whole.params));
        assertSameBits(all(rest.state), all(whole.state));
        assertSameBits(
          all(optimizer.evaluationParams(rest.state, rest.params)),
          all(build().evaluationParams(whole.state, whole.params)),
        );
      }
    });
    assert(all(whole.params).every(Number.isFinite));
  });

  Deno.test(`vmap() over parameters gives ${name} the bits of each alone`, () => {
    const optimizer = build();
    const scales = [1, -0.5, 3];
    const run = (scale: Tensor) => {
      let params = mapTree((w) => w.mul(scale), start);
      let state = optimizer.init(params);
      for (let i = 0; i < 4; i++) {
        const g = mapTree((w) => w.add(i), params);
        ({ params, state } = optimizer.update(g, state, params));
      }
      return { params, at: optimizer.evaluationParams(state, params) };
    };
    const together = vmap<[Tensor], { params: Params; at: Params }>(run)(
      tensor(scales),
    );
    scales.forEach((scale, i) => {
      const alone = flattenTree("test", run(tensor(scale))).leaves;
      flattenTree("test", together).leaves.forEach((leaf, j) => {
        const own = elements(leaf).slice(
          i * alone[j].size,
          (i + 1) * alone[j].size,
        );
        assertSameBits(own, elements(alone[j]));
      });
    });
  });

  Deno.test(`${name}: what is given stays as it is`, () => {
    const optimizer = build();
    const { state } = optimizer.update(start, optimizer.init(start), start);
    const before = JSON.stringify([state, start]);
    const first = optimizer.update(start, state, start);
    assertEquals(JSON.stringify([state, start]), before);
    const again = optimizer.update(start, state, start);
    assertEquals(JSON.stringify(again), JSON.stringify(first));
  });
}

Deno.test("a chain keeps nothing beside the optimizer's state where no part does", () => {
  const optimizer = chain(clipByNorm(1), momentum(), weightDecay(0.1));
  const state = optimizer.init(start);
  assertEquals(Object.keys(state), ["count", "slots"]);
  const next = optimizer.update(start, state, start).state;
  assertEquals(Object.keys(next), ["count", "slots"]);
  assertEquals(optimizer.keeps, []);
});

Deno.test("a chain names what its parts keep, one part used twice included", () => {
  const part = inertia({ kept: 0.5 });
  const rule = gradientDescent({ learningRate: 1 });
  const inner = chain(part, rule);
  const optimizer = chain(part, inner, lookahead(), part);
  assertEquals(optimizer.keeps, [
    "inertia",
    "inertia#2",
    "lookahead",
    "inertia#3",
  ]);
  const { state } = optimizer.update(start, optimizer.init(start), start);
  assertEquals(Object.keys(keptOf(state)).sort(), [
    "inertia",
    "inertia#2",
    "inertia#3",
    "lookahead",
  ]);
  // Flat and nested chains do the same.
  const run = (optimizer: Optimizer<unknown>) =>
    minimize(valley, start, optimizer, { steps: 5 }).params;
  const flat = chain(part, part, rule, lookahead(), part);
  assertSameBits(
    all(run(optimizer as Optimizer<unknown>)),
    all(run(flat as Optimizer<unknown>)),
  );
});

Deno.test("inertia before and behind gradient descent is what it is in a loop", () => {
  const optimizer = builds["both sides"]();
  let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
  let [w, a, b] = [8, 0, 0];
  for (const g of [1, -3, 2, 0, 5]) {
    ({ params, state } = optimizer.update(tensor([g]), state, params));
    a = g + 0.5 * a;
    b = 0.02 * a + 0.25 * b;
    w -= b;
    assertSameBits(elements(params), [w]);
  }
});

Deno.test("a chain evaluates where the last part says that has something to say", () => {
  const descent = gradientDescent({ learningRate: 1 });
  const w = tensor([8]);
  const at = (optimizer: Optimizer<Record<never, never>>) => {
    const { params, state } = optimizer.update(w, optimizer.init(w), w);
    return elements(optimizer.evaluationParams(state, params));
  };
  const [half, slow] = [exponentialAverage({ decay: 0.5 }), lookahead()];
  assertEquals(at(chain(descent, half)), [4]);
  assertEquals(at(chain(descent, slow)), [8]);
  assertEquals(at(chain(descent, slow, half)), [4]);
  assertEquals(at(chain(chain(descent, slow), half, weightDecay(0))), [4]);
  assertEquals(at(chain(chain(descent, half), weightDecay(0))), [4]);
  assertEquals(at(chain(chain(descent, half), slow)), [8]);
  assertEquals(at(chain(descent, weightDecay(0))), [0]);
  assertEquals(at(descent), [0]);
});

Deno.test("a chain evaluates what each of several masked averages is for", () => {
  const half = exponentialAverage({ decay: 0.5 });
  const optimizer = chain(
    gradientDescent({ learningRate: 1 }),
    masked(half, { a: true, b: false, c: false }),
    masked(half, { a: false, b: true, c: false }),
  );
  const w = { a: tensor([2]), b: tensor([4]), c: tensor([6]) };
  const { params, state } = optimizer.update(w, optimizer.init(w), w);
  const at = optimizer.evaluationParams(state, params);
  assertEquals([at.a, at.b, at.c].map((x) => x.toArray()), [[1], [2], [0]]);
});

Deno.test("a chain refuses the state of another", () => {
  const averaging = chain(momentum(), exponentialAverage());
  const refuse = (call: () => unknown, message: string) =>
    assertEquals(assertThrows(call, TypeError).message, message);
  const plain = momentum().init(start);
  const must = "expected a state with " +
    'transformations["exponential-average"], as init(parameters) of this ' +
    "chain makes it, current value is undefined";
  refuse(
    () => averaging.update(start, plain, start),
    `Cannot update: ${must}`,
  );
  refuse(
    () => averaging.evaluationParams(plain, start),
    `Cannot evaluationParams: ${must}`,
  );
  const state = averaging.init(start) as TransformedState<Params, never>;
  const other = {
    ...state,
    transformations: { "exponential-average": { average: start.w } },
  };
  refuse(
    () => averaging.update(start, other, start),
    'Cannot update: state.transformations["exponential-average"] must have ' +
      "the structure of the parameters; expected .average.b, found .average[0]",
  );
  const small = { ...start, b: tensor([2]) };
  const shaped = {
    ...state,
    transformations: { "exponential-average": { average: small } },
  };
  refuse(
    () => averaging.update(start, shaped, start),
    'Cannot update: state.transformations["exponential-average"].average.b ' +
      "must be float64 of shape [], it is float64 of shape [1]",
  );
});

Deno.test("defineStatefulTransformation() checks hyperparameters as rules do", () => {
  const refuse = (values: unknown, message: string) => {
    const error = assertThrows(() => inertia(values as { kept: number }));
    assertEquals((error as Error).message, `Cannot create inertia: ${message}`);
  };
  refuse({}, "kept must be given, in [0, 1)");
  refuse({ kept: 1 }, "kept must be in [0, 1), current value is 1");
  refuse(
    { kept: 0, keep: 1 },
    "it has no hyperparameter keep; did you mean kept?",
  );
  assertEquals(inertia({ kept: 0.5 }).evaluationParams, undefined);
});
