import type { DType } from "../dtypes.ts";
import type { TensorType } from "../graph.ts";
import type { Shape } from "../shapes.ts";
import type { BufferWriter } from "./emit/buffer_writer.ts";

/**
 * Where the elements of a tensor lie among those of another one in row-major
 * order: at `offset` plus the coordinates times `strides`.
 */
export interface View {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** What runs along one axis and keeps a little from step to step. */
export type AxisKind = "sum" | "prod" | "max" | "min" | "argmax" | "cumsum";

/** How an operation compiles: which kind of loop computes it. */
export type CompiledForm<A> =
  /** The elements of the input in the same order: no loop at all. */
  | { readonly kind: "same" }
  /** Elements of the input, in other places: read there by whoever uses them. */
  | {
    readonly kind: "view";
    view(input: Shape, attributes: A, result: Shape): View;
  }
  /** Each element from those at the same place of the inputs. */
  | { readonly kind: "elementwise" }
  /** A reduction, or a running one, along `axis`. */
  | { readonly kind: "axis"; readonly along: AxisKind }
  /** The elements of each input go to places in the result. */
  | {
    readonly kind: "placement";
    /** The places of input `index` in the result. */
    place(
      inputs: readonly TensorType[],
      index: number,
      attributes: A,
      result: Shape,
    ): View;
    /** What lies where no input is placed. */
    fill?(attributes: A): number;
  }
  /** The product of the matrices along the last two axes. */
  | { readonly kind: "product" }
  /** A program run many times, of which its attributes tell. */
  | { readonly kind: "scan" }
  /** One of the results of a scan: that of `index` in its attributes. */
  | { readonly kind: "part" }
  /** Loops of its own, from buffers to a buffer. */
  | {
    readonly kind: "loops";
    write(
      writer: BufferWriter,
      inputs: readonly Buffer[],
      result: Buffer,
      attributes: A,
    ): void;
    /** How many bytes the loops need beside the buffers. */
    scratch?(attributes: A): number;
    /** The error for the element that the loops stopped at. */
    error?(element: number, attributes: A): Error;
  };

/** Elements in the memory of a program, in row-major order. */
export interface Buffer {
  readonly address: number;
  readonly shape: Shape;
  readonly dtype: DType;
}
