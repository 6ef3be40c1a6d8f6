import { isFloat } from "./dtypes.ts";
import { filled, type Trace, type Value } from "./graph.ts";
import { describe, isTensor, unwrap } from "./handle.ts";
import { asScalar } from "./operations/as_scalar.ts";
import { runProgram, traceProgram } from "./program.ts";
import { formatShape } from "./shapes.ts";
import { type Tensor, wrap } from "./tensor.ts";
import { flattenTree, type FlatTree } from "./trees.ts";

/** A function of parameters and whatever else, as it is differentiated. */
export type Differentiable<P, A extends unknown[], R> = (
  parameters: P,
  ...rest: A
) => R;

/**
 * The leaves of the parameters that a derivative is taken with respect to.
 *
 * @throws {TypeError} naming a leaf that is not a float.
 */
export function floatLeaves<P>(name: string, parameters: P): FlatTree<P> {
  const flat = flattenTree(name, parameters);
  flat.leaves.forEach(({ dtype }, i) => {
    if (isFloat(dtype)) return;
    throw new TypeError(
      `Cannot ${name}: a parameter must be float64 or float32 to have a ` +
        `derivative; dtype of parameters${flat.paths[i]} is ${dtype}`,
    );
  });
  return flat;
}

/**
 * Traces a graph transformation of the leaves and runs it on them.
 *
 * @param build receives the traced leaves and returns the values to compute.
 */
export function runTransformed(
  name: string,
  leaves: readonly Tensor[],
  build: (inputs: readonly Value[], trace: Trace) => readonly Value[],
): Tensor[] {
  const values = leaves.map((leaf) => unwrap(name, leaf));
  const program = traceProgram(name, values, build);
  return runProgram(program, values).map(wrap);
}

/**
 * Calls a function that is being traced.
 *
 * @throws {TypeError} if it is not a function, or an asynchronous one.
 */
export function callTraced<A extends unknown[], R>(
  name: string,
  f: (...args: A) => R,
  ...args: A
): R {
  if (typeof f !== "function") {
    throw new TypeError(
      `Cannot ${name}: expected a function, current value is ${describe(f)}`,
    );
  }
  const result = f(...args);
  if (isThenable(result)) {
    result.then(undefined, () => {});
    throw new TypeError(
      `Cannot ${name}: the function is async, and what it does after its ` +
        `first await can't be traced. Wait for data first, then call ${name}`,
    );
  }
  return result;
}

/** Whether something is a promise, of this realm or another. */
function isThenable(result: unknown): result is PromiseLike<unknown> {
  return typeof (result as PromiseLike<unknown> | undefined)?.then ===
    "function";
}

/**
 * The result of a function that must be a float scalar.
 *
 * @throws {TypeError} saying what it is instead.
 */
export function scalarResult(name: string, result: unknown): Value {
  const must = `Cannot ${name}: the function must return a scalar tensor`;
  if (!isTensor(result)) {
    throw new TypeError(`${must}, it returned ${describe(result)}`);
  }
  const value = unwrap(name, result);
  if (value.shape.length !== 0) {
    throw new TypeError(
      `${must}, it returned one of shape ${formatShape(value.shape)}; ` +
        `reduce it with sum() or mean()`,
    );
  }
  if (!isFloat(value.dtype)) {
    throw new TypeError(`${must} of a float dtype, it returned ${value.dtype}`);
  }
  return value;
}

/** The cotangent 1 of a scalar. */
export function one(value: Value): Value {
  return filled([], value.dtype, 1);
}

/**
 * The cotangent of `like`, weak where that is: zeros if nothing depends on it.
 */
export function orZeros(cotangent: Value | undefined, like: Value): Value {
  const result = cotangent ?? filled(like.shape, like.dtype, 0, like.weak);
  return like.weak ? asScalar(result) : result;
}
