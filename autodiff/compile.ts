import { checkCount } from "./check_integer.ts";
import { checkOptionNames } from "./check_names.ts";
import { explainBuild } from "./compiler/explain.ts";
import { checkThreads } from "./compiler/threads/crew.ts";
import { cuttingFor } from "./compiler/threads/cut.ts";
import { Instance } from "./compiler/instance.ts";
import {
  checkArguments,
  matches,
  type Signature,
  signatureOf,
} from "./compiler/signature.ts";
import { type Concrete, type TensorType, Value } from "./graph.ts";
import { checkFunction } from "./handle.ts";
import { capturedBy, type Program, traceProgram } from "./program.ts";
import { type Tensor, wrap } from "./tensor.ts";
import { callTraced } from "./transform.ts";
import {
  checkLeaves,
  flattenTree,
  type FlatTree,
  type TreeOf,
} from "./trees.ts";

/** A function that runs as a WebAssembly program. */
export interface Compiled<A extends unknown[], R> {
  (...args: A): R;
  /**
   * The program for these arguments in words: what goes in and out, what it
   * captured, and its kernels in the order in which they run. A kernel is one
   * pass over its elements, `4 at a time` where one instruction takes 4 of them;
   * the operations named are done in it together, and what stands after → is
   * written to memory, `in place` where it replaces what was there. `product`
   * is a matrix product, with what follows it in the same pass.
   */
  explain(...args: A): string;
  /**
   * The result of `count` calls, of which each but the first has the result
   * of the one before in place of its first argument: steps of training, which
   * stay in the program's memory.
   *
   * @throws {RangeError} if `count` is not a whole number of at least 0.
   * @throws {TypeError} if the result is not like the first argument.
   */
  repeat(count: number, ...args: A): A[0];
  /** Gives the memory of its programs back; it can no longer be called. */
  [Symbol.dispose](): void;
}

/** The options of {@linkcode compile}. */
export interface CompileOptions {
  /**
   * How many threads share the products of matrices and the loops of a call
   * that are long enough to gain: a whole number from 1 to 64. The bits are the
   * same for any number. Default: 1.
   *
   * The other threads are workers on shared memory. A call does not wait for
   * them to start; they leave when there was nothing to do for a second, and
   * at once when the function is disposed of. It needs SharedArrayBuffer, which
   * a browser gives to isolated pages alone; there a call from the page itself
   * waits for the others without sleeping. Node has no workers of this kind:
   * leave the option out there.
   */
  readonly threads?: number;
}

/** The program for arguments of one signature. */
interface Specialised<R> {
  readonly signature: Signature;
  readonly instance: Instance;
  readonly types: readonly TensorType[];
  /** What keeps the result from standing in for the first argument. */
  readonly difference?: TypeError;
  rebuild(leaves: readonly Tensor[]): R;
}

/**
 * A function of trees of tensors as one WebAssembly program, which gives the
 * same bits in a fraction of the time.
 *
 * The function is traced once for each signature: the structure of its
 * arguments, and the shapes and dtypes of their tensors. A tensor that it
 * captures is a constant by reference, a number is baked into the code; both
 * are part of the program as they were then, and `explain` lists them. What is
 * to change from call to call must be an argument: `scalar(0.1)` rather than
 * the number 0.1. Inside another traced function it is called as it is.
 *
 * For steps that follow each other, with losses to record, see
 * {@linkcode compileLoop}; for a loop inside a function, {@linkcode scan}.
 *
 * @param f a function of trees of tensors; returns a tree of tensors.
 * @param options how it is run.
 * @returns a function of the same arguments, with the same result.
 * @throws {TypeError} if `f` is not a function, or there can be no threads
 * here; when called, if an operation has no compiled form, naming it, if `f`
 * is async, or if an argument holds something else than tensors.
 * @throws {RangeError} for a number of threads that cannot be; when called, if
 * a program needs more memory than there is, saying how much.
 *
 * @example
 * ```ts
 * import { compile, tensor } from "@descent/lab";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * const f = compile((x) => x.mul(2).add(1).sum());
 * assertEquals(f(tensor([1, 2])).item(), 8);
 * assertStringIncludes(f.explain(tensor([1, 2])), "captured numbers: 2, 1");
 * ```
 *
 * @example A step of training.
 * ```ts
 * import { compile, grad, scalar, type Tensor, tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const loss = (w: Tensor) => w.sub(tensor([3, -1])).square().sum();
 * const step = compile((w: Tensor, learningRate: Tensor) =>
 *   w.sub(grad(loss)(w).mul(learningRate))
 * );
 * assertEquals(step(tensor([0, 0]), scalar(0.5)).toArray(), [3, -1]);
 * const end = step.repeat(4, tensor([0, 0]), scalar(0.25));
 * assertEquals(end.toArray(), [2.8125, -0.9375]);
 * ```
 *
 * @example Two threads for long steps.
 * ```ts
 * import { compile, key } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const a = key(1).normal([120, 120]);
 * using square = compile((a) => a.matmul(a), { threads: 2 });
 * assertEquals(square(a).toArray(), a.matmul(a).toArray());
 * ```
 */
