/** Runs of `minimize` whose function sees another batch in each step. */
import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  adagrad,
  chain,
  clipByGlobalNorm,
  decodeTree,
  encodeTree,
  grad,
  gradientDescent,
  hvp,
  key,
  miniBatches,
  minimize,
  type MinimizePoint,
  type OptimizerState,
  type Slot,
  type Tensor,
  tensor,
  type TensorJSON,
  treeFromJSON,
} from "../../mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import { assertSameBits } from "../support/bits.ts";
import { check } from "../support/property.ts";
import { type AnyOptimizer, lecture, make, settings } from "./support.ts";

interface Line {
  readonly slope: Tensor;
  readonly offset: Tensor;
}

type Point = MinimizePoint<Line, Slot>;

const draws = key(11);
const x = draws.fold("x").normal([23]);
const y = x.mul(2).add(draws.fold("noise").normal([23]));

/** The mean squared error of a line on some of the samples. */
function loss({ slope, offset }: Line, batch: Tensor): Tensor {
  const predicted = slope.mul(x.take(batch)).add(offset);
  return predicted.sub(y.take(batch)).square().mean();
}

const start: Line = { slope: tensor(-1), offset: tensor(0.5) };
const batches = () =>
  miniBatches({ key: key(4), samples: 23, size: 5, remainder: "keep" });

function assertSamePoint(actual: Point, expected: Point): void {
  assertSameBits(actual.loss, expected.loss);
  const [one, two] = [actual, expected].map(({ params, state }) =>
    flattenTree("test", { params, state })
  );
  assertEquals(one.paths, two.paths);
  one.leaves.forEach((leaf, i) =>
    assertSameBits(leaf.toTypedArray(), two.leaves[i].toTypedArray())
  );
}

/** The points of a run, in a loop written by hand. */
function loop(optimizer: AnyOptimizer, steps: number): Point[] {
  const batch = batches();
  const points: Point[] = [];
  let params = start;
  let state = optimizer.init(params);
  for (let step = 0; step <= steps; step++) {
    const indices = batch(step + 1);
    points.push({ step, loss: loss(params, indices).item(), params, state });
    const f = (p: Line) => loss(p, indices);
    const at = params;
    const context = {
      loss: f(at),
      gradient: grad(f),
      hvp: (vector: Line) => hvp(f)(at, vector),
    };
    const slopes = grad(f)(params);
    ({ params, state } = optimizer.update(slopes, state, params, context));
  }
  return points;
}

function recorded(
  from: Line,
  optimizer: AnyOptimizer,
  steps: number,
  state?: Point["state"],
): Point[] {
  const points: Point[] = [];
  minimize(loss, from, optimizer, {
    steps,
    state,
    batch: batches(),
    record: (point) => points.push(point),
  });
  return points;
}

const rates = fc.double({ min: 1e-3, max: 0.1, noNaN: true });

Deno.test("minimize() of batches goes the way of a loop written by hand", () => {
  check(
    fc.property(settings(rates), fc.nat(12), (setting, steps) => {
      const expected = loop(make(setting), steps);
      const points = recorded(start, make(setting), steps);
      assertEquals(points.map(({ step }) => step), expected.map((p) => p.step));
      points.forEach((point, i) => assertSamePoint(point, expected[i]));
    }),
    { numRuns: 30 },
  );
});

Deno.test("minimize() of batches goes on from a state kept as JSON or bytes, bit for bit", () => {
  const steps = 12;
  for (const rule of Object.keys(lecture)) {
    const build = () =>
      chain(clipByGlobalNorm(2), lecture[rule]((t) => t.pow(-1), 0.5));
    const whole = recorded(start, build(), steps);
    for (const { step, params, state } of whole) {
      const kept = { params, state };
      const restored: unknown[] = [
        treeFromJSON(JSON.parse(JSON.stringify(kept)) as TensorJSON),
        decodeTree(encodeTree(kept)),
      ];
      for (const each of restored as (typeof kept)[]) {
        const rest = recorded(
          each.params,
          build(),
          steps - step,
          each.state,
        );
        assertEquals(rest.length, steps - step + 1);
        rest.forEach((point, i) => assertSamePoint(point, whole[step + i]));
      }
    }
  }
});

