/** Names that are misspelt are refused, wherever some are given. */
import { assertThrows } from "@std/assert";
import {
  adam,
  chain,
  defineOptimizer,
  defineStatefulTransformation,
  defineTransformation,
  defineTreeOptimizer,
  explain,
  gradientNoise,
  key,
  miniBatches,
  minimize,
  momentum,
  oneCycle,
  polyak,
  sophia,
  type Tensor,
  tensor,
  warmupStableDecay,
} from "../../mod.ts";

const w = tensor([1, 2]);
const loss = (w: Tensor) => w.square().sum();
const rule = momentum.definition;
const treeRule = polyak.definition;
const plain = {
  id: "plain",
  hyper: {},
  traits: { coordinatewise: true },
  apply: <P>(updates: P) => updates,
};
const keeping = {
  id: "keeping",
  hyper: {},
  traits: { coordinatewise: true },
  init: (params: unknown) => ({ average: params }),
  advance: (updates: unknown, kept: unknown) => ({ updates, kept }),
};

const cases: Record<string, (given: never) => unknown> = {
  "Cannot minimize: it has no option step; did you mean steps?": () =>
    minimize(loss, w, adam(), { step: 2 } as never),
  "Cannot minimize: it has no option recrod; did you mean record?": () =>
    minimize(loss, w, adam(), { steps: 2, recrod: () => {} } as never),
  "Cannot minimize: options must be a record, current value is 100": () =>
    minimize(loss, w, adam(), 100 as never),
  "Cannot explain: it has no option stpes; did you mean steps?": () =>
    explain(adam(), adam(), { stpes: 2 } as never),
  "Cannot explain: it has no part of a trajectory gradient; did you mean gradients?":
    () =>
      explain(adam(), adam(), {
        trajectory: { start: w, gradients: [w], gradient: [w] },
      } as never),
  "Cannot create miniBatches: it has no option sample; did you mean samples?":
    () => miniBatches({ key: key(1), sample: 3, size: 1 } as never),
  "Cannot create gradientNoise: it has no option kye; did you mean key?": () =>
    gradientNoise({ kye: key(1), variance: 1 } as never),
  "Cannot create oneCycle: it has no hyperparameter from; did you mean form?":
    () => oneCycle({ learningRate: 1, steps: 9, from: "linear" } as never),
  "Cannot create warmupStableDecay: it has no hyperparameter from; did you mean form?":
    () => warmupStableDecay({ learningRate: 1, from: "root" } as never),
  "Cannot create sophia: it has no hyperparameter kye; did you mean key?": () =>
    sophia({ kye: key(1) } as never),
  "Cannot define momentum: it has no part evalute; did you mean evaluate?":
    () => defineOptimizer({ ...rule, evalute: () => w } as never),
  "Cannot define momentum: it has no trait od; did you mean odd?": () =>
    defineOptimizer(
      { ...rule, traits: { coordinatewise: true, od: true } } as never,
    ),
  "Cannot define momentum: it has no hyperparameter learningrate; did you mean learningRate?":
    () =>
      defineOptimizer(
        { ...rule, variants: { own: { learningrate: 1 } } } as never,
      ),
  "Cannot define polyak: it has no part need; did you mean needs?": () =>
    defineTreeOptimizer({ ...treeRule, need: ["loss"] } as never),
  "Cannot define polyak: it has no need los; did you mean loss?": () =>
    defineTreeOptimizer({ ...treeRule, needs: ["los"] } as never),
  "Cannot define plain: it has no part hypr; did you mean hyper?": () =>
    defineTransformation({ ...plain, hypr: {} } as never),
  "Cannot define plain: it has no trait coordinateWise; did you mean coordinatewise?":
    () =>
      defineTransformation(
        { ...plain, traits: { coordinateWise: true } } as never,
      ),
  "Cannot define keeping: it has no part evaluat; did you mean evaluate?": () =>
    defineStatefulTransformation(
      { ...keeping, evaluat: "average" } as never,
    ),
  "Cannot define keeping: it has no need lss; did you mean loss?": () =>
    defineStatefulTransformation({ ...keeping, needs: ["lss"] } as never),
  "Cannot init keeping: it keeps no avrage to evaluate at; did you mean average?":
    () =>
      chain(
        adam(),
        defineStatefulTransformation(
          { ...keeping, evaluate: "avrage" } as never,
        )({}),
      ).init(w),
};

for (const [message, call] of Object.entries(cases)) {
  Deno.test(`what is misspelt is refused: ${message}`, () => {
    assertThrows(() => call(undefined as never), TypeError, message);
  });
}
