import type { CompiledForm } from "./compiler/compiled_form.ts";
import type { Concrete, TensorType, Value } from "./graph.ts";
import type { Data } from "./dtypes.ts";
import type { ElementMachine } from "./elementary/element_machine.ts";

/** The values of one application, as a derivative rule sees them. */
export interface Applied<A> {
  readonly inputs: readonly Value[];
  /** Which of the inputs have a cotangent that is asked for. */
  readonly active: readonly boolean[];
  readonly result: Value;
  readonly attributes: A;
}

/** The numbers at which an operation is tested, one interval an input. */
export interface Domain {
  /** Inputs are drawn from here: real numbers between the two. */
  readonly low: number;
  readonly high: number;
  /** Points at which the derivative jumps or is infinite. */
  readonly kinks?: readonly number[];
}

/** Numbers of both signs and of moderate size. */
export const reals: Domain = { low: -3, high: 3 };

/** Numbers away from zero. */
export const positive: Domain = { low: 0.1, high: 3 };

/**
 * One primitive operation: all that is to be known of it, in one place.
 * Functions that are made of others (softmax, variance, …) need none of this;
 * they inherit it from what they are made of.
 */
export interface Operation<A> {
  /** The name that messages use. */
  readonly name: string;

  /**
   * The shape and dtype of the result.
   *
   * @throws {TypeError} if the inputs do not fit, naming shapes or dtypes.
   */
  infer(inputs: readonly TensorType[], attributes: A): TensorType;

  /** The reference value: the definition of what the operation means. */
  evaluate(
    inputs: readonly Concrete[],
    attributes: A,
    result: TensorType,
  ): Data;

  /**
   * The contribution to the cotangent of input `index`, given the cotangent
   * `g` of the result, written in operations; `undefined` where the result
   * is locally constant in that input (comparisons, indices, floor). Default:
   * it is constant in all.
   */
  derivative?(g: Value, index: number, applied: Applied<A>): Value | undefined;

  /**
   * The same operation on `size` instances at once. Inputs with
   * `mapped[i]` have one more axis in front, the instances; so has the
   * result. At least one input is mapped. Each instance keeps the bits it
   * would have alone. Default: the operation itself, once all inputs have the
   * axis of instances.
   */
  batch?(
    inputs: readonly Value[],
    mapped: readonly boolean[],
    size: number,
    attributes: A,
  ): Value;

  /**
   * How compiled code makes an element of the result, for operations that make
   * it from the elements at the same place of inputs of one shape: on the
   * machine of the last input's dtype, where elements of dtype `bool` are
   * masks. It gives the bits of `evaluate`.
   */
  readonly code?: <E>(
    m: ElementMachine<E>,
    inputs: readonly E[],
    attributes: A,
  ) => E;

  /** How it compiles, for operations without `code`. */
  readonly compiled?: CompiledForm<A>;

  /**
   * Where to test it, one domain an input (the last one repeats). Default: real
   * numbers.
   */
  readonly domain?: readonly Domain[];
}
