import { wrap } from "../../laws/mod.ts";
import {
  adafactor,
  adam,
  divideOrZero,
  gradientDescent,
  lamb,
  lars,
  momentum,
  muon,
  type RuleDefinition,
  scalar,
  shampoo,
  type Slot,
  soap,
  subtract,
  type Tensor,
  where,
} from "../../mod.ts";
import { orthogonalized } from "../../optimizers/newton_schulz.ts";
import {
  nextStatistics,
  preconditioned,
} from "../../optimizers/shampoo_statistics.ts";
import { squarable } from "../../optimizers/squarable.ts";
import {
  rootMeanSquare,
  scaledToWeights,
  tensorNorm,
} from "../../optimizers/tensor_norm.ts";
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

type Hyper = Readonly<Record<string, Tensor>>;
type Wrong = RuleDefinition<Record<never, never>, Slot>["step"];

/** Muon with another direction of matrices, without decay. */
function muonBy(direction: (m: Tensor) => Tensor): Wrong {
  return ({ g, state }, hyper: Hyper) => {
    const { momentum, learningRate } = hyper;
    const m = momentum.mul(state.m).add(subtract(1, momentum).mul(g));
    const step = learningRate.mul(g.rank === 2 ? direction(m) : m);
    return { step, state: { ...state, m } };
  };
}

/** Adafactor of matrices without memory, with another mean of squares. */
function adafactorBy(
  root: (squares: Tensor) => Tensor,
  size: (w: Tensor) => Tensor = rootMeanSquare,
  bounded: (g: Tensor) => Tensor = squarable,
): Wrong {
  return ({ g, w, state }, hyper: Hyper) => {
    const u = divideOrZero(bounded(g), root(bounded(g).square()));
    return { step: hyper.learningRate.mul(size(w)).mul(u), state };
  };
}

/** √(r·c/mean(r)), where r and c are means over these axes. */
function factors(rows: number, columns: number) {
  return (squares: Tensor) => {
    if (squares.rank !== 2 || squares.size === 0) return squares.sqrt();
    const [r, c] = [columns, rows].map((axis) =>
      squares.mean({ axis, keepDims: true })
    );
    return divideOrZero(r, r.mean()).sqrt().mul(c.sqrt());
  };
}

/** Shampoo's state with another direction. */
function shampooBy(
  direction: (g: Tensor) => Tensor,
): typeof shampoo.definition.step {
  return (input, hyper, choices) => {
    const { state } = shampoo.definition.step(input, hyper, choices);
    const g = squarable(input.g);
    return { step: hyper.learningRate.mul(direction(g)), state };
  };
}

/** Wrong forms of rules that see a tensor as a whole. */
export const wholeTensorMutants: readonly Mutant[] = [
  twisted(lamb, "the ratio of norms is inverted", {
    rejectedBy: ["closed-form-of-trees", "follows-weights"],
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
    rejectedBy: ["closed-form-of-trees", "rotations"],
    step: larsBy((u, w, trust) => scaledToWeights(u, w, u.abs().max(), trust)),
  }),
  twisted(lars, "the weights' norm is squared", {
    rejectedBy: ["finite-steps", "follows-weights"],
    step: larsBy((u, w, trust) =>
      divideOrZero(u, tensorNorm(u)).mul(w.square().sum()).mul(trust)
    ),
  }),
  twisted(gradientDescent, "the sign of the gradient is taken", {
    rejectedBy: ["closed-form", "rotations", "scale", "steps-in-span"],
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
    rejectedBy: ["closed-form", "rotations", "scale", "steps-in-span"],
    step: (input, hyper, choices) =>
      momentum.definition.step(
        { ...input, g: input.g.clip(-1, 1) },
        hyper,
        choices,
      ),
  }),
  twisted(muon, "the matrix is not normalized", {
    rejectedBy: ["finite-steps", "scale"],
    step: muonBy(orthogonalized),
  }),
  twisted(muon, "the norm is the greatest magnitude", {
    rejectedBy: ["rotations"],
    step: muonBy((m) => orthogonalized(divideOrZero(m, m.abs().max()).div(9))),
  }),
  twisted(muon, "the direction is the gradient's sign", {
    rejectedBy: ["rotations"],
    step: muonBy((m) => m.sign()),
  }),
  twisted(adafactor, "squares overflow", {
    rejectedBy: ["finite-steps"],
    step: adafactorBy(factors(0, 1), rootMeanSquare, (g) => g),
  }),
  twisted(adafactor, "v is r·c, not over the mean of r", {
    rejectedBy: ["scale"],
    step: adafactorBy((squares) => {
      if (squares.rank !== 2 || squares.size === 0) return squares.sqrt();
      const r = squares.mean({ axis: 1, keepDims: true });
      return r.sqrt().mul(squares.mean({ axis: 0, keepDims: true }).sqrt());
    }),
  }),
  twisted(adafactor, "steps do not follow the weights", {
    rejectedBy: ["follows-weights"],
    step: adafactorBy(factors(0, 1), () => scalar(1)),
  }),
  twisted(adafactor, "steps follow the mean square of the weights", {
    rejectedBy: ["follows-weights"],
    step: adafactorBy(factors(0, 1), (w) => rootMeanSquare(w).square()),
  }),
  twisted(shampoo, "the diagonals of its matrices alone are taken", {
    rejectedBy: ["rotations"],
    step: shampooBy((g) => divideOrZero(g, g.square().add(1e-4).sqrt())),
  }),
  twisted(shampoo, "the matrices forget in steps without a gradient", {
    rejectedBy: ["idle-keeps-state"],
    step: (input, hyper, choices) => {
      const forgotten = Object.entries(input.state)
        .map(([name, h]) => [name, h.mul(0.5)]);
      const state = Object.fromEntries(forgotten);
      return shampoo.definition.step({ ...input, state }, hyper, choices);
    },
  }),
  twisted(shampoo, "one side of a matrix has the root of both", {
    rejectedBy: ["scale"],
    step: (input, hyper, choices) => {
      const taken = shampoo.definition.step(input, hyper, choices);
      const norm = tensorNorm(input.g);
      const root = where(norm.equal(0), 1, norm.sqrt());
      return { ...taken, step: taken.step.div(root) };
    },
  }),
  twisted(shampoo, "squares of gradients overflow", {
    rejectedBy: ["finite-steps"],
    step: ({ g, state: past }, { learningRate, epsilon }) => {
      const state = nextStatistics(past, g);
      const direction = preconditioned(g, state, epsilon);
      return { step: learningRate.mul(direction), state };
    },
  }),
  twisted(soap, "the decay has lost the weights' sign", {
    rejectedBy: ["sign-symmetry"],
    step: (input, hyper, choices) => {
      const taken = soap.definition.step(input, hyper, choices);
      const decay = hyper.weightDecay.mul(input.w.abs());
      return { ...taken, step: taken.step.add(decay) };
    },
  }),
  twisted(soap, "the step that makes bases is corrected for no steps", {
    rejectedBy: ["finite-steps"],
    step: (input, hyper, choices) => {
      const taken = soap.definition.step(input, hyper, choices);
      return { ...taken, step: taken.step.div(input.t.sub(1)) };
    },
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
