/** A rule of whole trees that needs and keeps everything, for tests. */
import {
  defineTreeOptimizer,
  each,
  globalNorm,
  innerProduct,
  type Kept,
  type key,
  type Optimizer,
  positive,
  scalar,
  stepInputs,
  type Tensor,
  tensor,
  type TreeRule,
  zerosLike,
} from "../../mod.ts";
import { assertSameBits } from "../support/bits.ts";

export interface Options {
  readonly variant?: string;
  readonly learningRate?: number | ((t: Tensor) => Tensor);
  readonly key?: ReturnType<typeof key>;
}

export const frame = {
  family: "both",
  hyper: {
    learningRate: { default: 0.5, range: positive, symbol: "η", doc: "size" },
  },
  variants: { paper: {} },
  traits: { coordinatewise: false },
  cite: [],
} as const;

/** Everything that a rule can need and keep, in one. */
export const rich: TreeRule<
  Options,
  "m" | "z",
  "n" | "sum",
  "loss" | "gradient" | "hvp" | "probe"
> = defineTreeOptimizer({
  ...frame,
  id: "rich",
  needs: ["loss", "gradient", "hvp", "probe"],
  init: (w) => ({ m: zerosLike(w), z: w }),
  initShared: () => ({ n: scalar(1), sum: scalar(0) }),
  step: ({ g, w, state, shared, t, context }, { learningRate }) => {
    const ahead = context.gradient(each((w, g) => w.sub(g.mul(0.125)), w, g));
    const bend = each(
      (u, h) => u.mul(h),
      context.probe,
      context.hvp(context.probe),
    );
    const m = each((m, a, b) => m.mul(0.5).add(a).add(b), state.m, ahead, bend);
    const n = globalNorm(m).maximum(shared.n);
    const sum = shared.sum.add(context.loss).add(innerProduct(g, w).mul(t));
    return {
      step: each((m) => learningRate.mul(m).div(n), m),
      state: { m, z: each((z, m) => z.sub(m), state.z, m) },
      shared: { n, sum },
    };
  },
  evaluate: ({ w, state, shared, t }, { learningRate }) =>
    w.add(learningRate.mul(state.z).mul(t).div(shared.n)),
});

export type Params = { readonly a: Tensor; readonly b: readonly Tensor[] };

export const start: Params = {
  a: tensor([[1, -2], [0.5, 3]]),
  b: [tensor([0.25, -1]), tensor(2)],
};

/** A function of which nothing is constant. */
export const bumpy = ({ a, b }: Params, shift: Tensor | number = 0): Tensor =>
  a.sin().sum().add(b[0].square().mul(b[0]).sum()).add(
    b[1].sub(shift).square().mul(a.mean()),
  );

export const leaves = ({ a, b }: Params) => [a, ...b];

export function assertSameParams(x: Params, y: Params): void {
  leaves(x).forEach((leaf, i) => {
    assertSameBits(leaf.toTypedArray(), leaves(y)[i].toTypedArray());
  });
}

/** What a step gives by hand, from an optimizer's state and a context. */
export function steps(
  optimizer: Optimizer<Kept<"m" | "z">>,
  count: number,
  params: Params = start,
  state = optimizer.init(params),
) {
  const inputs = stepInputs<Params, [number]>(bumpy);
  for (let i = 0; i < count; i++) {
    const { grad, context } = inputs(params, 0.5);
    ({ params, state } = optimizer.update(grad, state, params, context));
  }
  return { params, state };
}
