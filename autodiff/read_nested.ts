import { describe } from "./handle.ts";
import { deepest } from "./trees.ts";

/**
 * Reads nested arrays of the same length and depth at each level.
 *
 * @returns their shape and elements in row-major order.
 * @throws {TypeError} if they are ragged or hold something else.
 * @throws {RangeError} for more than 1000 levels.
 */
export function readNested(
  name: string,
  nested: unknown,
): { shape: number[]; elements: (number | boolean)[] } {
  const shape: number[] = [];
  for (let at = nested; Array.isArray(at); at = at[0]) {
    if (shape.push(at.length) <= deepest) continue;
    throw new RangeError(
      `Cannot ${name}: an array must have at most ${deepest} levels`,
    );
  }
  const elements: (number | boolean)[] = [];
  const visit = (at: unknown, axis: number) => {
    if (axis < shape.length) {
      if (!Array.isArray(at) || at.length !== shape[axis]) {
        throw new TypeError(
          `Cannot ${name}: nested arrays must have the same length and depth at ` +
            `each level; expected an array of ${shape[axis]} along axis ` +
            `${axis}, found ` +
            (Array.isArray(at) ? `an array of ${at.length}` : describe(at)),
        );
      }
      for (const inner of at) visit(inner, axis + 1);
    } else if (typeof at === "number" || typeof at === "boolean") {
      elements.push(at);
    } else {
      throw new TypeError(
        `Cannot ${name}: elements must be numbers or booleans, found ` +
          describe(at),
      );
    }
  };
  visit(nested, 0);
  return { shape, elements };
}
