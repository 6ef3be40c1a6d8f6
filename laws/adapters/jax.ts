import { wrap, type WrapOptions } from "../wrap.ts";
import type { Subject } from "../subject.ts";

/** An array of jax-js, as far as the adapter needs it. */
export interface JaxArray {
  /** The same array, once more: operations use up what they are given. */
  readonly ref: this;
  /** The numbers, nested as the shape is. */
  js(): unknown;
}

/** A transformation of gradients of jax-js's optax. */
export interface JaxOptimizer<A extends JaxArray = JaxArray> {
  /** The state before the first step. */
  init(params: A[]): unknown;
  /** What is to be added to the parameters, and the state after the step. */
  // deno-lint-ignore no-explicit-any
  update(updates: A[], state: any, params?: A[]): [A[], unknown];
}

/** The parts of jax-js that the adapter needs. */
export interface Jax<A extends JaxArray = JaxArray> {
  /** `numpy` of `@jax-js/jax`. */
  readonly numpy: {
    /** An array of numbers, of 32-bit floats. */
    array(values: number[]): A;
  };
  /** `tree` of `@jax-js/jax`. */
  readonly tree: {
    /** A tree of the same arrays, once more. */
    // deno-lint-ignore no-explicit-any
    ref(tree: any): any;
  };
  /** `applyUpdates` of `@jax-js/optax`. */
  readonly applyUpdates: (params: A[], updates: A[]) => A[];
}

/** What is said of an optimizer of jax-js. */
export interface JaxOptions<A extends JaxArray = JaxArray>
  extends Omit<WrapOptions, "takes" | "dtype"> {
  /** The optimizer made anew: `() => adam(0.001)`. */
  readonly make: () => JaxOptimizer<A>;
}

/**
 * Lets the laws see an optimizer of jax-js's optax, which rounds to float32.
 * Its arrays are used up by what they are given to, so that states are kept by
 * replaying the steps that led to them.
 *
 * @param jax `numpy` and `tree` of `@jax-js/jax`, and `applyUpdates` of
 * `@jax-js/optax`.
 * @throws {TypeError} as {@linkcode wrap} does.
 *
 * @example
 * ```ts
 * import { jax, type JaxArray } from "@descent/lab/laws";
 * import { assertEquals } from "@std/assert";
 *
 * // In earnest: { numpy, tree } of npm:@jax-js/jax, applyUpdates of its optax.
 * class Row implements JaxArray {
 *   constructor(readonly data: number[]) {}
 *   get ref(): this {
 *     return this;
 *   }
 *   js = () => this.data;
 * }
 * const subject = jax<Row>(
 *   {
 *     numpy: { array: (data) => new Row(data) },
 *     tree: { ref: (tree) => tree },
 *     applyUpdates: (params, updates) =>
 *       params.map((w, i) =>
 *         new Row(w.data.map((x, j) => x + updates[i].data[j]))
 *       ),
 *   },
 *   {
 *     id: "sgd",
 *     hyperparameters: { learningRate: 0.5 },
 *     make: () => ({
 *       init: () => [],
 *       update: (grads, state) => [
 *         grads.map(({ data }) => new Row(data.map((x) => -0.5 * x))),
 *         state,
 *       ],
 *     }),
 *   },
 * );
 * const state = await subject.init([[1, 2]], [[2]]);
 * const next = await subject.update([[4, -4]], { params: [[1, 2]], state });
 * assertEquals(next.params, [[-1, 4]]);
 * ```
 */
export function jax<A extends JaxArray>(
  { numpy, tree, applyUpdates }: Jax<A>,
  { make, ...options }: JaxOptions<A>,
): Subject {
  const arrays = (rows: number[][]): A[] => rows.map((row) => numpy.array(row));
  return wrap<number[][]>({
    ...options,
    dtype: "float32",
    takes: "list",
    make(start) {
      const optimizer = make();
      let state = optimizer.init(arrays(start));
      return {
        step(params, grads) {
          const weights = arrays(params);
          const [updates, next] = optimizer.update(
            arrays(grads),
            state,
            tree.ref(weights),
          );
          state = next;
          return applyUpdates(weights, updates).map((each) =>
            each.js() as number[]
          );
        },
      };
    },
  });
}
