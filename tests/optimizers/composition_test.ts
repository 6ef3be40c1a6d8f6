/** Optimizers made of optimizers, however deep: what is handed through. */
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  accumulateGradients,
  adam,
  chain,
  clipByValue,
  exponentialAverage,
  gradientDescent,
  gradientNoise,
  key,
  lbfgs,
  lookahead,
  masked,
  parameterGroups,
  polyak,
  polyakAverage,
  prodigy,
  reduceOnPlateau,
  sam,
  scheduleFreeSgd,
  sharpnessAware,
  sophia,
  stepInputs,
  type Tensor,
  treeFromJSON,
  type TreeOf,
  weightDecay,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";
import { numbers, start, tilted, tree } from "./function_trajectories.ts";
import type { AnyOptimizer } from "./support.ts";

const learningRate = 0.0625;
const rules: readonly AnyOptimizer[] = [
  gradientDescent({ learningRate }),
  adam({ learningRate }),
  polyak(),
  sam({ learningRate }),
  sophia({ learningRate, curvatureScale: 8, interval: 2 }),
  prodigy(),
  scheduleFreeSgd({ learningRate }),
  lbfgs(),
] as AnyOptimizer[];

/** What can be chained; each time anew, as nothing is shared. */
const transformations = [
  () => clipByValue(0.5),
  () => weightDecay(0.125),
  () => exponentialAverage({ decay: 0.5 }),
  () => polyakAverage({ start: 2 }),
  () => lookahead({ steps: 2 }),
  () => gradientNoise({ variance: 0.125, key: key(3) }),
  () => reduceOnPlateau({ factor: 0.5, patience: 0 }),
];

const transformation = fc.constantFrom(...transformations);

/** Optimizers that surround each other, up to four deep. */
const optimizer: fc.Arbitrary<AnyOptimizer> = fc.letrec<{
  optimizer: AnyOptimizer;
}>((tie) => ({
  optimizer: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...rules),
    fc.tuple(tie("optimizer"), fc.array(transformation, { maxLength: 3 }))
      .map(([inner, after]) => chain(inner, ...after.map((make) => make()))),
    tie("optimizer").map((inner) =>
      parameterGroups({ all: inner, none: "frozen" }, () => "all")
    ),
    tie("optimizer").filter(({ inHost }) => !inHost)
      .map((inner) => sharpnessAware(inner, { radius: 0.125 })),
  ),
})).optimizer;

const run = fc.record({
  optimizer,
  steps: fc.integer({ min: 1, max: 5 }),
  signs: fc.array(fc.constantFrom(-1, 0, 1), { minLength: 5, maxLength: 5 }),
});

interface Run {
  readonly steps: number;
  readonly signs: readonly number[];
}

type At = readonly number[];

/** Where parameters go and where they are evaluated, step by step. */
function path<P extends Tensor | TreeOf<P>>(
  optimizer: AnyOptimizer,
  { steps, signs }: Run,
  f: (params: P, sign: number) => Tensor,
  begin: P,
  elements: (params: P) => At,
  between: <T>(state: T) => T = (state) => state,
): At[] {
  const inputs = stepInputs<P, [number]>(f);
  let params = begin;
  let state = optimizer.init(params);
  const points: At[] = [];
  for (const sign of signs.slice(0, steps)) {
    const { grad, context } = inputs(params, sign);
    ({ params, state } = optimizer.update(grad, state, params, context));
    state = between(state);
    const at = optimizer.evaluationParams(state, params);
    points.push(elements(params), elements(at));
  }
  return points;
}

const wholePath = (optimizer: AnyOptimizer, run: Run) =>
  path(optimizer, run, tilted, tree(start), numbers);

function assertSamePaths(actual: readonly At[], right: readonly At[]): void {
  actual.forEach((point, i) => assertSameBits(point, right[i], `point ${i}`));
}

