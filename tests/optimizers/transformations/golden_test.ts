/** Transformations against the runs of optax' and PyTorch's own. */
import { assert, assertEquals } from "@std/assert";
import {
  accumulateGradients,
  adam,
  adaptiveGradientClipping,
  chain,
  clipByGlobalNorm,
  exponentialAverage,
  gradientCentralization,
  gradientDescent,
  lookahead,
  masked,
  momentum,
  type Optimizer,
  parameterGroups,
  polyakAverage,
  type Tensor,
  tensor,
} from "../../../mod.ts";
import optax from "../../golden/transformations/optax.json" with {
  type: "json",
};
import torch from "../../golden/transformations/torch.json" with {
  type: "json",
};
import problem from "../../golden/trajectories/problem.json" with {
  type: "json",
};
import { elements } from "../support.ts";

const descent = gradientDescent({ learningRate: 0.125 });
const heavy = momentum({
  learningRate: 0.125,
  momentum: 0.5,
  variant: "torch",
});
const optaxAdam = (learningRate: number) =>
  adam({ learningRate, variant: "optax" });

/** What the scripts call by these names. */
const optimizers: Readonly<Record<string, unknown>> = {
  "adaptive gradient clipping": chain(
    adaptiveGradientClipping({ clipping: 0.25 }),
    descent,
  ),
  "adaptive gradient clipping, epsilon": chain(
    adaptiveGradientClipping({ clipping: 0.25, epsilon: 0.5 }),
    descent,
  ),
  "gradient centralization": chain(gradientCentralization(), heavy),
  "masked": chain(
    masked(clipByGlobalNorm(0.5), { a: true, b: false, c: true }),
    descent,
  ),
  "parameter groups": parameterGroups(
    { heavy, adam: optaxAdam(0.0625), still: "frozen" },
    { a: "adam", b: "heavy", c: "still" },
  ),
  "accumulated gradients": accumulateGradients(optaxAdam(0.125), { steps: 4 }),
  "lookahead": chain(optaxAdam(0.0625), lookahead()),
  "lookahead of a heavy ball": chain(
    heavy,
    lookahead({ steps: 3, slowStepSize: 0.75 }),
  ),
  "exponential average": chain(descent, exponentialAverage({ decay: 0.875 })),
  "polyak average": chain(descent, polyakAverage()),
  "polyak average from step 31 on": chain(
    descent,
    polyakAverage({ start: 30 }),
  ),
};

type Params = Readonly<Record<string, Tensor>>;
interface Case {
  readonly name: string;
  readonly points: readonly (readonly number[])[];
  readonly evaluation?: readonly (readonly number[])[];
}

const names = ["a", "b", "c"] as const;
const treeOf = (row: Readonly<Record<string, unknown>>): Params =>
  Object.fromEntries(names.map((name) => {
    const flat = [row[name]].flat(2) as number[];
    return [name, tensor(flat).reshape([...problem.shapes[name]])];
  }));
const flatOf = (tree: Params) => names.flatMap((name) => elements(tree[name]));

/**
 * 100 steps, each with some ten roundings of numbers that are sums of at most
 * 100 steps: far below 10⁻¹² of what is greatest.
 */
function assertNear(actual: number[], expected: readonly number[]): void {
  const bound = 1e-12 * Math.max(1, ...expected.map(Math.abs));
  expected.forEach((x, i) =>
    assert(Math.abs(actual[i] - x) <= bound, `${actual[i]} for ${x} at ${i}`)
  );
}

for (const { library, recorded, cases } of [optax, torch]) {
  for (const { name, points, evaluation } of cases as Case[]) {
    Deno.test(`${name} goes the way of ${library}`, () => {
      const optimizer = optimizers[name] as Optimizer;
      let params = treeOf(problem.start);
      let state = optimizer.init(params);
      problem.gradients.forEach((gradients, i) => {
        const g = treeOf(gradients);
        ({ params, state } = optimizer.update(g, state, params));
        const place = recorded.indexOf(i + 1);
        if (place < 0) return;
        assertNear(flatOf(params), points[place]);
        const at = optimizer.evaluationParams(state, params);
        assertNear(flatOf(at), (evaluation ?? points)[place]);
      });
    });
  }
}

Deno.test("every run of a library is held against something", () => {
  const all = [...optax.cases, ...torch.cases].map(({ name }) => name);
  assertEquals(new Set(all), new Set(Object.keys(optimizers)));
});
