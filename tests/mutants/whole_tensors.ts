import { wrap } from "../../laws/mod.ts";
import {
  adam,
  divideOrZero,
  gradientDescent,
  lamb,
  lars,
  momentum,
  scalar,
  type Tensor,
} from "../../mod.ts";
import { scaledToWeights, tensorNorm } from "../../optimizers/tensor_norm.ts";
import { type Mutant, twisted } from "./mutant.ts";

type Rows = number[][];
interface LarsInput {
  readonly g: Tensor;
  readonly w: Tensor;
  readonly state: { readonly m: Tensor };
}

/** LARS with another scaling of the gradient with its decay. */
function larsBy(
  scaled: (u: Tensor, w: Tensor, trust: Tensor) => Tensor,
) {
  return (
    { g, w, state }: LarsInput,
    hyper: Record<
      "learningRate" | "momentum" | "weightDecay" | "trustCoefficient",
      Tensor
    >,
  ) => {
    const { learningRate, momentum, weightDecay, trustCoefficient } = hyper;
    const u = g.add(weightDecay.mul(w));
    const part = scaled(u, w, trustCoefficient).mul(learningRate);
    const m = momentum.mul(state.m).add(part);
    return { step: m, state: { m } };
  };
}

/** LAMB with another scaling of Adam's direction with its decay. */
function lambBy(
  scaled: (u: Tensor, input: { w: Tensor; g: Tensor }) => Tensor,
): typeof lamb.definition.step {
  return (input, hyper) => {
    const one = { ...hyper, learningRate: scalar(1) };
    const choices = adam().choices as Parameters<
      typeof adam.definition.step
    >[2];
    const { step: r, state } = adam.definition.step(input, one, choices);
    const u = r.add(hyper.weightDecay.mul(input.w));
    return { step: hyper.learningRate.mul(scaled(u, input)), state };
  };
}

/** Wrong forms of rules that see a tensor as a whole. */
export const wholeTensorMutants: readonly Mutant[] = [
  twisted(lamb, "the ratio of norms is inverted", {
    rejectedBy: ["follows-weights"],
    step: lambBy((u, { w }) =>
      u.mul(divideOrZero(tensorNorm(u), tensorNorm(w)))
    ),
  }),
  twisted(lamb, "the ratio of norms is missing", {
    rejectedBy: ["follows-weights"],
    step: lambBy((u) => u),
  }),
  twisted(lamb, "the norm is the gradient's, not the direction's", {
    rejectedBy: ["scale"],
    step: lambBy((u, { w, g }) => scaledToWeights(u, w, tensorNorm(g))),
  }),
  twisted(lamb, "squares of the weights overflow", {
    rejectedBy: ["finite-steps"],
    step: lambBy((u, { w }) =>
      divideOrZero(u, tensorNorm(u)).mul(w.square().sum().sqrt())
    ),
  }),
  twisted(lamb, "the direction's sign is lost in its norm", {
    rejectedBy: ["sign-symmetry"],
    step: lambBy((u, { w }) => scaledToWeights(u, w, u.sum())),
  }),
  twisted(lars, "the norm is the sum of magnitudes", {
    rejectedBy: ["rotations"],
    step: larsBy((u, w, trust) => scaledToWeights(u, w, u.abs().sum(), trust)),
  }),
  twisted(lars, "the norm is the greatest magnitude", {
    rejectedBy: ["rotations"],
    step: larsBy((u, w, trust) => scaledToWeights(u, w, u.abs().max(), trust)),
  }),
  twisted(lars, "the weights' norm is squared", {
    rejectedBy: ["finite-steps", "follows-weights"],
    step: larsBy((u, w, trust) =>
      divideOrZero(u, tensorNorm(u)).mul(w.square().sum()).mul(trust)
    ),
  }),
  twisted(gradientDescent, "the sign of the gradient is taken", {
    rejectedBy: ["closed-form", "rotations", "scale"],
    step: ({ g, state }, { learningRate }) => ({
      step: learningRate.mul(g.sign()),
      state,
    }),
  }),
  {
    name: "adam: claims not to depend on the basis",
    rejectedBy: ["rotations"],
    options: {},
    optimizer: {
      ...adam({ learningRate: 0.1 }),
      traits: { coordinatewise: true, rotations: "whole" },
    },
  },
  twisted(momentum, "the gradient is cut to [-1, 1]", {
    rejectedBy: ["closed-form", "rotations", "scale"],
    step: (input, hyper, choices) =>
      momentum.definition.step(
        { ...input, g: input.g.clip(-1, 1) },
        hyper,
        choices,
      ),
  }),
  {
    name: "normalized gradients: the norm is that of all parameters",
    rejectedBy: ["tensors-apart"],
    options: {},
    optimizer: wrap<Rows, null>({
      id: "norm-of-all",
      takes: "list",
      traits: { tensorwise: true, ignoresWeights: true, odd: true },
      init: () => null,
      update: (grads, state, params) => {
        const norm = Math.hypot(...grads.flat()) || 1;
        return {
          params: params.map((w, i) => w.map((x, j) => x - grads[i][j] / norm)),
          state,
        };
      },
    }),
  },
];
