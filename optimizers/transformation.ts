import type { Tensor, TreeOf } from "../autodiff/mod.ts";
import { checkDefinition } from "./check_definition.ts";
import type { Adjustable } from "./adjustable.ts";
import type { Traits } from "./define.ts";
import {
  type Hyperparameter,
  type HyperparameterValue,
  scalarsAt,
} from "./hyperparameters.ts";
import { resolveOptions } from "./options.ts";

/** What a transformation may depend on beside the updates. */
export interface TransformationContext<P> {
  /** The parameters before the update. */
  readonly params: P;
  /** The number of the step, 1 in the first: a scalar. */
  readonly t: Tensor;
  /** The loss at the parameters, a scalar; for what says that it needs it. */
  readonly loss?: Tensor;
}

/**
 * What is known of a transformation; laws go by it. "Gradients" and "steps" of
 * {@linkcode Traits} are here the updates before and after it. What is left
 * out is not claimed.
 */
export type TransformationTraits = Pick<
  Traits,
  "coordinatewise" | "ignoresWeights" | "odd" | "degree"
>;

/**
 * A pure function of updates: of gradients, before an optimizer takes them, or
 * of its steps, before they are subtracted. See {@linkcode chain}.
 */
export interface Transformation extends Adjustable<Transformation> {
  /** The name in tables. */
  readonly id: string;
  /** What is known of it. */
  readonly traits: TransformationTraits;

  /**
   * The updates that take the place of these.
   *
   * @param updates a tree of float tensors like the parameters.
   * @returns a tree of the same structure, shapes and dtypes.
   */
  apply<P extends Tensor | TreeOf<P>>(
    updates: P,
    context: TransformationContext<P>,
  ): P;
}

/** One numeric hyperparameter of a transformation. */
export interface TransformationHyperparameter
  extends Omit<Hyperparameter, "default"> {
  /** Its value where none is given; it must be given where there is none. */
  readonly default?: number;
}

/** A transformation as data and a pure function of trees. */
export interface TransformationDefinition<K extends string> {
  /** The name in tables: words joined by hyphens. */
  readonly id: string;
  /** The numeric hyperparameters. */
  readonly hyper: Readonly<Record<K, TransformationHyperparameter>>;
  /** What is known of it without running it. */
  readonly traits: TransformationTraits;
  /** The transformation; every hyperparameter is a scalar tensor. */
  readonly apply: <P extends Tensor | TreeOf<P>>(
    updates: P,
    context: TransformationContext<P>,
    hyper: Readonly<Record<K, Tensor>>,
  ) => P;
}

/**
 * Makes a transformation from its definition: the result, called with values
 * of the hyperparameters by name, gives a {@linkcode Transformation}. A value
 * is a number, a float64 tensor of shape `[]` or a schedule. The function is
 * made of tensor operations, and keeps nothing from step to step.
 *
 * The result throws a `TypeError` for an unknown or missing hyperparameter, or
 * a value of another kind, and a `RangeError` for a number outside the range.
 *
 * @example
 * ```ts
 * import {
 *   chain,
 *   defineTransformation,
 *   gradientDescent,
 *   mapTree,
 *   positive,
 *   tensor,
 * } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const scale = defineTransformation({
 *   id: "scale",
 *   hyper: { factor: { range: positive, symbol: "a", doc: "the factor" } },
 *   traits: { coordinatewise: true, ignoresWeights: true, odd: true, degree: 1 },
 *   apply: (updates, _context, { factor }) =>
 *     mapTree((u) => u.mul(factor), updates),
 * });
 * const optimizer = chain(
 *   gradientDescent({ learningRate: 1 }),
 *   scale({ factor: 0.5 }),
 * );
 * const w = tensor([3]);
 * const { params } = optimizer.update(tensor([4]), optimizer.init(w), w);
 * assertEquals(params.toArray(), [1]);
 * ```
 */
export function defineTransformation<K extends string>(
  definition: TransformationDefinition<K>,
): (
  values: Readonly<Partial<Record<K, HyperparameterValue>>>,
) => Transformation {
  checkDefinition(definition, ["id", "hyper", "traits", "apply"]);
  const { id, hyper, traits, apply } = definition;
  const name = id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const make = (
    values: Readonly<Partial<Record<K, HyperparameterValue>>>,
  ): Transformation => {
    const hyperparameters = resolveOptions(name, hyper, values);
    return {
      id,
      hyperparameters,
      table: hyper,
      withHyperparameters: (others) => make({ ...hyperparameters, ...others }),
      traits,
      apply: (updates, context) =>
        apply(updates, context, scalarsAt(hyperparameters, context.t)),
    };
  };
  return make;
}
