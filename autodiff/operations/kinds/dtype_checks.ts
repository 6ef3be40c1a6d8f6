import { type DType, isFloat } from "../../dtypes.ts";

/** Something that has a dtype. */
interface Typed {
  readonly dtype: DType;
}

/**
 * Checks that a value has fractions.
 *
 * @throws {TypeError} for an integer dtype and for `bool`.
 */
export function checkFloat(name: string, { dtype }: Typed): void {
  if (!isFloat(dtype)) throw dtypeError(name, dtype, ["float"]);
}

/**
 * Checks that a value has numbers to compute with.
 *
 * @throws {TypeError} for `bool`.
 */
export function checkNumeric(name: string, { dtype }: Typed): void {
  if (dtype === "bool") throw dtypeError(name, dtype, numeric);
}

/** The dtypes of numbers, where `float` stands for both floats. */
export const numeric: readonly (DType | "float")[] = [
  "float",
  "int32",
  "uint32",
];

/** The error for a dtype that an operation does not exist for. */
export function dtypeError(
  name: string,
  dtype: DType,
  right: readonly string[],
): TypeError {
  const names = right.flatMap((r) =>
    r === "float" ? ["float64", "float32"] : r
  );
  const last = names.pop();
  const list = names.length === 0 ? last : `${names.join(", ")} or ${last}`;
  return new TypeError(
    `Cannot ${name}: dtype must be ${list}, current dtype is ${dtype}`,
  );
}
