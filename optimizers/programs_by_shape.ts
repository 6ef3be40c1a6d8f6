import {
  compile,
  type Compiled,
  type Tensor,
  type TreeOf,
} from "../autodiff/mod.ts";

/** A function of trees of tensors, and beside them the tensors that go by. */
export type ByShape<A extends unknown[], R> = (
  like: readonly Tensor[],
  ...args: A
) => R;

/**
 * Of so many numbers the programs of a function are kept at most. A program for
 * them takes some of their bytes several times.
 */
const most = 67_108_864;

/** As so many numbers a program counts at least: it has code, too. */
const leastCounted = 1_048_576;

/** A program, and as how many numbers it counts. */
interface Kept<A extends unknown[], R> {
  readonly program: Compiled<A, R>;
  readonly counts: number;
}

/**
 * A function as programs, one for each list of shapes and dtypes that it meets,
 * with the same bits. Those that were used last are kept, as long as their
 * numbers are not more than 67,108,864 in all, where one counts as 1,048,576
 * at least: others are disposed of. For fewer numbers than `least`, or more than
 * all programs may have, the function is evaluated at once.
 *
 * @param f a pure function.
 * @param least how many numbers are worth a program. Default: 0.
 * @returns the same function, with tensors in front of its arguments whose
 * shapes and dtypes tell those of the arguments: their numbers are counted.
 */
export function programsByShape<
  A extends unknown[],
  R extends Tensor | TreeOf<R>,
>(f: (...args: A) => R, least: number = 0): ByShape<A, R> {
  const kept = new Map<string, Kept<A, R>>();
  let counted = 0;
  const drop = (name: string, { program, counts }: Kept<A, R>) => {
    kept.delete(name);
    counted -= counts;
    program[Symbol.dispose]();
  };
  return (like, ...args) => {
    const numbers = like.reduce((sum, { size }) => sum + size, 0);
    if (numbers < least || numbers > most) return f(...args);
    const name = like.map(({ dtype, shape }) => `${dtype} ${shape}`).join();
    const present = kept.get(name);
    const counts = Math.max(numbers, leastCounted);
    const { program } = present ?? { program: compile<A, R>(f) };
    if (present === undefined) counted += counts;
    // A map has its keys in the order in which they were added.
    kept.delete(name);
    kept.set(name, { program, counts });
    while (counted > most) drop(...kept.entries().next().value!);
    return program(...args);
  };
}