Deno.test("minimize() asks for the batch of each step once, by the state's count", () => {
  const optimizer = adagrad();
  const asked: number[] = [];
  const run = (steps: number, state?: ReturnType<typeof optimizer.init>) => {
    asked.length = 0;
    const options = {
      steps,
      state: state as OptimizerState<Tensor, { h: Tensor }> | undefined,
      batch: (step: number) => (asked.push(step), step),
    };
    return minimize(
      (w: Tensor, factor: number) => w.square().mul(factor),
      tensor(1),
      optimizer,
      options,
    );
  };
  const { state } = run(3);
  assertEquals(asked, [1, 2, 3, 4]);
  run(2, state);
  assertEquals(asked, [4, 5, 6]);
  run(0, { ...state, count: tensor(41) });
  assertEquals(asked, [42]);
});

Deno.test("minimize() gives the loss of the batch that follows", () => {
  const losses: number[] = [];
  const result = minimize(
    (w: Tensor, target: number) => w.sub(target).square(),
    tensor(0),
    gradientDescent({ learningRate: 0.5 }),
    {
      steps: 2,
      batch: (step) => step * step,
      record: ({ loss }) => losses.push(loss),
    },
  );
  // At 0 towards 1, at 1 towards 4, at 4 towards 9.
  assertEquals(losses, [1, 9, 25]);
  assertEquals([result.loss, result.params.item()], [25, 4]);
});

Deno.test("minimize() ends where a batch's loss is not finite", () => {
  const result = minimize(
    (w: Tensor, scale: number) => w.mul(scale),
    tensor(1),
    gradientDescent({ learningRate: 0.5 }),
    { steps: 9, batch: (step) => step === 3 ? NaN : 0 },
  );
  assertEquals([result.status, result.steps], ["diverged", 2]);
  assertEquals(result.params.item(), 1);
});

Deno.test("minimize() of a function without a batch hands it nothing more", () => {
  const seen: unknown[][] = [];
  const f = (...given: Tensor[]) => (seen.push(given.slice(1)), given[0].sum());
  minimize(f as (w: Tensor) => Tensor, tensor([1]), adagrad(), { steps: 1 });
  assertEquals(seen, [[], []]);
});

Deno.test("minimize() has types that tell a function of a batch from one without", () => {
  const plain = (w: Tensor) => w.sum();
  const batched = (w: Tensor, factor: number) => w.mul(factor).sum();
  const [w, optimizer] = [tensor([1]), adagrad()];
  const compiled = [
    () => minimize(plain, w, optimizer, { steps: 1 }),
    () => minimize(plain, w, optimizer, { steps: 1, batch: (n: number) => n }),
    () => minimize(batched, w, optimizer, { steps: 1, batch: (step) => step }),
    // @ts-expect-error a function of a batch needs one
    () => minimize(batched, w, optimizer, { steps: 1 }),
    // @ts-expect-error the batch is text
    () => minimize(batched, w, optimizer, { steps: 1, batch: () => "1" }),
  ];
  for (const run of compiled.slice(0, 3)) assertEquals(run().steps, 1);
});

Deno.test("minimize() refuses a batch that is no function", () => {
  for (
    const [batch, text] of [
      [tensor([1]), "a tensor"],
      [null, "null"],
      [[1], "an array"],
      [5, "5"],
    ]
  ) {
    const error = assertThrows(
      () =>
        minimize((w: Tensor) => w.sum(), tensor([1]), adagrad(), {
          steps: 1,
          batch: batch as never,
        }),
      TypeError,
    );
    assertEquals(
      (error as Error).message,
      "Cannot minimize: batch must be a function of the number of a step, " +
        `current value is ${text}`,
    );
  }
});
