import type { Name } from "./name.ts";

/** A part of a formula. Equal parts of one formula are the same object. */
export interface Expression {
  /** The operation; `number` and `name` are what formulas end in. */
  readonly op: string;
  /** What the operation is applied to. */
  readonly args: readonly Expression[];
  /** The number, of a `number`. */
  readonly number?: number;
  /** The name, of a `name`. */
  readonly name?: Name;
  /** What the operation depends on beside its arguments, as text. */
  readonly detail: string;
  /** Whether it is one number for the whole tensor. */
  readonly scalar: boolean;
}

/** Whether an expression is a number, and if one is given that one. */
export function isNumber(
  { op, number }: Expression,
  right: number | undefined = number,
): boolean {
  return op === "number" && number === right;
}
