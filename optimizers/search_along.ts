import { type Tensor, type ValueAndGrad, zerosLike } from "../autodiff/mod.ts";
import {
  greatestMagnitude,
  pointAlong,
  slopeAlong,
  stepAlong,
  sumOfMagnitudes,
} from "./along_line.ts";
import {
  amountOf,
  decayOf,
  learningRateOf,
  stepsOf,
} from "./hyperparameter_rows.ts";
import type {
  HyperparameterTable,
  HyperparameterValue,
} from "./hyperparameters.ts";
import { strongWolfe } from "./strong_wolfe.ts";
import { each } from "./whole_tree.ts";

/** Where a search begins. */
interface Begin {
  readonly g: readonly Tensor[];
  readonly w: readonly Tensor[];
  readonly t: Tensor;
  readonly context: {
    readonly loss: Tensor;
    readonly valueAndGrad: (
      w: readonly Tensor[],
    ) => ValueAndGrad<readonly Tensor[]>;
  };
}

/** The options of rules that search along a line. */
export interface LineSearchOptions {
  /** η, how far along the direction is tried first. Default: 1. */
  readonly learningRate?: HyperparameterValue;
  /** c₁, how much of the promised decrease is enough. Default: 1e-4. */
  readonly sufficientDecrease?: HyperparameterValue;
  /** c₂, how flat the function must have become. Default: 0.9. */
  readonly curvature?: HyperparameterValue;
  /** How many more points are tried after the first. Default: 25. */
  readonly trials?: HyperparameterValue;
  /** τ, the least slope that is followed, and the shortest bracket. Default: 1e-9. */
  readonly tolerance?: HyperparameterValue;
}

/** The rows of their hyperparameters. */
export const lineSearchRows: HyperparameterTable<keyof LineSearchOptions> = {
  learningRate: learningRateOf(1, "how far is tried first"),
  sufficientDecrease: decayOf(1e-4, "c₁", "how much decrease is enough"),
  curvature: decayOf(0.9, "c₂", "how flat the function must have become"),
  trials: stepsOf(25, "n", "how many more points are tried"),
  tolerance: amountOf(1e-9, "τ", "the least slope that is followed"),
};

/** How the search goes. */
type Search = Readonly<Record<keyof LineSearchOptions, Tensor>>;

/**
 * The step to subtract that a line search finds along `down`, which is to be
 * subtracted too: 0 where that doesn't lead down, or nothing lower is found.
 */
export function searchAlong(
  down: readonly Tensor[],
  { g, w, t, context }: Begin,
  hyper: Search,
): readonly Tensor[] {
  const number = (name: keyof Search) => hyper[name].item();
  const rest = () => each((d) => zerosLike(d), down);
  const [slope, tolerance] = [slopeAlong(g, down), number("tolerance")];
  if (!(slope < -tolerance)) return rest();
  const at = (t: number) => {
    const { value, grad } = context.valueAndGrad(pointAlong(w, down, t));
    return { t, value: value.item(), slope: slopeAlong(grad, down) };
  };
  const rate = number("learningRate");
  const first = t.item() === 1
    ? Math.min(1, 1 / sumOfMagnitudes(g)) * rate
    : rate;
  const found = strongWolfe(
    at,
    { t: 0, value: context.loss.item(), slope },
    first,
    {
      decrease: number("sufficientDecrease"),
      curvature: number("curvature"),
      tolerance: tolerance / greatestMagnitude(down),
      trials: number("trials"),
    },
  );
  return found === 0 ? rest() : stepAlong(down, found);
}
