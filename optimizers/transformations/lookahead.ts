import { mapTree, where } from "../../autodiff/mod.ts";
import type { HyperparameterValue } from "../hyperparameters.ts";
import { decayFactor, wholeSteps } from "../options.ts";
import { isMultiple } from "../whole_tree.ts";
import {
  defineStatefulTransformation,
  type StatefulTransformation,
} from "../stateful_transformation.ts";

/** The options of {@linkcode lookahead}. */
export interface LookaheadOptions {
  /** k, how many steps the fast weights go before the slow ones. Default: 5. */
  readonly steps?: HyperparameterValue;
  /** α, which part of their way the slow weights follow. Default: 0.5. */
  readonly slowStepSize?: HyperparameterValue;
}

const make = defineStatefulTransformation({
  id: "lookahead",
  hyper: {
    steps: {
      range: wholeSteps,
      symbol: "k",
      doc: "how many steps the fast weights go",
      default: 5,
    },
    slowStepSize: {
      range: decayFactor,
      symbol: "α",
      doc: "which part the slow weights follow",
      default: 0.5,
    },
  },
  traits: { coordinatewise: true, odd: true, degree: 1 },
  init: (params) => ({ slow: params }),
  advance(updates, { slow }, { params, t }, { steps, slowStepSize }) {
    const due = isMultiple(t, steps);
    const back = slowStepSize.neg().add(1);
    const next = mapTree(
      (u, w, s) => where(due, slowStepSize.mul(u).add(back.mul(w.sub(s))), u),
      updates,
      params,
      slow,
    );
    const kept = mapTree(
      (s, w, u) => where(due, w.sub(u), s),
      slow,
      params,
      next,
    );
    return { updates: next, kept: { slow: kept } };
  },
  evaluate: "slow",
});

/**
 * Lets the optimizer go k steps, then goes back to a point between where those
 * began and where they ended (Lookahead): k steps forward, one step back.
 *
 * After each k-th step of the fast weights θ the slow weights φ become
 * φ + α·(θ − φ), and θ begins there anew, where k is `steps` and α is
 * `slowStepSize`; φ is the start before. As a step to subtract, that is
 * α·u + (1 − α)·(w − φ) in every k-th step, with u the step that the optimizer
 * would take from w. The optimizer's own state goes on. `evaluationParams` gives
 * φ, at which the paper evaluates; after each k-th step it is θ, in every bit.
 *
 * With k = 1 and α = 1 it is the optimizer itself: α·u + 0 is u, while weights
 * and steps are finite. It belongs right behind the optimizer and all that
 * changes its step in a {@linkcode chain}: what comes behind it would lead θ
 * away from φ.
 *
 * The same as optax' `lookahead` with `sync_period` and `slow_step_size`, apart
 * from rounding: it keeps both weights as parameters, and can reset the state of
 * the optimizer. The implementations for PyTorch set k = 5 and α = 0.5 as here.
 *
 * @throws {TypeError} for an unknown option, or a value that is not a number, a
 * float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if `steps` is not a whole number greater than 0, or
 * `slowStepSize` is not in (0, 1].
 * @see Zhang, Lucas, Hinton, Ba (2019), Lookahead optimizer: k steps forward, 1
 * step back, algorithm 1.
 *
 * @example
 * ```ts
 * import { chain, gradientDescent, lookahead, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(
 *   gradientDescent({ learningRate: 1 }),
 *   lookahead({ steps: 2, slowStepSize: 0.5 }),
 * );
 * let [params, state] = [tensor([8]), optimizer.init(tensor([8]))];
 * const way: number[] = [];
 * for (let t = 1; t <= 4; t++) {
 *   ({ params, state } = optimizer.update(tensor([1]), state, params));
 *   way.push(...params.toTypedArray());
 * }
 * assertEquals(way, [7, 7, 6, 6]); // 8 → 6, back to 7; 7 → 5, back to 6
 * ```
 */
export function lookahead(
  options: LookaheadOptions = {},
): StatefulTransformation {
  return make(options);
}
