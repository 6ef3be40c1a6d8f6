import type { Tensor, TreeOf } from "../autodiff/mod.ts";
import { suggest } from "../autodiff/suggest.ts";
import { checkDefinition } from "./check_definition.ts";
import type { Adjustable } from "./adjustable.ts";
import { type HyperparameterValue, scalarsAt } from "./hyperparameters.ts";
import { resolveOptions } from "./options.ts";
import type {
  Transformation,
  TransformationContext,
  TransformationHyperparameter,
  TransformationTraits,
} from "./transformation.ts";

/** What a transformation keeps from step to step: named trees of tensors. */
export type TransformationState = Readonly<Record<string, unknown>>;

/** What a transformation that keeps something gives. */
export interface Advance<P> {
  /** The updates that take the place of those given. */
  readonly updates: P;
  /** What is kept after the step. */
  readonly state: TransformationState;
}

/**
 * A transformation that keeps something from step to step: a pure function of
 * updates and of what it kept. See {@linkcode chain}.
 */
export interface StatefulTransformation
  extends
    Adjustable<StatefulTransformation>,
    Pick<Transformation, "id" | "traits"> {
  /** What it needs beside the updates. Default: nothing. */
  readonly needs?: readonly "loss"[];

  /** What it keeps before the first step. */
  init<P extends Tensor | TreeOf<P>>(params: P): TransformationState;

  /**
   * The updates that take the place of these, and what is kept.
   *
   * @param updates a tree of float tensors like the parameters.
   */
  advance<P extends Tensor | TreeOf<P>>(
    updates: P,
    state: TransformationState,
    context: TransformationContext<P>,
  ): Advance<P>;

  /**
   * The parameters at which the loss is to be reported, where those are not
   * the parameters themselves.
   */
  evaluationParams?<P extends Tensor | TreeOf<P>>(
    state: TransformationState,
    params: P,
  ): P;
}

/**
 * A transformation that keeps trees like the parameters, by name, as data and
 * pure functions of trees.
 */
export interface StatefulTransformationDefinition<
  K extends string,
  N extends string,
> {
  /** The name in tables: words joined by hyphens. */
  readonly id: string;
  /** The numeric hyperparameters. */
  readonly hyper: Readonly<Record<K, TransformationHyperparameter>>;
  /** What is known of it without running it. */
  readonly traits: TransformationTraits;
  /** What it needs beside the updates. Default: nothing. */
  readonly needs?: readonly "loss"[];
  /** What it keeps before the first step. */
  readonly init: <P extends Tensor | TreeOf<P>>(
    params: P,
  ) => Readonly<Record<N, P>>;
  /** One step; every hyperparameter is a scalar tensor. */
  readonly advance: <P extends Tensor | TreeOf<P>>(
    updates: P,
    kept: Readonly<Record<N, P>>,
    context: TransformationContext<P>,
    hyper: Readonly<Record<K, Tensor>>,
  ) => { readonly updates: P; readonly kept: Readonly<Record<N, P>> };
  /** Which of the kept trees the loss is to be reported at. Default: none. */
  readonly evaluate?: N;
}

const PARTS = ["id", "hyper", "traits", "needs", "init", "advance", "evaluate"];

/**
 * Makes a transformation that keeps something from its definition, as
 * {@linkcode defineTransformation} makes one that does not: the result takes
 * the same values and throws the same errors.
 *
 * @example A heavy ball of steps
 * ```ts
 * import {
 *   chain,
 *   defineStatefulTransformation,
 *   fraction,
 *   gradientDescent,
 *   mapTree,
 *   tensor,
 *   zerosLike,
 * } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const inertia = defineStatefulTransformation({
 *   id: "inertia",
 *   hyper: { kept: { range: fraction, symbol: "γ", doc: "what stays" } },
 *   traits: { coordinatewise: true, ignoresWeights: true, odd: true, degree: 1 },
 *   init: (params) => ({ m: mapTree((w) => zerosLike(w), params) }),
 *   advance(updates, { m }, _context, { kept }) {
 *     const next = mapTree((u, m) => u.add(kept.mul(m)), updates, m);
 *     return { updates: next, kept: { m: next } };
 *   },
 * });
 * const optimizer = chain(
 *   gradientDescent({ learningRate: 1 }),
 *   inertia({ kept: 0.5 }),
 * );
 * const g = tensor([1]);
 * const first = optimizer.update(g, optimizer.init(g), tensor([8]));
 * const second = optimizer.update(g, first.state, first.params);
 * assertEquals(second.params.toArray(), [5.5]); // 8 − 1 − 1½
 * ```
 */
export function defineStatefulTransformation<
  K extends string,
  N extends string,
>(
  definition: StatefulTransformationDefinition<K, N>,
): (
  values: Readonly<Partial<Record<K, HyperparameterValue>>>,
) => StatefulTransformation {
  checkDefinition(definition, PARTS);
  const { id, hyper, traits, needs, init, advance, evaluate } = definition;
  const name = id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const make = (
    values: Readonly<Partial<Record<K, HyperparameterValue>>>,
  ): StatefulTransformation => {
    const hyperparameters = resolveOptions(name, hyper, values);
    return {
      id,
      hyperparameters,
      table: hyper,
      withHyperparameters: (others) => make({ ...hyperparameters, ...others }),
      traits,
      ...needs && { needs },
      init(params) {
        const kept = init(params);
        if (evaluate === undefined || evaluate in kept) return kept;
        throw new TypeError(
          `Cannot init ${id}: it keeps no ${evaluate} to evaluate at` +
            suggest(evaluate, Object.keys(kept)),
        );
      },
      advance<P extends Tensor | TreeOf<P>>(
        updates: P,
        state: TransformationState,
        context: TransformationContext<P>,
      ): Advance<P> {
        const kept = state as Readonly<Record<N, P>>;
        const values = scalarsAt(hyperparameters, context.t);
        const next = advance(updates, kept, context, values);
        return { updates: next.updates, state: next.kept };
      },
      ...evaluate !== undefined && {
        evaluationParams: <P>(state: TransformationState, _params: P) =>
          state[evaluate] as P,
      },
    };
  };
  return make;
}
