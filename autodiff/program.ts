import { apply, type TensorType, Trace, traceOf, type Value } from "./graph.ts";
import { alignBatch } from "./operations/kinds/align_batch.ts";

/** A function as a graph: inputs, what is computed from them, outputs. */
export interface Program {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** The applications that the outputs need, in the order they were traced. */
  readonly steps: readonly Value[];
}

/**
 * Runs a function on inputs without elements and keeps what it does.
 *
 * @param name the transformation that asks, for messages.
 * @param types what the inputs are.
 * @param f receives the inputs and returns the outputs; concrete values and
 * values of outer traces that it uses are captured as they are.
 */
export function traceProgram(
  name: string,
  types: readonly TensorType[],
  f: (inputs: readonly Value[], trace: Trace) => readonly Value[],
): Program {
  const trace = new Trace(name);
  try {
    const inputs = types.map((type) => trace.record(type));
    const outputs = f(inputs, trace);
    traceOf(name, outputs);
    return { inputs, outputs, steps: neededSteps(trace.values, outputs) };
  } finally {
    trace.close();
  }
}

/** Those of some values, in the order of a trace, that compute the outputs. */
export function neededSteps(
  values: readonly Value[],
  outputs: readonly Value[],
): Value[] {
  const needed = new Set(outputs);
  const steps: Value[] = [];
  for (let i = values.length - 1; i >= 0; i--) {
    const value = values[i];
    if (value.application === undefined || !needed.has(value)) continue;
    steps.push(value);
    for (const input of value.application.inputs) needed.add(input);
  }
  return steps.reverse();
}

/**
 * The outputs of a program for the given inputs: the reference evaluator.
 * Where an input is itself traced, the steps are recorded anew in its trace.
 *
 * @param run what makes the value of a step from the present values of its
 * inputs.
 */
export function runProgram(
  program: Program,
  inputs: readonly Value[],
  run: (step: Value, inputs: readonly Value[]) => Value = again,
): Value[] {
  const present = new Map<Value, Value>();
  program.inputs.forEach((input, i) => present.set(input, inputs[i]));
  const valueFor = (value: Value) => present.get(value) ?? value;
  for (const step of program.steps) {
    present.set(step, run(step, step.application!.inputs.map(valueFor)));
  }
  return program.outputs.map(valueFor);
}

/** Applies the operation of a step to other inputs. */
function again({ application }: Value, inputs: readonly Value[]): Value {
  const { operation, attributes } = application!;
  return apply(operation, inputs, attributes);
}

/**
 * The outputs of a program for `size` inputs at once: each of the inputs has
 * an axis of instances in front, and so have all the outputs. What the program
 * captured is shared by all instances.
 *
 * @param mapped which inputs have that axis, where some are shared too.
 */
export function runBatched(
  program: Program,
  inputs: readonly Value[],
  size: number,
  mapped: readonly boolean[] = inputs.map(() => true),
): Value[] {
  const batched = new Set(program.inputs.filter((_, i) => mapped[i]));
  const outputs = runProgram(program, inputs, (step, values) => {
    const { operation, inputs, attributes } = step.application!;
    const flags = inputs.map((input) => batched.has(input));
    if (!flags.includes(true)) return again(step, values);
    batched.add(step);
    return operation.batch?.(values, flags, size, attributes) ??
      apply(operation, alignBatch(values, flags, size), attributes);
  });
  const flags = program.outputs.map((output) => batched.has(output));
  return alignBatch(outputs, flags, size);
}

/**
 * The values that a program uses and does not make: those of outer traces, and
 * concrete ones of more than `few` elements.
 */
export function capturedBy(
  { inputs, outputs, steps }: Program,
  few: number = Infinity,
): Value[] {
  const own = new Set([...inputs, ...steps]);
  const used = steps.flatMap((step) => step.application!.inputs);
  return [...new Set([...used, ...outputs])].filter((value) =>
    !own.has(value) && (value.data === undefined || value.data.length > few)
  );
}
