import { subtract, type Tensor, zerosLike } from "../autodiff/mod.ts";
import type { StepInput } from "./define.ts";
import { amountOf, shareOf } from "./hyperparameter_rows.ts";
import type {
  HyperparameterTable,
  HyperparameterValue,
} from "./hyperparameters.ts";
import type { Slot } from "./optimizer.ts";
import { squarable } from "./squarable.ts";

/** How means of squares are kept by rows and by columns. */
export interface FactoredOptions {
  /** τ: the means of squares forget with β₂ = 1 − t^−τ. Default: 0.8. */
  readonly decayExponent?: HyperparameterValue;
  /** ε₁, beside the squares. Default: 1e-30; `torch` 2⁻⁵². */
  readonly epsilon?: HyperparameterValue;
  /** Whether ε₁ is added to squares or a floor. Default: `added`; `torch` `floor`. */
  readonly epsilonPlacement?: "added" | "floor";
  /** Which axes are factored. Default: `last-axes`; `optax` `long-axes`. */
  readonly factored?: "last-axes" | "longest-axes" | "long-axes";
}

type Factored = NonNullable<FactoredOptions["factored"]>;
type Choices = Readonly<
  Required<Pick<FactoredOptions, "epsilonPlacement" | "factored">>
>;

/** The rows of the hyperparameters. */
export const factoredHyper: HyperparameterTable<"decayExponent" | "epsilon"> = {
  decayExponent: shareOf(0.8, "τ", "how fast the means cease to forget"),
  epsilon: amountOf(1e-30, "ε₁", "what is beside the squares"),
};

/** The structural options. */
export const factoredChoices: {
  readonly [K in keyof Choices]: readonly Choices[K][];
} = {
  epsilonPlacement: ["added", "floor"],
  factored: ["last-axes", "longest-axes", "long-axes"],
};

/** From which length on optax factors axes. */
const LONG = 128;

/** The axes of rows and columns; none where each element keeps its own mean. */
function axesOf(
  { shape, size }: Tensor,
  factored: Factored,
): readonly [number, number] | undefined {
  if (shape.length < 2 || size === 0) return undefined;
  const last = [shape.length - 2, shape.length - 1] as const;
  if (factored === "last-axes") return last;
  const byLength = shape.map((_, axis) => axis)
    .sort((a, b) => shape[a] - shape[b] || a - b);
  const [rows, columns] = byLength.slice(-2);
  const short = factored === "long-axes" && shape[rows] < LONG;
  return short ? undefined : [rows, columns];
}

/**
 * What is kept before the first step: means r of rows and c of columns, their
 * axes of length 1, or v like the tensor.
 */
export function startSquares(w: Tensor, factored: Factored): Slot {
  const axes = axesOf(w, factored);
  const zeros = zerosLike(w);
  if (axes === undefined) return { v: zeros };
  const [rows, columns] = axes;
  return {
    r: zeros.mean({ axis: columns, keepDims: true }),
    c: zeros.mean({ axis: rows, keepDims: true }),
  };
}

/** The gradient over the root of the means of its squares, and the means. */
export function overFactoredRoot(
  { g: gradient, t, state }: StepInput<Slot>,
  { decayExponent, epsilon }: Readonly<
    Record<keyof typeof factoredHyper, Tensor>
  >,
  { epsilonPlacement, factored }: Choices,
): { readonly u: Tensor; readonly state: Slot } {
  const g = squarable(gradient);
  const axes = axesOf(g, factored);
  const added = epsilonPlacement === "added";
  const squares = added ? g.square().add(epsilon) : g.square();
  const share = t.log().mul(decayExponent.neg()).exp();
  const mean = (past: Tensor, present: Tensor) =>
    subtract(1, share).mul(past).add(share.mul(present));
  const over = (root: Tensor) =>
    g.divideOrZero(added ? root : root.maximum(epsilon));
  if (axes === undefined) {
    const v = mean(state.v, squares);
    return { u: over(v.sqrt()), state: { v } };
  }
  const [rows, columns] = axes;
  const meanOver = (axis: number) => squares.mean({ axis, keepDims: true });
  const r = mean(state.r, meanOver(columns));
  const c = mean(state.c, meanOver(rows));
  const whole = r.mean({ axis: rows, keepDims: true });
  const part = r.divideOrZero(added ? whole : whole.maximum(epsilon));
  return { u: over(part.sqrt().mul(c.sqrt())), state: { r, c } };
}
