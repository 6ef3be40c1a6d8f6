import {
  allocate,
  checkDType,
  type DType,
  hasNumber,
  isFloat,
  rangeText,
} from "../dtypes.ts";
import { concrete } from "../graph.ts";
import { describe, rangeError, typeError } from "../handle.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "../shapes.ts";
import { type Tensor, wrap } from "../tensor.ts";
import { isRecord } from "../trees.ts";

/** The numbers that JSON lacks, by the strings that stand for them. */
const special: ReadonlyMap<unknown, number> = new Map([
  ["-0", -0],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

const keys: readonly string[] = ["dtype", "shape", "data"];

/**
 * The tensor that a record of `dtype`, `shape` and `data` describes.
 *
 * @param path where the record is, for messages: `json["weights"]`.
 * @throws {TypeError} for what is not such a record, and for `data` of another
 * length than the shape's.
 * @throws {RangeError} for a shape or an element out of range.
 */
export function readTensor(name: string, json: unknown, path: string): Tensor {
  const record = isRecord(json) ? json : undefined;
  const found = record === undefined ? describe(json) : namesOf(record);
  if (
    record === undefined || Object.keys(record).length !== keys.length ||
    !keys.every((key) => Object.hasOwn(record, key))
  ) {
    throw new TypeError(
      `Cannot ${name}: ${path} must be a record of dtype, shape and data, ` +
        `current value is ${found}`,
    );
  }
  const { dtype, shape, data } = record;
  checkDType(name, dtype, `${path}.dtype`);
  checkShape(`${name}: ${path}`, shape as Shape);
  const size = sizeOf(shape as Shape);
  if (!Array.isArray(data) || data.length !== size) {
    throw new TypeError(
      `Cannot ${name}: ${path}.data must be an array of ${size} elements for ` +
        `shape ${formatShape(shape as Shape)}, current value is ` +
        (Array.isArray(data) ? `one of ${data.length}` : describe(data)),
    );
  }
  const elements = allocate(dtype, size);
  for (let i = 0; i < size; i++) {
    const element = readElement(data[i], dtype);
    if (element === undefined) {
      const error = typeof data[i] === "number" ? rangeError : typeError;
      const right = `must be ${expected(dtype)} for dtype ${dtype}`;
      throw error(name, `${path}.data[${i}] ${right}`, data[i]);
    }
    elements[i] = element;
  }
  return wrap(concrete(shape as Shape, dtype, elements));
}

function namesOf(record: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(record).map((key) => JSON.stringify(key));
  return names.length === 0 ? "an empty one" : `one of ${names.join(", ")}`;
}

/** The number that an element in JSON stands for, if its dtype has it. */
function readElement(json: unknown, dtype: DType): number | undefined {
  if (typeof json !== "number") {
    return isFloat(dtype) ? special.get(json) : undefined;
  }
  const fits = dtype === "bool"
    ? json === 0 || json === 1
    : Number.isFinite(json) && hasNumber(dtype, json);
  return fits ? json : undefined;
}

/** What an element in JSON must be, for messages. */
function expected(dtype: DType): string {
  if (dtype === "bool") return "0 or 1";
  return isFloat(dtype)
    ? 'a number, "-0", "NaN", "Infinity" or "-Infinity"'
    : rangeText(dtype);
}
