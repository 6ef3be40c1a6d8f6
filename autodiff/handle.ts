import type { Value } from "./graph.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Where a tensor keeps its graph value. The symbol is registered, so that
 * tensors are recognised across two copies of the library.
 */
export const valueSymbol: symbol = Symbol.for("descent.tensor.value");

/**
 * Whether something is a tensor, of this copy of the library or another.
 *
 * @example
 * ```ts
 * import { isTensor, tensor } from "@descent/lab";
 * import { assert } from "@std/assert";
 *
 * assert(isTensor(tensor(1)));
 * assert(!isTensor([1]));
 * ```
 */
export function isTensor(candidate: unknown): candidate is Tensor {
  return typeof candidate === "object" && candidate !== null &&
    valueSymbol in candidate;
}

/**
 * The graph value of a tensor.
 *
 * @throws {TypeError} if `candidate` is not a tensor.
 */
export function unwrap(
  name: string,
  candidate: unknown,
  expected: string = "a tensor",
): Value {
  if (!isTensor(candidate)) {
    throw typeError(name, `expected ${expected}`, candidate);
  }
  return (candidate as unknown as Record<symbol, Value>)[valueSymbol];
}

/** What may stand for a scalar as it is; else the graph value of a tensor. */
export function unwrapOperand(
  name: string,
  candidate: unknown,
): Value | number | boolean {
  return typeof candidate === "number" || typeof candidate === "boolean"
    ? candidate
    : unwrap(name, candidate, "a tensor, a number or a boolean");
}

/** The graph values of a list of tensors. */
export function unwrapAll(name: string, candidates: unknown): Value[] {
  if (Array.isArray(candidates)) {
    return candidates.map((candidate) => unwrap(name, candidate));
  }
  throw typeError(name, "expected an array of tensors", candidates);
}

/**
 * Checks that something can be called.
 *
 * @throws {TypeError} if it cannot.
 */
export function checkFunction(name: string, f: unknown): void {
  if (typeof f === "function") return;
  throw typeError(name, "expected a function", f);
}

/** A short text for a value that is not what it should be. */
export function describe(candidate: unknown): string {
  if (typeof candidate === "function") return "a function";
  if (Array.isArray(candidate)) return "an array";
  if (isTensor(candidate)) return "a tensor";
  if (typeof candidate === "object" && candidate !== null) return "an object";
  if (typeof candidate === "string") return JSON.stringify(candidate);
  if (typeof candidate === "bigint") return `${candidate}n`;
  return String(candidate);
}

/** The error for a value of the wrong kind: what would be right and what is. */
export function typeError(
  name: string,
  right: string,
  current: unknown,
): TypeError {
  return new TypeError(misfit(name, right, current));
}

/** The error for a value outside its range: what would be right and what is. */
export function rangeError(
  name: string,
  right: string,
  current: unknown,
): RangeError {
  return new RangeError(misfit(name, right, current));
}

function misfit(name: string, right: string, current: unknown): string {
  return `Cannot ${name}: ${right}, current value is ${describe(current)}`;
}
