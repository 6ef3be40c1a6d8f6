import {
  type Differentiable,
  hvp,
  isTensor,
  type Tensor,
  type TreeOf,
  type ValueAndGrad,
  valueAndGrad,
} from "../autodiff/mod.ts";
import { describe } from "../autodiff/handle.ts";

/** What a step may be made from beside the gradient at the parameters. */
export interface StepContext<P> {
  /** The loss at the parameters: a float scalar. */
  readonly loss?: Tensor;
  /** The gradient of the loss at other parameters. */
  readonly gradient?: (params: P) => P;
  /** The loss at other parameters together with its gradient there. */
  readonly valueAndGrad?: (params: P) => ValueAndGrad<P>;
  /** The loss's Hessian at the parameters times a tree like them. */
  readonly hvp?: (vector: P) => P;
  /**
   * Random signs, a tree like the parameters of 1 and −1. An optimizer whose
   * rule needs them draws its own where none are given.
   */
  readonly probe?: P;
}

/** The name of something that a rule may need beside a gradient. */
export type Need = keyof StepContext<unknown>;

/** What a step may need beside gradients, and what each of it is. */
export const kinds: Readonly<Record<Need, string>> = {
  loss: "the loss at the parameters, a scalar",
  gradient: "a function of parameters",
  valueAndGrad: "a function of parameters",
  hvp: "a function of a tree like the parameters",
  probe: "a tree of signs like the parameters",
};

/**
 * Checks that what is needed is there.
 *
 * @throws {TypeError} naming who needs what.
 */
export function checkNeeds(
  id: string,
  needs: readonly Need[],
  context: object = {},
): void {
  for (const need of needs) {
    const given = (context as Record<string, unknown>)[need];
    const fits = need === "loss"
      ? isTensor(given) && given.rank === 0
      : need === "probe" || typeof given === "function";
    if (fits) continue;
    throw new TypeError(
      `Cannot update: ${id} needs context.${need}, ${kinds[need]}` +
        (given === undefined ? "" : `, current value is ${describe(given)}`),
    );
  }
}

/** A loss as a number that takes the dtype it meets. */
export function lossNumber(loss: Tensor): Tensor {
  return loss.cast("float64").asScalar();
}

/** What a step of any optimizer is made from. */
export interface StepInputs<P> extends ValueAndGrad<P> {
  /** All that a rule may need beyond the gradient. */
  readonly context: StepContext<P>;
}

/**
 * The loss, its gradient, and the context of a step, in which all that a rule
 * may need is taken from the same function and the same further arguments: a
 * batch. What is not asked for is not computed. It can be traced, in `vmap` and
 * in `compile`.
 *
 * @param f as for {@linkcode grad}.
 * @returns a function of the same arguments. It throws as
 * {@linkcode valueAndGrad} does.
 *
 * @example
 * ```ts
 * import { polyak, stepInputs, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const bowl = (w: Tensor, center: number) => w.sub(center).square().sum();
 * const optimizer = polyak();
 * const w = tensor([4]);
 * const { grad, context } = stepInputs(bowl)(w, 2);
 * assertEquals(context.gradient?.(tensor([3])).toArray(), [2]);
 * const { params } = optimizer.update(grad, optimizer.init(w), w, context);
 * assertEquals(params.toArray(), [3]); // f/‖∇f‖² of ∇f: 4/16 of 4
 * ```
 */
export function stepInputs<
  P extends Tensor | TreeOf<P> = Tensor,
  A extends unknown[] = [],
>(
  f: Differentiable<P, A, Tensor>,
): (params: P, ...rest: A) => StepInputs<P> {
  const both = valueAndGrad<P, A>(f);
  return (params, ...rest) => {
    const { value, grad } = both(params, ...rest);
    return {
      value,
      grad,
      context: {
        loss: value,
        gradient: (at) => both(at, ...rest).grad,
        valueAndGrad: (at) => both(at, ...rest),
        hvp: (vector) => hvp<P, A>(f)(params, vector, ...rest),
      },
    };
  };
}
