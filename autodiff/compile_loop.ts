import { checkOptionNames } from "./check_names.ts";
import type { CompileOptions } from "./compile.ts";
import { explainBuild } from "./compiler/explain.ts";
import { checkThreads } from "./compiler/threads/crew.ts";
import { cuttingFor } from "./compiler/threads/cut.ts";
import { checkArguments, matches } from "./compiler/signature.ts";
import { checkFunction } from "./handle.ts";
import { type LoopRun, startRun } from "./loops/loop_run.ts";
import {
  type ProgramFor,
  specialise,
  type StepProgram,
} from "./loops/step_program.ts";
import type { Tensor } from "./tensor.ts";
import type { TreeOf } from "./trees.ts";

export type { LoopRun } from "./loops/loop_run.ts";

/** A step of a loop that runs as a WebAssembly program. */
export interface CompiledLoop<S, X, Y, A extends unknown[]> {
  /**
   * Begins a run of the loop. Nothing is computed yet.
   *
   * @param state the state before the first step.
   * @param constants the further arguments of each step.
   */
  start(state: S, ...constants: A): LoopRun<S, X, Y>;
  /**
   * The program of a step in words: see {@linkcode Compiled.explain}.
   *
   * @param x what one step gets; `undefined` where it gets nothing.
   */
  explain(state: S, x: X, ...constants: A): string;
  /** Gives the memory of its programs back; its runs can no longer be used. */
  [Symbol.dispose](): void;
}

/**
 * A loop as one WebAssembly program, which takes as many steps in one call as
 * are asked for. A step is `[state, record] = step(state, x)`; the state stays
 * in the program's memory and is copied out when it is read.
 *
 * It gives the bits of {@linkcode scan}, and of the steps called one by one;
 * but the number of steps is not part of the program, so that pieces of any
 * length share one. There is a program for each signature of shapes and dtypes;
 * what the step captures is part of it as it was then. Several runs can be
 * under way: they take turns in the memory of one program. With tensors of a
 * function that is being traced, the steps are those of {@linkcode scan}.
 *
 * @param step a function of the state, of what each step gets and of further
 * arguments, which are the same in all steps (hyperparameters, data): trees of
 * tensors. It returns the next state, a tree like the first, and what to record
 * of the step, a tree of tensors or `undefined`.
 * @param options how it is run.
 * @throws {TypeError} if `step` is not a function, or there can be no threads
 * here; as steps are taken, if it is async, does not return a state like the
 * one it got and a record, or has an operation without a compiled form.
 * @throws {RangeError} as steps are taken, if the program needs more memory
 * than there is, saying how much.
 *
 * @example Training on mini-batches, with the losses of all steps.
 * ```ts
 * import { compileLoop, grad, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const data = tensor([0, 4, 2, 2]);
 * const loss = (w: Tensor, batch: Tensor) =>
 *   data.take(batch).sub(w).square().mean();
 * const training = compileLoop((w: Tensor, batch: Tensor, rate: Tensor) => [
 *   w.sub(grad(loss)(w, batch).mul(rate)),
 *   loss(w, batch),
 * ]);
 *
 * const run = training.start(tensor(0), tensor(0.25));
 * const batches = tensor([[0, 1], [2, 3], [0, 2]], "int32");
 * assertEquals(run.steps(3, batches).toArray(), [8, 1, 1.25]);
 * assertEquals(run.state().item(), 1.25);
 * run.steps(1, tensor([[1, 1]], "int32"));
 * assertEquals(run.state().item(), 2.625);
 * ```
 *
 * @example A step of an optimizer; its state is part of the state.
 * ```ts
 * import {
 *   adam,
 *   compileLoop,
 *   minimize,
 *   type Tensor,
 *   tensor,
 *   valueAndGrad,
 * } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const bowl = (w: Tensor) => w.sub(tensor([3, -1])).square().sum();
 * const start = tensor([0, 0]);
 * const optimizer = adam({ learningRate: 0.1 });
 * const first = { params: start, state: optimizer.init(start) };
 * const training = compileLoop(({ params, state }: typeof first) => {
 *   const { value, grad } = valueAndGrad(bowl)(params);
 *   return [optimizer.update(grad, state, params), value];
 * });
 * const run = training.start(first);
 * const losses = run.steps(50);
 * assertEquals(losses.shape, [50]);
 *
 * const { params } = minimize(bowl, start, optimizer, { steps: 50 });
 * assertEquals(run.state().params.toArray(), params.toArray());
 * ```
 *
 * @example Steps that get nothing of their own.
 * ```ts
 * import { compileLoop, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const halving = compileLoop((x: Tensor) => [x.div(2), undefined]);
 * const run = halving.start(tensor(1024));
 * run.steps(10);
 * assertEquals(run.state().item(), 1);
 * ```
 */
export function compileLoop<
  S extends Tensor | TreeOf<S> = Tensor,
  X extends Tensor | TreeOf<X> | undefined = undefined,
  Y extends Tensor | TreeOf<Y> | undefined = Tensor,
  A extends unknown[] = [],
>(
  step: (state: S, x: X, ...constants: A) => readonly [S, Y],
  options: CompileOptions = {},
): CompiledLoop<S, X, Y, A> {
  checkOptionNames("compileLoop", options, ["threads"]);
  const { threads = 1 } = options;
  checkFunction("compileLoop", step);
  checkThreads("compileLoop", threads);
  const programs: StepProgram<Y>[] = [];
  let disposed = false;
  const usable = () => {
    if (!disposed) return;
    throw new TypeError("Cannot use a compiled loop that was disposed of");
  };
  const programFor: ProgramFor<S, X, Y, A> = (state, constants, xs, count) => {
    usable();
    const fixed = [state, constants];
    const through = xs ?? [];
    const known = programs.find((program) =>
      matches(fixed, program.fixed, []) &&
      matches(through, program.through, [], count)
    );
    if (known !== undefined) return known;
    const made = specialise(step, [state, constants, xs], {
      count,
      cutting: cuttingFor(threads),
    });
    if (made !== undefined) programs.push(made);
    return made;
  };
  return {
    start(state, ...constants) {
      usable();
      checkArguments("start", [state, ...constants]);
      return startRun(step, programFor, state, constants, usable);
    },
    explain(state, x, ...constants) {
      const program = programFor(state, constants, x);
      return program === undefined
        ? "It uses values of a function that is being traced, and so runs as " +
          "part of that one"
        : explainBuild(program.instance.build);
    },
    [Symbol.dispose]() {
      for (const { instance } of programs.splice(0)) instance.dispose();
      disposed = true;
    },
  };
}