export function compile<
  A extends unknown[] = Tensor[],
  R extends Tensor | TreeOf<R> = Tensor,
>(f: (...args: A) => R, options: CompileOptions = {}): Compiled<A, R> {
  checkOptionNames("compile", options, ["threads"]);
  const { threads = 1 } = options;
  checkFunction("compile", f);
  checkThreads("compile", threads);
  const programs: Specialised<R>[] = [];
  let disposed = false;
  /** The program for arguments; their values go into `values`. */
  const programFor = (args: A, values: Value[]) => {
    if (disposed) {
      throw new TypeError(
        "Cannot call a compiled function that was disposed of",
      );
    }
    for (const program of programs) {
      if (matches(args, program.signature, values)) return program;
      values.length = 0;
    }
    checkArguments("call a compiled function", args);
    const flat = flattenTree("call a compiled function", args as unknown);
    values.push(...flat.values);
    if (values.some(({ data }) => data === undefined)) return undefined;
    const program = specialise(f, args, flat, values, threads);
    if (program !== undefined) programs.push(program);
    return program;
  };
  /** Calls the function `count` times, each after the first with the result. */
  const run = (name: "compile" | "repeat", count: number, args: A): R => {
    const values: Value[] = [];
    const program = programFor(args, values);
    if (
      program === undefined || values.some(({ data }) => data === undefined)
    ) {
      let result = callTraced(name, f, ...args);
      for (let i = 1; i < count; i++) {
        const next = [result, ...args.slice(1)] as unknown as A;
        result = callTraced(name, f, ...next);
      }
      return result;
    }
    const { instance, difference, types, rebuild } = program;
    if (name === "repeat" && difference !== undefined) throw difference;
    const outputs = instance.run(values as Concrete[], count);
    return rebuild(outputs.map((data, i) => wrap(new Value(types[i], data))));
  };
  const call = (...args: A): R => run("compile", 1, args);
  return Object.assign(call, {
    repeat(count: number, ...args: A): A[0] {
      checkCount("repeat", "count", count);
      return count === 0 ? args[0] : run("repeat", count, args);
    },
    explain(...args: A): string {
      const program = programFor(args, []);
      return program === undefined
        ? "It uses values of a function that is being traced, and so runs as " +
          "part of that one"
        : explainBuild(program.instance.build);
    },
    [Symbol.dispose]() {
      for (const { instance } of programs.splice(0)) instance.dispose();
      disposed = true;
    },
  });
}

function specialise<A extends unknown[], R>(
  f: (...args: A) => R,
  args: A,
  flat: FlatTree<unknown>,
  values: readonly Value[],
  threads: number,
): Specialised<R> | undefined {
  let result!: FlatTree<R>;
  const program: Program = traceProgram("compile", values, (inputs) => {
    const traced = flat.rebuild(inputs.map(wrap)) as A;
    result = flattenTree("compile", callTraced("compile", f, ...traced));
    return result.values;
  });
  if (capturedBy(program).length > 0) return undefined;
  const difference = differenceOf(result, args[0], program);
  const carried = difference === undefined
    ? program.outputs.map((_, i) => ({ output: i, input: i }))
    : [];
  return {
    signature: signatureOf(args),
    instance: new Instance(program, carried, {
      cutting: cuttingFor(threads),
    }),
    types: program.outputs.map(({ shape, dtype, weak }) => ({
      shape,
      dtype,
      weak,
    })),
    difference,
    rebuild: result.rebuild,
  };
}

/** The error for a result that is not like the first argument, if it isn't. */
function differenceOf(
  result: FlatTree<unknown>,
  first: unknown,
  { inputs, outputs }: Program,
): TypeError | undefined {
  try {
    const expected = flattenTree("repeat", first);
    checkLeaves("repeat", "the result", result, expected);
    const other = outputs.findIndex(({ weak }, i) => inputs[i].weak && !weak);
    if (other < 0) return undefined;
    return new TypeError(
      `Cannot repeat: the result${expected.paths[other]} must be a weak ` +
        `scalar where the first argument has one`,
    );
  } catch (error) {
    if (error instanceof TypeError) return error;
    throw error;
  }
}
