/** Compiled steps with transformations and schedules have the bits of steps. */
import { compile } from "../../autodiff/compile.ts";
import {
  accumulateGradients,
  adam,
  adaptiveGradientClipping,
  chain,
  clipByNorm,
  cosineRestarts,
  exponentialAverage,
  gradientCentralization,
  gradientDescent,
  gradientNoise,
  joinSchedules,
  key,
  lookahead,
  mapTree,
  masked,
  momentum,
  oneCycle,
  type Optimizer,
  type OptimizerState,
  parameterGroups,
  polyakAverage,
  polynomialDecay,
  type Schedule,
  type Slot,
  type Tensor,
  tensor,
  warmupStableDecay,
} from "../../mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import { assertSameBits } from "../support/bits.ts";
import { elements } from "./support.ts";

interface Params {
  readonly b: Tensor;
  readonly w: readonly Tensor[];
}
interface Point {
  readonly params: Params;
  readonly state: OptimizerState<Params, Slot>;
}

const start: Params = {
  b: tensor(2),
  w: [tensor([1, -2]), tensor([[3, 1], [2, -1]], "float32")],
};

const rate = (learningRate: Schedule) => gradientDescent({ learningRate });
const optimizers: Readonly<Record<string, unknown>> = {
  "clipped units": chain(
    adaptiveGradientClipping({ clipping: 0.1 }),
    clipByNorm(0.05),
    adam(),
  ),
  "centralized noise": chain(
    gradientNoise({ key: key(1), variance: 0.1 }),
    gradientCentralization(),
    momentum(),
  ),
  averages: chain(
    adam(),
    lookahead({ steps: 2 }),
    exponentialAverage(),
    masked(polyakAverage({ start: 2 }), ({ path }) => path !== ".b"),
  ),
  "accumulated gradients": accumulateGradients(adam(), { steps: 2 }),
  groups: parameterGroups(
    { a: adam(), b: momentum(), c: "frozen" },
    { b: "c", w: ["a", "b"] },
  ),
  restarts: rate(
    cosineRestarts({ learningRate: 0.1, steps: 2, stepsFactor: 2 }),
  ),
  "one cycle": rate(oneCycle({ learningRate: 0.1, steps: 5 })),
  joined: rate(joinSchedules([
    {
      rate: polynomialDecay({ learningRate: 0.1, steps: 4, power: 0.9 }),
      steps: 3,
    },
    {
      rate: warmupStableDecay({
        learningRate: 1,
        warmupSteps: 1,
        stableSteps: 1,
        decaySteps: 3,
        form: "root",
      }),
    },
  ])),
};

for (const [name, made] of Object.entries(optimizers)) {
  Deno.test(`compiled steps of ${name} have the bits of the steps`, () => {
    const optimizer = made as Optimizer;
    const step = ({ params, state }: Point): Point =>
      optimizer.update(mapTree((w) => w.sin(), params), state, params);
    const fast = compile(step);
    const first = { params: start, state: optimizer.init(start) };
    const bits = (point: Point) =>
      flattenTree("test", point).leaves.flatMap(elements);
    let [plain, compiled]: Point[] = [first, first];
    for (let i = 0; i < 6; i++) {
      plain = step(plain);
      compiled = fast(compiled);
      assertSameBits(bits(compiled), bits(plain));
    }
  });
}
