import type { Tensor, TreeOf } from "../autodiff/mod.ts";
import { describe } from "../autodiff/handle.ts";
import { floatLeaves } from "../autodiff/transform.ts";
import type { Traits } from "./define.ts";
import type { HyperparameterValue } from "./hyperparameters.ts";
import {
  checkLike,
  nextStep,
  type Optimizer,
  type OptimizerState,
  type Slot,
  type Step,
  subtractStep,
} from "./optimizer.ts";
import type {
  Transformation,
  TransformationContext,
  TransformationTraits,
} from "./transformation.ts";

/**
 * An optimizer with transformations around it: exactly one of the parts is an
 * optimizer. The transformations before it change the gradients that it gets,
 * those after it the step that it gives, each in its turn. A chain is an
 * optimizer, so it can be a part of a chain: `chain(a, chain(b, c))` does the
 * same as `chain(a, b, c)`.
 *
 * - Transformations keep nothing, so the state is the optimizer's own: saved,
 *   restored and gone on from as that is. It does not tell which
 *   transformations were in use; go on with the same chain. The t of their
 *   schedules is the number of the step, from the count in the state, as in
 *   the optimizer's own.
 * - `id` names the parts in their order: `clip-by-global-norm, adam`.
 *   `choices` are the optimizer's, and `learningRate` is its rate.
 * - `hyperparameters` has the optimizer's under their names and those of a
 *   transformation behind its id: `clip-by-global-norm.maxNorm`, and
 *   `clip-by-global-norm#2.maxNorm` for a second one.
 * - `traits` claims what is claimed by all parts that the gradients pass. Of a
 *   transformed optimizer that is at most `coordinatewise`, `ignoresWeights`,
 *   `odd` and `degree`: the other traits are not known to outlast a
 *   transformation. Steps of degree 0 stay so, whatever is done to them.
 *
 * @throws {TypeError} if a part is neither an optimizer nor a transformation,
 * or the number of optimizers is not one. `step` and `update` of the chain
 * throw one if a transformation gives what is not like the parameters.
 *
 * @example
 * ```ts
 * import { adagrad, chain, clipByGlobalNorm, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const optimizer = chain(clipByGlobalNorm(1), adagrad({ learningRate: 0.5 }));
 * assertEquals(optimizer.id, "clip-by-global-norm, adagrad");
 * const { hyperparameters } = optimizer;
 * assertEquals(hyperparameters.learningRate, 0.5);
 * assertEquals(hyperparameters["clip-by-global-norm.maxNorm"], 1);
 * const w = tensor([1, 2]);
 * const { state } = optimizer.update(tensor([-8, 0]), optimizer.init(w), w);
 * assertEquals(state.slots.h.toArray(), [1, 0]);
 * ```
 */
export function chain<S = Slot>(
  ...parts: (Transformation | Optimizer<S>)[]
): Optimizer<S> {
  const position = optimizerAmong(parts);
  const optimizer = parts[position] as Optimizer<S>;
  const before = parts.slice(0, position) as Transformation[];
  const after = parts.slice(position + 1) as Transformation[];

  function step<P extends Tensor | TreeOf<P>>(
    grads: P,
    state: OptimizerState<P, S>,
    params: P,
  ): Step<P, S> {
    checkLike("gradients", grads, floatLeaves("update", params));
    const context = { params, t: nextStep("update", state) };
    const gradients = transform(grads, before, context);
    const inner = optimizer.step(gradients, state, params);
    return {
      step: transform(inner.step, after, context),
      state: inner.state,
    };
  }

  return {
    id: parts.map(({ id }) => id).join(", "),
    hyperparameters: allHyperparameters(optimizer, [...before, ...after]),
    choices: optimizer.choices,
    traits: after.reduce(
      (all, { traits }) => composed(all, traits),
      before.reduceRight<Traits>(
        (all, { traits }) => composed(traits, all),
        optimizer.traits,
      ),
    ),
    init: (params) => optimizer.init(params),
    step,
    update: (grads, state, params) =>
      subtractStep(params, step(grads, state, params)),
    learningRate: (state) => optimizer.learningRate(state),
  };
}

function transform<P extends Tensor | TreeOf<P>>(
  updates: P,
  transformations: readonly Transformation[],
  context: TransformationContext<P>,
): P {
  const flat = floatLeaves("update", context.params);
  return transformations.reduce((current, transformation) => {
    const next = transformation.apply(current, context);
    checkLike(`${transformation.id}.updates`, next, flat);
    return next;
  }, updates);
}

/** What is known of two things done one after the other. */
function composed(
  first: TransformationTraits,
  second: TransformationTraits,
): Traits {
  const both = (name: "coordinatewise" | "ignoresWeights" | "odd") =>
    first[name] === true && second[name] === true;
  return {
    coordinatewise: both("coordinatewise"),
    ignoresWeights: both("ignoresWeights"),
    odd: both("odd"),
    degree: first.degree === 1 ? second.degree : first.degree,
  };
}

function allHyperparameters(
  { hyperparameters }: Pick<Optimizer, "hyperparameters">,
  transformations: readonly Transformation[],
): Record<string, HyperparameterValue> {
  const all: Record<string, HyperparameterValue> = { ...hyperparameters };
  for (const { id, hyperparameters } of transformations) {
    const names = Object.keys(hyperparameters);
    let place = id;
    for (let n = 2; names.some((name) => `${place}.${name}` in all); n++) {
      place = `${id}#${n}`;
    }
    for (const name of names) all[`${place}.${name}`] = hyperparameters[name];
  }
  return all;
}

/** The place of the one optimizer among the parts. */
function optimizerAmong(parts: readonly unknown[]): number {
  const kinds = parts.map((part, i) => {
    const { init, step, apply } = (part ?? {}) as Record<string, unknown>;
    if (typeof init === "function" && typeof step === "function") {
      return "optimizer";
    }
    if (typeof part === "object" && typeof apply === "function") return "other";
    throw new TypeError(
      `Cannot chain: part ${i + 1} must be a transformation or what a rule ` +
        `gives when called, current value is ${describe(part)}`,
    );
  });
  const all = (parts as readonly Transformation[]).map(({ id }) => id);
  const ids = all.filter((_, i) => kinds[i] === "optimizer");
  if (ids.length === 1) return kinds.indexOf("optimizer");
  throw new TypeError(
    "Cannot chain: exactly one part must be an optimizer, " +
      (ids.length > 1
        ? `current ones are ${ids.join(" and ")}`
        : `there is none${all.length > 0 ? ` among ${all.join(", ")}` : ""}`),
  );
}
