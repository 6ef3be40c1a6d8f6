import { allocate, type Data, type DType } from "./dtypes.ts";
import { scalarShape, type Shape, sizeOf } from "./shapes.ts";
import type { Operation } from "./operation.ts";

/** What is known of a value before it has elements. */
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
  /**
   * A rank-0 float64 that takes the dtype of the tensor it meets: a
   * hyperparameter, a step count, and what is computed from these alone.
   * Default: false.
   */
  readonly weak?: boolean;
}

/** The application of an operation, as a trace records it. */
export interface Application {
  // deno-lint-ignore no-explicit-any
  readonly operation: Operation<any>;
  readonly inputs: readonly Value[];
  readonly attributes: unknown;
}

/**
 * A value of the graph. It is either concrete (`data` holds its elements in
 * row-major order, never mutated once handed over) or traced: a place in the
 * graph that `trace` records, an input of it or the result of `application`.
 */
export class Value implements TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly weak: boolean;

  constructor(
    type: TensorType,
    readonly data: Data | undefined,
    readonly trace?: Trace,
    readonly application?: Application,
  ) {
    const { shape } = type;
    this.shape = shape.length === 0 ? scalarShape : frozen(shape);
    this.dtype = type.dtype;
    this.weak = type.weak ?? false;
  }
}

function frozen(shape: Shape): Shape {
  return Object.isFrozen(shape) ? shape : Object.freeze([...shape]);
}

/** A value whose elements are there. */
export type Concrete = Value & { readonly data: Data };

/** A concrete value of `shape` and `dtype` that takes over `data`. */
export function concrete(
  shape: Shape,
  dtype: DType,
  data: Data,
  weak = false,
): Concrete {
  return new Value({ shape, dtype, weak }, data) as Concrete;
}

/** Values up to this size have an array from the start. */
const small = 64;

/** What all elements of larger values are that may not have an array yet. */
const elements = new WeakMap<Value, number>();

/** What all elements of a value are, if it is known without looking. */
export function elementOf(value: Value): number | undefined {
  return elements.get(value);
}

/**
 * A concrete value whose elements are all `element`. A large one gets its array
 * when somebody asks for it: compiled programs need only the element.
 */
export function filled(
  shape: Shape,
  dtype: DType,
  element: number,
  weak = false,
): Concrete {
  const size = sizeOf(shape);
  const data = allocate(dtype, size <= small ? size : 0);
  for (let i = 0; i < data.length; i++) data[i] = element;
  const value = concrete(shape, dtype, data, weak);
  if (size <= small) return value;
  elements.set(value, element);
  let made: Data | undefined;
  return Object.defineProperty(value, "data", {
    get: () => made ??= allocate(dtype, size).fill(element),
    enumerable: true,
  });
}

/**
 * How many traces are open: the depth of the innermost. It is kept under a
 * registered symbol, since traces of several copies of the library may nest.
 */
const open: { depth: number } =
  (globalThis as unknown as Record<symbol, { depth: number }>)[
    Symbol.for("descent.openTraces")
  ] ??= { depth: 0 };

/** The record of one run of a function on values without elements. */
export class Trace {
  /** Applications and inputs in the order in which they were made. */
  readonly values: Value[] = [];
  readonly depth: number = ++open.depth;
  #open = true;

  constructor(
    /** The transformation that traces, for messages: `grad`. */
    readonly name: string,
  ) {}

  get open(): boolean {
    return this.#open;
  }

  /** Ends the trace: from here on its values can no longer be used. */
  close(): void {
    this.#open = false;
    open.depth--;
  }

  /** Adds an input (without `application`) or a result to the record. */
  record(type: TensorType, application?: Application): Value {
    const value = new Value(type, undefined, this, application);
    this.values.push(value);
    return value;
  }
}

/** The error for a value that is used after its trace has ended. */
export function leakError(name: string, trace: Trace): TypeError {
  return new TypeError(
    `Cannot ${name}: the tensor was made inside a function traced by ` +
      `${trace.name} and has leaked out of it, where it has no value. ` +
      `Return it from the function instead`,
  );
}

/**
 * The innermost trace that any of the values belongs to.
 *
 * @throws {TypeError} if one of them leaked out of a trace that has ended.
 */
export function traceOf(
  name: string,
  values: readonly Value[],
): Trace | undefined {
  let innermost: Trace | undefined;
  for (const { trace } of values) {
    if (trace === undefined) continue;
    if (!trace.open) throw leakError(name, trace);
    if (innermost === undefined || trace.depth > innermost.depth) {
      innermost = trace;
    }
  }
  return innermost;
}

/**
 * Applies an operation: at once, by its reference value, where all inputs are
 * concrete; else by recording it in the innermost trace of its inputs.
 */
export function apply<A>(
  operation: Operation<A>,
  inputs: readonly Value[],
  attributes: A,
): Value {
  const trace = traceOf(operation.name, inputs);
  const type = operation.infer(inputs, attributes);
  if (trace !== undefined) {
    return trace.record(type, { operation, inputs, attributes });
  }
  const data = operation.evaluate(inputs as Concrete[], attributes, type);
  return new Value(type, data);
}
