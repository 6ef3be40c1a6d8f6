import { describe } from "./handle.ts";

/** The kinds of number a tensor can hold. */
export type DType = "float64" | "float32" | "int32" | "uint32" | "bool";

/** The typed arrays that hold elements; `bool` is a byte, 0 or 1. */
export type Data =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint8Array;

/** Every dtype, widest first. */
export const dtypes: readonly DType[] = [
  "float64",
  "float32",
  "int32",
  "uint32",
  "bool",
];

/** Whether a dtype has fractions, and so derivatives. */
export function isFloat(dtype: DType): boolean {
  return dtype === "float64" || dtype === "float32";
}

/** How a number is rounded to a float dtype. */
export function rounding(dtype: DType): (x: number) => number {
  return dtype === "float32" ? Math.fround : (x) => x;
}

/**
 * Checks that there is such a dtype.
 *
 * @throws {TypeError} naming those that there are.
 */
export function checkDType(name: string, dtype: unknown): void {
  if ((dtypes as readonly unknown[]).includes(dtype)) return;
  throw new TypeError(
    `Cannot ${name}: dtype must be ${dtypes.join(", ")}, current value is ` +
      describe(dtype),
  );
}

/** A typed array of `size` zeros for elements of `dtype`. */
export function allocate(dtype: DType, size: number): Data {
  switch (dtype) {
    case "float64":
      return new Float64Array(size);
    case "float32":
      return new Float32Array(size);
    case "int32":
      return new Int32Array(size);
    case "uint32":
      return new Uint32Array(size);
    case "bool":
      return new Uint8Array(size);
  }
}

/** The least and the greatest number of each integer dtype. */
const ranges: { readonly [K in DType]?: readonly [number, number] } = {
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
  throw new RangeError(
    `Cannot ${name}: an element of dtype ${dtype} must be ` +
      `${rangeText(dtype)}, current value is ${number}`,
  );
}
