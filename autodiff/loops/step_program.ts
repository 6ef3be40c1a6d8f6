import { LoopInstance } from "../compiler/loops/loop_instance.ts";
import type { Cutting } from "../compiler/threads/cut.ts";
import { type Signature, signatureOf } from "../compiler/signature.ts";
import type { TensorType } from "../graph.ts";
import { capturedBy } from "../program.ts";
import { flattenOptional, sliceTypes, traceTurn } from "../scan/trace_turn.ts";
import { callTraced } from "../transform.ts";
import { flattenTree, type FlatTree } from "../trees.ts";

/** A step as {@linkcode compileLoop} takes it. */
export type Step<S, X, Y, A extends unknown[]> = (
  state: S,
  x: X,
  ...constants: A
) => readonly [S, Y];

/** The program of a step for arguments of one signature. */
export interface StepProgram<Y> {
  /** Of the state and the constants. */
  readonly fixed: Signature;
  /** Of what one step gets. */
  readonly through: Signature;
  readonly instance: LoopInstance;
  readonly records: readonly TensorType[];
  readonly record: FlatTree<Y>;
}

/**
 * The program for a state, constants and what `count` steps get, or without
 * `count` one step; none where it uses values of a trace.
 */
export type ProgramFor<S, X, Y, A> = (
  state: S,
  constants: A,
  xs: X,
  count?: number,
) => StepProgram<Y> | undefined;

/** Makes the program of a step; none where it captures values of a trace. */
export function specialise<S, X, Y, A extends unknown[]>(
  step: Step<S, X, Y, A>,
  [state, constants, xs]: readonly [S, A, X],
  { count, cutting }: {
    readonly count: number | undefined;
    readonly cutting: Cutting;
  },
): StepProgram<Y> | undefined {
  const name = "compileLoop";
  const flat = flattenTree(name, state);
  const shared = flattenTree(name, constants);
  const through = flattenOptional(name, xs);
  const slices = count === undefined
    ? through.leaves.map(({ shape, dtype }) => ({ shape, dtype, weak: false }))
    : sliceTypes(name, through, count);
  const carries = flat.leaves.length;
  const behind = carries + slices.length;
  const { program, record } = traceTurn<S, Y>(
    name,
    flat,
    [...slices, ...shared.values],
    (inputs) =>
      callTraced(
        name,
        step,
        flat.rebuild(inputs.slice(0, carries)),
        through.rebuild(inputs.slice(carries, behind)),
        ...shared.rebuild(inputs.slice(behind)),
      ),
  );
  if (capturedBy(program).length > 0) return undefined;
  return {
    fixed: signatureOf([state, constants]),
    through: signatureOf(xs ?? [], count === undefined ? 0 : 1),
    instance: new LoopInstance(program, {
      carries,
      xs: slices.length,
      cutting,
    }),
    records: program.outputs.slice(carries)
      .map(({ shape, dtype }) => ({ shape, dtype, weak: false })),
    record,
  };
}
