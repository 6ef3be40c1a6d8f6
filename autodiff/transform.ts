import { isFloat } from "./dtypes.ts";
import type { Trace, Value } from "./graph.ts";
import { checkFunction, describe, isTensor, unwrap } from "./handle.ts";
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

/** Makes the values to compute of the result and the parameters' leaves. */
export type Build<R> = (
  result: R,
  inputs: readonly Value[],
  trace: Trace,
) => Value[];

/**
 * What traces a function of parameters and what is made of its result, and runs
 * that.
 */
export function transformed<P, A extends unknown[], R>(
  name: string,
  f: Differentiable<P, A, R>,
  { values, rebuild }: FlatTree<P>,
  rest: A,
): (build: Build<R>) => Tensor[] {
  return (build) => {
    const program = traceProgram(name, values, (inputs, trace) => {
      const traced = rebuild(inputs.map(wrap));
      return build(callTraced(name, f, traced, ...rest), inputs, trace);
    });
    return runProgram(program, values).map(wrap);
  };
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
  checkFunction(name, f);
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
