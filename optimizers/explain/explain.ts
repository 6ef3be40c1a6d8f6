import type { Key, Tensor, TreeOf } from "../../autodiff/mod.ts";
import { checkNames, checkOptionNames } from "../../autodiff/check_names.ts";
import { describe } from "../../autodiff/handle.ts";
import { floatLeaves } from "../../autodiff/transform.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import { alongGradients } from "../along_gradients.ts";
import { formula } from "../formula/formula.ts";
import type { Optimizer, OptimizerState, Slot } from "../optimizer.ts";
import { type Contrast, contrast } from "./contrast.ts";
import { type Parting, partingAt } from "./parting.ts";
import { explanationText } from "./text.ts";
import { drawTrajectory, type Trajectory } from "./trajectory.ts";

/** The options of {@linkcode explain}. */
export interface ExplainOptions<P> {
  /** The start and the gradients. Default: drawn from `key`. */
  readonly trajectory?: Trajectory<P>;
  /** What a trajectory is drawn from. Default: `key(0)`. */
  readonly key?: Key;
  /** How many steps are drawn. Default: 100. */
  readonly steps?: number;
}

/** How two optimizers differ on one trajectory. */
export interface Explanation extends Contrast {
  /** The first optimizer. */
  readonly a: string;
  /** The second optimizer. */
  readonly b: string;
  /** How many steps were compared: up to the parting, if there is one. */
  readonly steps: number;
  /** Where they part first; none if all bits are the same. */
  readonly parting?: Parting;
  /** All of it as text. */
  readonly text: string;
}

/**
 * Compares two optimizers, or two variants of one, on one trajectory: both
 * begin at the same parameters and meet the same gradients, whatever the
 * parameters have become. Says in which step and tensor the parameters part
 * first, by how much, which terms of the formulas have other values there, and
 * in which equations and hyperparameters the formulas differ. The same bits
 * throughout are said to be the same, on this trajectory.
 *
 * A trajectory that is not given is drawn: two tensors under normal gradients
 * of sizes from 10⁻³ to 10, zeros among them, and a third without gradients.
 *
 * @throws {TypeError} if `a` or `b` is not an optimizer, or a gradient is not
 * like the parameters.
 * @throws {RangeError} if `steps` is not a whole number greater than 0.
 *
 * @example
 * ```ts
 * import { adagrad, explain, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const trajectory = { start: tensor([0]), gradients: [tensor([2])] };
 * const { parting, equations } = explain(
 *   adagrad({ learningRate: 1 }),
 *   adagrad({ learningRate: 1, epsilon: 2 }),
 *   { trajectory },
 * );
 * assertEquals([parting?.step, parting?.a, parting?.b], [1, -1, -0.5]);
 * assertEquals(parting?.terms.map(({ name, a, b }) => [name, a, b]), [
 *   ["g_t", 2, 2],
 *   ["w_{t−1}", 0, 0],
 *   ["h_{t−1}", 0, 0],
 *   ["h_t", 4, 4],
 *   ["w_t", -1, -0.5],
 * ]);
 * assertEquals(equations.a, ["w_t = w_{t−1} − (η/√h_t)·g_t"]);
 * assertEquals(equations.b, ["w_t = w_{t−1} − (η/(√h_t + ε))·g_t"]);
 * ```
 */
export function explain<
  P extends Tensor | TreeOf<P> = Tensor,
  A = Slot,
  B = Slot,
>(
  a: Optimizer<A>,
  b: Optimizer<B>,
  options: ExplainOptions<P> = {},
): Explanation {
  checkOptionNames("explain", options, ["trajectory", "key", "steps"]);
  checkNames(
    "explain",
    "part of a trajectory",
    options.trajectory ?? {},
    ["start", "gradients"],
  );
  const { key, steps = 100 } = options;
  const [first, second] = [formula(a), formula(b)];
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new RangeError(
      `Cannot explain: steps must be a whole number greater than 0, ` +
        `current value is ${describe(steps)}`,
    );
  }
  const trajectory = options.trajectory ??
    drawTrajectory(steps, key) as unknown as Trajectory<P>;
  const found = firstParting(a, b, trajectory);
  const explanation = {
    a: first.id,
    b: second.id,
    ...contrast(first, second),
    steps: found?.step ?? trajectory.gradients.length,
    ...found && { parting: found },
  };
  return { ...explanation, text: explanationText(explanation) };
}

function firstParting<P extends Tensor | TreeOf<P>, A, B>(
  a: Optimizer<A>,
  b: Optimizer<B>,
  { start, gradients }: Trajectory<P>,
): Parting | undefined {
  floatLeaves("explain", start);
  const [ownA, ownB] = [alongGradients(a), alongGradients(b)];
  let params = start;
  let stateA: OptimizerState<P, A> = a.init(start);
  let stateB: OptimizerState<P, B> = b.init(start);
  for (const [i, grads] of gradients.entries()) {
    const nextA = ownA.update(grads, stateA, params);
    const nextB = ownB.update(grads, stateB, params);
    const parting = partingAt(
      i + 1,
      flattenTree("explain", { grads, params }),
      { optimizer: a, state: stateA, after: nextA.params },
      { optimizer: b, state: stateB, after: nextB.params },
    );
    if (parting !== undefined) return parting;
    params = nextA.params;
    [stateA, stateB] = [nextA.state, nextB.state];
  }
}