/** Holds an optimizer made of another to going the other's way. */
function changesNothing(
  around: (optimizer: AnyOptimizer) => AnyOptimizer,
  suits: (optimizer: AnyOptimizer) => boolean = () => true,
): void {
  check(
    fc.property(run.filter(({ optimizer }) => suits(optimizer)), (run) => {
      const { optimizer } = run;
      const outer = around(optimizer);
      assertSamePaths(wholePath(outer, run), wholePath(optimizer, run));
      const missing = new Set(optimizer.needs).difference(new Set(outer.needs));
      assertEquals([...missing], []);
      assertEquals(outer.inHost, optimizer.inHost);
    }),
    { numRuns: 60 },
  );
}

Deno.test("chain() of an optimizer alone is that optimizer, whatever it is made of", () => {
  changesNothing((optimizer) => chain(optimizer));
});

Deno.test("parameterGroups() of one group is its optimizer, whatever it is made of", () => {
  changesNothing((inner) => parameterGroups({ inner }, () => "inner"));
});

Deno.test("sharpnessAware() of radius 0 is its optimizer, whatever it is made of", () => {
  changesNothing(
    (optimizer) => sharpnessAware(optimizer, { radius: 0 }),
    ({ inHost }) => !inHost,
  );
});

Deno.test("accumulateGradients() of one gradient is its optimizer, whatever it is made of", () => {
  changesNothing(
    (optimizer) => accumulateGradients(optimizer, { steps: 1 }),
    ({ needs, inHost }) => !needs?.length && !inHost,
  );
});

Deno.test("masked() for all leaves is its transformation, and needs what it needs", () => {
  check(
    fc.property(run, transformation, transformation, (run, one, other) => {
      const { optimizer } = run;
      const plain = chain(optimizer, one(), other());
      const all = masked(one(), () => true);
      const whole = chain(optimizer, all, other());
      assertSamePaths(wholePath(whole, run), wholePath(plain, run));
      assertEquals(whole.needs, plain.needs);
    }),
    { numRuns: 60 },
  );
});

Deno.test("chain() around a chain is one chain, whatever stands between", () => {
  const surround = fc.constantFrom(
    (inner: AnyOptimizer) => inner,
    (inner: AnyOptimizer) => parameterGroups({ inner }, () => "inner"),
    (inner: AnyOptimizer) => sharpnessAware(inner, { radius: 0 }),
    (inner: AnyOptimizer) =>
      inner.needs?.length ? inner : accumulateGradients(inner, { steps: 1 }),
  );
  const parts = fc.array(transformation, { minLength: 1, maxLength: 2 });
  check(
    fc.property(run, surround, parts, parts, (run, between, some, more) => {
      const optimizer = run.optimizer.inHost ? rules[0] : run.optimizer;
      const inner = some.map((make) => make());
      const outer = more.map((make) => make());
      assertSamePaths(
        wholePath(chain(between(chain(optimizer, ...inner)), ...outer), run),
        wholePath(chain(optimizer, ...inner, ...outer), run),
      );
    }),
    { numRuns: 120 },
  );
});

Deno.test("parameterGroups() moves a group as if the frozen ones were constants", () => {
  const { a, b, c } = tree(start);
  const part = (params: { a: Tensor; b: Tensor }) =>
    [params.a, params.b].flatMap((x) => [...x.toTypedArray()]);
  check(
    fc.property(run, (run) => {
      const { optimizer } = run;
      const groups = parameterGroups(
        { moving: optimizer, still: "frozen" },
        { a: "moving", b: "moving", c: "still" },
      );
      assertSamePaths(
        path(groups, run, tilted, tree(start), part),
        path(
          optimizer,
          run,
          (moving: { a: Tensor; b: Tensor }, s) => tilted({ ...moving, c }, s),
          { a, b },
          part,
        ),
      );
    }),
    { numRuns: 60 },
  );
});

Deno.test("an optimizer made of optimizers goes on from a state in JSON as before", () => {
  const kept = <T>(state: T): T =>
    treeFromJSON(JSON.parse(JSON.stringify(state))) as T;
  check(
    fc.property(run, (run) => {
      assertSamePaths(
        path(run.optimizer, run, tilted, tree(start), numbers, kept),
        wholePath(run.optimizer, run),
      );
    }),
    { numRuns: 60 },
  );
});
