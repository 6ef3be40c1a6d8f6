import { divideOrZero, type Tensor, type TreeOf } from "../../autodiff/mod.ts";
import { floatLeaves } from "../../autodiff/transform.ts";
import { adjusted, gathered } from "../adjustable.ts";
import { checkNeeds, type Need, type StepContext } from "../context.ts";
import {
  type HyperparameterValue,
  nonNegative,
  scalarAt,
} from "../hyperparameters.ts";
import { freeName } from "../free_name.ts";
import {
  checkLike,
  nextStep,
  type Optimizer,
  type OptimizerState,
  type Slot,
  type Step,
  subtractStep,
} from "../optimizer.ts";
import { optionsOf } from "../options.ts";
import { each, globalNorm } from "../whole_tree.ts";
import { checkInner } from "../check_inner.ts";

/** The options of {@linkcode sharpnessAware}. */
export interface SharpnessAwareOptions {
  /** ρ, how far away the gradient is taken. Default: 0.05. */
  readonly radius?: HyperparameterValue;
}

const table = {
  radius: {
    range: nonNegative,
    symbol: "ρ",
    doc: "how far away the gradient is taken",
    default: 0.05,
  },
};

/**
 * Lets an optimizer take its steps along the gradient at the worst point nearby
 * (SAM): ∇f(w + ρ·g/‖g‖) in the place of the gradient g at the weights w, with
 * the norm of all tensors together; ρ is `radius`, in the unit of the weights.
 * Where g is 0 it is g itself.
 *
 * The state is the optimizer's own. It needs `context.gradient`, and what the
 * optimizer needs, which stays what it is at w. {@linkcode sam} is the same
 * around gradient descent.
 *
 * optax' `sam` with `opaque_mode` is the same, around an optimizer and a
 * normalized step of size ρ.
 *
 * @throws {TypeError} for what is no optimizer, an unknown option, or a radius
 * that is not a number, a float64 tensor of shape `[]` or a schedule. A step
 * throws one without `context.gradient`.
 * @throws {RangeError} if `radius` is less than 0.
 * @see Foret, Kleiner, Mobahi, Neyshabur (2021), Sharpness-aware minimization
 * for efficiently improving generalization, algorithm 1.
 *
 * @example
 * ```ts
 * import { minimize, momentum, sharpnessAware, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rule = momentum({ learningRate: 0.25, momentum: 0.5 });
 * const { params } = minimize(
 *   (w) => w.square().sum(),
 *   tensor([8]),
 *   sharpnessAware(rule, { radius: 2 }),
 *   { steps: 2 },
 * );
 * assertEquals(params.toArray(), [-2]); // by ¼·20 to 3, by ¼·10 + ½·5 to -2
 * ```
 */
export function sharpnessAware<S = Slot>(
  optimizer: Optimizer<S>,
  options: SharpnessAwareOptions = {},
): Optimizer<S> {
  const [name, id] = ["sharpnessAware", "sharpness-aware"];
  checkInner(name, optimizer);
  const own = optionsOf(name, table, options);
  const { radius } = own.hyperparameters;
  const place = freeName(
    id,
    (free) => `${free}.radius` in optimizer.hyperparameters,
  );
  const named = [["", optimizer], [`${place}.`, own]] as const;
  const needs = [...new Set<Need>(["gradient", ...optimizer.needs ?? []])];

  function step<P extends Tensor | TreeOf<P>>(
    grads: P,
    state: OptimizerState<P, S>,
    params: P,
    context?: StepContext<P>,
  ): Step<P, S> {
    checkNeeds(id, ["gradient"], context);
    const flat = floatLeaves("update", params);
    const g = checkLike("gradients", grads, flat).leaves;
    const norm = globalNorm(g);
    const far = scalarAt("radius", radius, nextStep("update", state));
    const worst = each(
      (w, g) => w.add(far.mul(divideOrZero(g, norm))),
      flat.leaves,
      g,
    );
    const there = context!.gradient!(flat.rebuild(worst));
    return optimizer.step(there, state, params, context);
  }

  const { traits } = optimizer;
  return {
    id: `${id}, ${optimizer.id}`,
    ...gathered(named),
    withHyperparameters(values) {
      const [inner, { hyperparameters }] = adjusted(id, named, values);
      return sharpnessAware(inner, hyperparameters);
    },
    choices: optimizer.choices,
    traits: { coordinatewise: false, odd: traits.odd },
    needs,
    ...optimizer.inHost && { inHost: true },
    ...optimizer.keeps && { keeps: optimizer.keeps },
    init: (params) => optimizer.init(params),
    step,
    update: (grads, state, params, context) =>
      subtractStep(params, step(grads, state, params, context)),
    learningRate: (state) => optimizer.learningRate(state),
    evaluationParams: (state, params) =>
      optimizer.evaluationParams(state, params),
  };
}
