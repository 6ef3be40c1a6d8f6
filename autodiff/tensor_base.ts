import type { Data, DType } from "./dtypes.ts";
import { leakError, type Value } from "./graph.ts";
import { valueSymbol } from "./handle.ts";
import { formatShape, type Shape, sizeOf } from "./shapes.ts";

/** Elements as nested arrays, one level an axis; a scalar is the element. */
export type NestedArray = number | boolean | readonly NestedArray[];

/** What a tensor is, and how its elements are read. */
export interface TensorCore {
  /** The length of each axis, outermost first; `[]` for a scalar. */
  readonly shape: Shape;
  /** The kind of its elements. */
  readonly dtype: DType;
  /** The number of axes. */
  readonly rank: number;
  /** The number of elements. */
  readonly size: number;

  /**
   * The element of a tensor that has one; a `bool` is 0 or 1.
   *
   * @throws {TypeError} if it has none or several, or inside a traced
   * function, where elements are not there yet.
   */
  item(): number;

  /**
   * A copy of the elements as nested arrays, one level an axis.
   *
   * @throws {TypeError} inside a traced function.
   */
  toArray(): NestedArray;

  /**
   * A copy of the elements in row-major order.
   *
   * @throws {TypeError} inside a traced function.
   */
  toTypedArray(): Data;

  /**
   * Refuses: a tensor is not a number, so that `x > 0` can't be silently
   * false.
   *
   * @throws {TypeError} always.
   */
  valueOf(): never;

  /** The tensor as readable text; long axes are cut in the middle. */
  toString(): string;

  /**
   * What `JSON.stringify` writes. Numbers that JSON lacks are strings.
   *
   * @throws {TypeError} inside a traced function.
   */
  toJSON(): TensorJSON;
}

/** A tensor as JSON has it. */
export interface TensorJSON {
  /** The kind of its elements. */
  readonly dtype: DType;
  /** The length of each axis. */
  readonly shape: Shape;
  /** The elements in row-major order; -0, NaN and infinities as strings. */
  readonly data: readonly (number | string)[];
}

/** The part of a tensor's implementation that is not an operation. */
export abstract class TensorBase implements TensorCore {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
    // Enumerable, so that deep equality compares shape, dtype and elements; by
    // assignment, since defining it would take as long as a small operation.
    (this as unknown as Record<symbol, Value>)[valueSymbol] = value;
  }

  protected get value(): Value {
    return this.#value;
  }

  get shape(): Shape {
    return this.#value.shape;
  }

  get dtype(): DType {
    return this.#value.dtype;
  }

  get rank(): number {
    return this.#value.shape.length;
  }

  get size(): number {
    return sizeOf(this.#value.shape);
  }

  item(): number {
    const data = this.#read("item");
    if (data.length !== 1) {
      throw new TypeError(
        `Cannot item: the tensor must have one element, current shape is ` +
          formatShape(this.shape),
      );
    }
    return data[0];
  }

  toArray(): NestedArray {
    const data = this.#read("toArray");
    const bool = this.dtype === "bool";
    return nest<NestedArray>(
      this.shape,
      (place) => bool ? data[place] !== 0 : data[place],
      (parts) => parts,
    );
  }

  toTypedArray(): Data {
    return this.#read("toTypedArray").slice();
  }

  #read(name: string): Data {
    const { data, trace } = this.#value;
    if (trace !== undefined && !trace.open) throw leakError(name, trace);
    if (data === undefined) {
      throw new TypeError(
        `Cannot ${name}: inside a function traced by ${trace!.name} a tensor ` +
          `of shape ${formatShape(this.shape)} has no elements yet. Compute ` +
          `with tensor operations, or return it and read it outside`,
      );
    }
    return data;
  }

  valueOf(): never {
    throw new TypeError(
      "Cannot use a tensor as a number: write x.add(y), x.less(y), …, or " +
        "read a scalar with x.item()",
    );
  }

  toString(): string {
    const { data, trace } = this.#value;
    const { shape, dtype } = this;
    const kind = dtype === "float64" ? "" : `, "${dtype}"`;
    if (data === undefined) {
      return `tensor(traced by ${trace!.name}, ${formatShape(shape)}${kind})`;
    }
    const hollow = shape.indexOf(0);
    if (hollow >= 0 && hollow < shape.length - 1) {
      return `zeros(${formatShape(shape)}${kind})`; // nested arrays can't say it
    }
    const text = nest(
      shape,
      (i) => dtype === "bool" ? String(data[i] !== 0) : elementText(data[i]),
      (parts) => `[${parts.join(", ")}]`,
      "…",
    );
    return `tensor(${text}${kind})`;
  }

  toJSON(): TensorJSON {
    const { shape, dtype } = this;
    const data = Array.from(
      this.#read("toJSON"),
      (x) => Number.isFinite(x) && !Object.is(x, -0) ? x : elementText(x),
    );
    return { dtype, shape, data };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** How many elements of an axis are printed at each of its ends. */
const edge = 3;

/**
 * The elements of a shape nested in rows, one level an axis.
 *
 * @param element what stands for the element at a place in row-major order.
 * @param row what stands for the parts of a row.
 * @param cut what stands for the middle of a long row, where it is left out.
 */
function nest<T>(
  shape: Shape,
  element: (place: number) => T,
  row: (parts: T[]) => T,
  cut?: T,
  first: number = 0,
): T {
  if (shape.length === 0) return element(first);
  const [length, ...rest] = shape;
  const stride = sizeOf(rest);
  const parts: T[] = [];
  for (let i = 0; i < length; i++) {
    if (cut !== undefined && length > 2 * edge && i === edge) {
      parts.push(cut);
      i = length - edge;
    }
    parts.push(nest(rest, element, row, cut, first + i * stride));
  }
  return row(parts);
}

function elementText(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}
