import { checkCount } from "../check_integer.ts";
import type { LoopInstance } from "../compiler/loops/loop_instance.ts";
import type { Data } from "../dtypes.ts";
import { concrete, Value } from "../graph.ts";
import { scan } from "../scan.ts";
import { type Tensor, wrap } from "../tensor.ts";
import { flattenTree, type TreeOf } from "../trees.ts";
import type { ProgramFor, Step } from "./step_program.ts";

/** A run of a compiled loop: its state stays in the program's memory. */
export interface LoopRun<S, X, Y> {
  /**
   * Takes so many steps in one call into the program.
   *
   * @param count a whole number of at least 0.
   * @param xs what the steps get, with an axis of `count` steps in front.
   * @returns what the steps recorded, with an axis of `count` steps in front.
   * @throws {RangeError} if `count` is not such a number, or not the length
   * of `xs`; where there is no memory for the records, saying how much they
   * need: the state stays as it was.
   */
  steps(count: number, xs?: X): Y;
  /** A copy of the state as it is after the steps taken so far. */
  state(): S;
}

/** Begins a run whose state is here, until a step takes it into a program. */
export function startRun<
  S extends Tensor | TreeOf<S>,
  X extends Tensor | TreeOf<X> | undefined,
  Y extends Tensor | TreeOf<Y> | undefined,
  A extends unknown[],
>(
  step: Step<S, X, Y, A>,
  programFor: ProgramFor<S, X, Y, A>,
  start: S,
  constants: A,
  usable: () => void,
): LoopRun<S, X, Y> {
  const valuesOf = (tree: unknown) => flattenTree("compileLoop", tree).values;
  const flat = flattenTree("compileLoop", start);
  const shared = valuesOf(constants);
  const types = flat.values
    .map(({ shape, dtype, weak }) => ({ shape, dtype, weak }));
  // The state is here, or else in the memory of a program.
  let here: readonly Value[] | undefined = flat.values;
  let home: LoopInstance | undefined;
  const current = (): readonly Value[] => {
    const values = here ??
      home?.state().map((data, i) => new Value(types[i], data));
    if (values !== undefined) return values;
    throw new TypeError(
      "Cannot go on with a run of a compiled loop after an error in a step",
    );
  };
  const stay = (values: readonly Value[] | undefined) => {
    if (home !== undefined) home.owner = undefined;
    home = undefined;
    here = values;
  };
  const owner = { release: () => stay(current()) };
  const state = () => flat.rebuild(current().map(wrap));
  const enter = (instance: LoopInstance) => {
    if (home === instance) return;
    stay(current());
    instance.owner?.release();
    instance.begin(here!.map(dataOf), shared.map(dataOf));
    instance.owner = owner;
    [home, here] = [instance, undefined];
  };
  return {
    state() {
      usable();
      return state();
    },
    steps(count, xs) {
      checkCount("steps", "count", count);
      const program = programFor(start, constants, xs as X, count);
      const given = xs === undefined ? [] : valuesOf(xs);
      const traced = [...here ?? [], ...shared, ...given]
        .some(({ data }) => data === undefined);
      if (program === undefined || traced) {
        const turn = (state: S, x: X) => step(state, x, ...constants);
        const [next, record] = scan<S, X, Y>(turn, state(), xs, {
          length: count,
        });
        stay(valuesOf(next));
        return record;
      }
      const { instance, records, record } = program;
      const made = instance.recordsOf(count);
      enter(instance);
      try {
        instance.steps(count, given.map(dataOf), made);
      } catch (error) {
        stay(undefined);
        throw error;
      }
      return record.rebuild(made.map((data, i) => {
        const { shape, dtype } = records[i];
        return wrap(concrete([count, ...shape], dtype, data));
      }));
    },
  };
}

function dataOf({ data }: Value): Data {
  return data!;
}
