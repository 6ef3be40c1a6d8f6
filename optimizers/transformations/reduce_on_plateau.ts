import {
  mapTree,
  scalar,
  subtract,
  type Tensor,
  type TreeOf,
  where,
} from "../../autodiff/mod.ts";
import {
  fraction,
  type HyperparameterValue,
  nonNegative,
  scalarsAt,
} from "../hyperparameters.ts";
import { decayFactor, resolveOptions, wholeStepsOrNone } from "../options.ts";
import type {
  Advance,
  StatefulTransformation,
  TransformationState,
} from "../stateful_transformation.ts";
import type { TransformationContext } from "../transformation.ts";

/** The options of {@linkcode reduceOnPlateau}. */
export interface ReduceOnPlateauOptions {
  /** What the updates are multiplied by anew each time. Default: 0.1. */
  readonly factor?: HyperparameterValue;
  /** How many steps in a row may bring nothing better. Default: 10. */
  readonly patience?: HyperparameterValue;
  /** By which part of the best loss a better one is lower. Default: 1e-4. */
  readonly threshold?: HyperparameterValue;
  /** By how much it is lower beside that. Default: 0. */
  readonly absoluteThreshold?: HyperparameterValue;
  /** How many steps do not count after each reduction. Default: 0. */
  readonly cooldown?: HyperparameterValue;
  /** The least multiple of the updates. Default: 0. */
  readonly minScale?: HyperparameterValue;
}

const table = {
  factor: {
    range: decayFactor,
    symbol: "a",
    doc: "what the updates are multiplied by anew",
    default: 0.1,
  },
  patience: {
    range: wholeStepsOrNone,
    symbol: "p",
    doc: "how many steps may bring nothing better",
    default: 10,
  },
  threshold: {
    range: fraction,
    symbol: "δ",
    doc: "the part of the best loss by which a better one is lower",
    default: 1e-4,
  },
  absoluteThreshold: {
    range: nonNegative,
    symbol: "Δ",
    doc: "by how much it is lower beside that",
    default: 0,
  },
  cooldown: {
    range: wholeStepsOrNone,
    symbol: "c",
    doc: "how many steps do not count after a reduction",
    default: 0,
  },
  minScale: {
    range: nonNegative,
    symbol: "s",
    doc: "the least multiple of the updates",
    default: 0,
  },
};

/**
 * Multiplies the updates by less, each time that the loss has stopped going
 * down: behind an optimizer, a learning rate that is reduced on a plateau.
 *
 * A loss f is better than the best so far, f*, if f < f* − δ·|f*| − Δ, where δ is
 * `threshold` and Δ is `absoluteThreshold`, in the unit of the loss. After more
 * than `patience` steps in a row without a better one the scale, 1 at first,
 * becomes max(`factor`·scale, `minScale`); the next `cooldown` steps do not
 * count. The loss of a step is the one at the weights before it, and changes the
 * scale of that step.
 *
 * It needs the loss: `minimize` gives it, `stepInputs` makes it. That is the loss
 * of a batch, where there are batches: choose the patience accordingly.
 *
 * PyTorch's `ReduceLROnPlateau` is the same where it gets each step's loss before
 * the step, with `factor`, `patience`, `threshold` and `cooldown`, and `min_lr`
 * as a rate; it leaves out a reduction of the rate by less than 1e-8. optax'
 * `reduce_on_plateau` is so too, with a patience greater by 1, `rtol`, `atol` and
 * `min_scale`. Where the best loss is below 0, both take f < (1 − δ)·f* for
 * better, which is above f*: here a better loss is always a lower one.
 *
 * @throws {TypeError} for an unknown option, or a value that is not a number, a
 * float64 tensor of shape `[]` or a schedule. A step throws one without
 * `context.loss`.
 * @throws {RangeError} if `factor` is not in (0, 1], `patience` or `cooldown` is
 * not a whole number of at least 0, `threshold` is not in [0, 1), or another is
 * less than 0.
 *
 * @example
 * ```ts
 * import { chain, gradientDescent, reduceOnPlateau, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   gradientDescent({ learningRate: 1 }),
 *   reduceOnPlateau({ factor: 0.5, patience: 1 }),
 * );
 * let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
 * const way: number[] = [];
 * for (const loss of [3, 2, 2, 2, 1]) { // two in a row are not better than 2
 *   const context = { loss: tensor(loss) };
 *   ({ params, state } = optimizer.update(tensor([1]), state, params, context));
 *   way.push(...params.toTypedArray());
 * }
 * assertEquals(way, [7, 6, 5, 4.5, 4]);
 * ```
 */
export function reduceOnPlateau(
  options: ReduceOnPlateauOptions = {},
): StatefulTransformation {
  const hyperparameters = resolveOptions(
    "reduceOnPlateau",
    table,
    options,
  );
  return {
    id: "reduce-on-plateau",
    hyperparameters,
    table,
    withHyperparameters: (values) =>
      reduceOnPlateau({ ...hyperparameters, ...values }),
    traits: { coordinatewise: false },
    needs: ["loss"],
    init: () => ({
      best: scalar(Infinity),
      waited: scalar(0),
      cooling: scalar(0),
      scale: scalar(1),
    }),
    advance<P extends Tensor | TreeOf<P>>(
      updates: P,
      state: TransformationState,
      { t, loss }: TransformationContext<P>,
    ): Advance<P> {
      const hyper = scalarsAt(hyperparameters, t);
      const next = afterLoss(loss!, state as unknown as Plateau, hyper);
      const scaled = mapTree((u) => next.scale.mul(u), updates);
      return { updates: scaled, state: { ...next } };
    },
  };
}

/** What is kept: the best loss, two counts of steps, and the scale. */
type Plateau = Readonly<
  Record<"best" | "waited" | "cooling" | "scale", Tensor>
>;

/** What a loss makes of what is kept. */
function afterLoss(
  loss: Tensor,
  kept: Plateau,
  hyper: Readonly<Record<keyof typeof table, Tensor>>,
): Plateau {
  const [best, waited, cooling, scale] = [
    kept.best,
    kept.waited,
    kept.cooling,
    kept.scale,
  ].map((x) => x.asScalar());
  // The infinity at the beginning has to stay one.
  const part = subtract(1, hyper.threshold.mul(best.sign()));
  const better = loss.less(best.mul(part).sub(hyper.absoluteThreshold));
  const free = better.logicalOr(cooling.greater(0));
  const now = where(free, 0, waited.add(1)).asScalar();
  const due = now.greater(hyper.patience);
  const less = scale.mul(hyper.factor).maximum(hyper.minScale);
  return {
    best: where(better, loss, best).asScalar(),
    waited: where(due, 0, now).asScalar(),
    cooling: where(due, hyper.cooldown, cooling.sub(1).maximum(0)).asScalar(),
    scale: where(due, less, scale).asScalar(),
  };
}
