import type { TensorType } from "../graph.ts";
import { describe } from "../handle.ts";
import { type Program, traceProgram } from "../program.ts";
import { formatShape } from "../shapes.ts";
import { type Tensor, wrap } from "../tensor.ts";
import { checkLeaves, flattenTree, type FlatTree } from "../trees.ts";

/** One turn of a loop as a program, and the tree of what it records. */
export interface TracedTurn<Y> {
  /** Outputs: the next carries, the records. */
  readonly program: Program;
  readonly record: FlatTree<Y>;
}

/**
 * Traces one turn of a loop. A scalar that takes the dtype it meets becomes an
 * ordinary one where the first carry has such, as a count read from a file.
 *
 * @param name the function that asks, for messages.
 * @param carry the first carry; the turn's first inputs are like its leaves.
 * @param types the types of the other inputs.
 * @param turn what a turn does with the inputs.
 * @throws {TypeError} if a turn does not return a carry like the first one
 * and a record.
 */
export function traceTurn<C, Y>(
  name: string,
  carry: FlatTree<C>,
  types: readonly TensorType[],
  turn: (inputs: readonly Tensor[]) => readonly [C, Y],
): TracedTurn<Y> {
  let record!: FlatTree<Y>;
  const carries = carry.values;
  const program = traceProgram(name, [...carries, ...types], (inputs) => {
    const pair = pairOf(name, turn(inputs.map(wrap)));
    const next = flattenTree<unknown>(name, pair[0]);
    checkLeaves(name, "the carry that the function returns", next, carry);
    record = flattenOptional(name, pair[1]);
    const other = carries.findIndex(({ weak }, i) =>
      weak && !next.values[i].weak
    );
    if (other < 0) return [...next.values, ...record.values];
    throw new TypeError(
      `Cannot ${name}: the carry${carry.paths[other]} that the function ` +
        `returns must be a scalar that takes the dtype it meets (see scalar), ` +
        `as the first one is`,
    );
  });
  return { program, record };
}

function pairOf<C, Y>(
  name: string,
  result: readonly [C, Y],
): readonly [C, Y] {
  if (Array.isArray(result) && result.length === 2) return result;
  throw new TypeError(
    `Cannot ${name}: the function must return a pair [carry, record], it ` +
      `returned ${describe(result)}`,
  );
}

/** The leaves of a tree that may be missing. */
export function flattenOptional<P>(name: string, tree: P): FlatTree<P> {
  return tree === undefined
    ? { ...flattenTree(name, [] as P), rebuild: () => undefined as P }
    : flattenTree(name, tree);
}

/**
 * The types of the slices along the first axis, whose length is `turns`.
 *
 * @throws {TypeError} naming a leaf that has no axis.
 * @throws {RangeError} naming one of another length.
 */
export function sliceTypes(
  name: string,
  { leaves, paths }: FlatTree<unknown>,
  turns: number,
): TensorType[] {
  return leaves.map(({ shape, dtype }, i) => {
    if (shape.length === 0) {
      throw new TypeError(
        `Cannot ${name}: xs${paths[i]} must have an axis of turns, its shape ` +
          `is []`,
      );
    }
    if (shape[0] !== turns) {
      throw new RangeError(
        `Cannot ${name}: there are ${turns} turns, but xs${paths[i]} has ` +
          `shape ${formatShape(shape)}`,
      );
    }
    return { shape: shape.slice(1), dtype };
  });
}
