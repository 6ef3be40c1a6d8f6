import type { DType, Tensor } from "../../../autodiff/mod.ts";
import type { Domain } from "../../../autodiff/operation.ts";
import type { Choices } from "./choices.ts";

/** What operations are counted by, next to each other. */
export const kinds = [
  "elementwise",
  "choice",
  "reduction",
  "axiswise",
  "structure",
  "product",
  "index",
  "nested",
  "loop",
] as const;

export type Kind = typeof kinds[number];

/** What an operand must be. */
export interface Slot {
  readonly shape: readonly number[];
  /** Default: `float`, whatever the program computes in. */
  readonly dtype?: "float" | "bool" | "int32";
  /** Between which numbers; default: what the operation's record says. */
  readonly domain?: Domain;
  /** For `int32`: what the elements are below; they are at least 0. */
  readonly below?: number;
}

/** One way to call an operation. */
export interface Call {
  readonly slots: readonly Slot[];
  /** Calls it on operands that fit, in a program that computes in `float`. */
  apply(operands: readonly Tensor[], float: DType): Tensor;
  /** How it is called, for messages. */
  readonly text: string;
}

/** An operation as tests call it. */
export interface Entry {
  readonly kind: Kind;
  /** A call on a first operand of about this shape. */
  call(choices: Choices, shape: readonly number[]): Call;
}

/** The product of the axes. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** A shape as text. */
export function textOf(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
