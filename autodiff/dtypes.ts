import { rangeError, typeError } from "./handle.ts";

/** The kinds of number a tensor can hold. */
export type DType = "float64" | "float32" | "int32" | "uint32" | "bool";

/** The typed arrays that hold elements; `bool` is a byte, 0 or 1. */
export type Data =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint8Array;

/** What makes arrays: of so many zeros, or of a place in a buffer. */
interface MakeData {
  new (size: number): Data;
  new (buffer: ArrayBuffer, offset: number, size: number): Data;
  readonly BYTES_PER_ELEMENT: number;
}

const arrays: { readonly [K in DType]: MakeData } = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
};

/** Every dtype, widest first. */
export const dtypes: readonly DType[] = Object.keys(arrays) as DType[];

/** Whether a dtype has fractions, and so derivatives. */
export function isFloat(dtype: DType): boolean {
  return dtype === "float64" || dtype === "float32";
}

/** How a number is rounded to a float dtype. */
export function rounding(dtype: DType): (x: number) => number {
  return dtype === "float32" ? Math.fround : (x) => x;
}

/**
 * A sum or product of two elements as a dtype of numbers holds it: rounded, or
 * wrapped; uint32 as the int32 of the same bits.
 */
export function rounded(dtype: DType, x: number): number {
  if (dtype === "float64") return x;
  return dtype === "float32" ? Math.fround(x) : x | 0;
}

/**
 * Checks that there is such a dtype.
 *
 * @throws {TypeError} naming those that there are.
 */
export function checkDType(
  name: string,
  dtype: unknown,
  what: string = "dtype",
): asserts dtype is DType {
  if ((dtypes as readonly unknown[]).includes(dtype)) return;
  const known = dtypes.join(", ").replace(/, (?=\w+$)/, " or ");
  throw typeError(name, `${what} must be ${known}`, dtype);
}

/** Arrays of up to this many bytes share buffers: one each takes ten times as long. */
const smallBytes = 512;

/** How long such a buffer is; an array that is kept keeps all of it. */
const sharedBytes = 4096;

/** The buffer that small arrays are made in, and how much of it they have. */
let [shared, used] = [new ArrayBuffer(sharedBytes), 0];

/**
 * A typed array of `size` zeros for elements of `dtype`. Small ones may share
 * their buffer with others.
 *
 * @throws {RangeError} saying how many bytes there would have to be.
 */
export function allocate(dtype: DType, size: number): Data {
  const make = arrays[dtype];
  const bytes = size * make.BYTES_PER_ELEMENT;
  if (bytes <= smallBytes) {
    if (used + bytes > sharedBytes) {
      [shared, used] = [new ArrayBuffer(sharedBytes), 0];
    }
    const data = new make(shared, used, size);
    used += (bytes + 7) & ~7;
    return data;
  }
  try {
    return new make(size);
  } catch {
    throw new RangeError(
      `Cannot hold ${size} elements of ${dtype}: they need ${bytes} bytes ` +
        "of memory, more than there is",
    );
  }
}

/** A copy of the elements of `dtype` in an array. */
export function copyOf(dtype: DType, data: Data): Data {
  if (data.byteLength > smallBytes) return data.slice();
  const copy = allocate(dtype, data.length);
  copy.set(data);
  return copy;
}

/** The dtype of numbers whose elements such an array holds, if there is one. */
export function dtypeOf(data: unknown): DType | undefined {
  return dtypes.find((d) => d !== "bool" && data instanceof arrays[d]);
}

/** The least and the greatest number of each integer dtype. */
export const ranges: { readonly [K in DType]?: readonly [number, number] } = {
  int32: [-2147483648, 2147483647],
  uint32: [0, 4294967295],
};

/** Whether a dtype of numbers has a number; a float has all, once rounded. */
export function hasNumber(dtype: DType, x: number): boolean {
  const range = ranges[dtype];
  if (range === undefined) return true;
  return Number.isInteger(x) && x >= range[0] && x <= range[1];
}

/** Which numbers an integer dtype has, in words. */
export function rangeText(dtype: DType): string {
  return `an integer in [${ranges[dtype]?.join(", ")}]`;
}

/**
 * Checks that a plain number or boolean can be an element of `dtype`.
 * A float takes any number (float32 rounds it), an integer dtype only integers
 * in its range, `bool` only booleans.
 *
 * @throws {TypeError} for a boolean among numbers or a number among booleans.
 * @throws {RangeError} for a fraction, or a number outside the integer range.
 */
export function checkElement(
  name: string,
  element: number | boolean,
  dtype: DType,
): number {
  const fits = dtype === "bool"
    ? typeof element === "boolean"
    : typeof element === "number";
  if (!fits) {
    const right = dtype === "bool" ? "true or false" : "a number";
    throw new TypeError(
      `Cannot ${name}: an element of dtype ${dtype} must be ${right}, ` +
        `current value is ${String(element)} (${typeof element})`,
    );
  }
  const number = Number(element);
  if (hasNumber(dtype, number)) return number;
  const right = `an element of dtype ${dtype} must be ${rangeText(dtype)}`;
  throw rangeError(name, right, number);
}
