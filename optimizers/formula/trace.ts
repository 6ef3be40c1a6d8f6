import {
  type DType,
  type Shape,
  type Tensor,
  zeros,
} from "../../autodiff/mod.ts";
import type { TensorType, Value } from "../../autodiff/graph.ts";
import { describe, unwrap } from "../../autodiff/handle.ts";
import {
  neededSteps,
  type Program,
  traceProgram,
} from "../../autodiff/program.ts";
import { wrap } from "../../autodiff/tensor.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import { nextStep, type Optimizer, type OptimizerState } from "../optimizer.ts";
import {
  bind,
  isInput,
  type Place,
  placesIn,
  type Scheduled,
} from "./binding.ts";
import { namedContext } from "./context.ts";
import type { Expression } from "./expression.ts";
import { Expressions } from "./expressions.ts";
import type { Line } from "./lines.ts";
import type { Name } from "./name.ts";
import { readExpression } from "./read.ts";
import { ownOrder, slotBase } from "./slots.ts";
import { symbolsOf } from "./symbols.ts";

/** A tensor of the state: its name, where it starts and what it becomes. */
export interface TracedSlot {
  readonly base: string;
  readonly start: Expression;
  readonly next: Expression;
}

/** One update of one tensor, as a graph and as expressions. */
export interface TracedUpdate {
  readonly make: Expressions;
  /** Inputs: count, g, w, the state's other tensors, named hyperparameters. */
  readonly program: Program;
  /** The tensors of the state but its count, in the order of the program. */
  readonly slots: readonly TracedSlot[];
  /** The order in which the rule has its slots. */
  readonly order: readonly number[];
  /** The weights after the update. */
  readonly weights: Expression;
  /** The optimizer's hyperparameters, those of its schedules among them. */
  readonly places: readonly Place[];
  /** The names in the formula of all that have one, by name. */
  readonly symbols: ReadonlyMap<string, Name>;
  /** What schedules give, by the name in the formula. */
  readonly scheduled: ReadonlyMap<Expression, Name>;
  /** The names that are in use. */
  readonly taken: Set<string>;
}

/** Traces one update of a tensor of this shape and dtype. */
export function traceUpdate(
  optimizer: Optimizer<unknown>,
  shape: Shape,
  dtype: DType = "float64",
): TracedUpdate {
  checkOptimizer(optimizer);
  const initial = optimizer.init(zeros(shape, dtype));
  const flat = flattenTree("formula", initial);
  // The places of what evolves beside the count of steps.
  const places = flat.paths.flatMap((path, i) => path === ".count" ? [] : i);
  const count = flat.paths.indexOf(".count");

  const hyperparameters = placesIn(optimizer);
  const inputs = hyperparameters.filter(isInput);
  const scheduled: Scheduled = [];
  const tensor: TensorType = { shape, dtype, weak: false };
  const number: TensorType = { shape: [], dtype: "float64", weak: true };
  const leafTypes = places.map((place) =>
    unwrap("formula", flat.leaves[place])
  );
  const types = [
    number,
    tensor,
    tensor,
    ...leafTypes,
    ...inputs.map(() => number),
  ];
  const program = traceProgram("formula", types, (values, trace) => {
    const tensors = values.slice(3 + places.length).map(wrap);
    const byName = new Map(inputs.map(({ name }, i) => [name, tensors[i]]));
    const bound = bind(optimizer, byName, scheduled);
    const w = wrap(values[2]);
    const t = nextStep("formula", { count: wrap(values[0]) });
    const start = flattenTree("formula", bound.init(w)).leaves;
    const leaves = flat.leaves.map((_leaf, place) =>
      wrap(values[place === count ? 0 : 3 + places.indexOf(place)])
    );
    const state = flat.rebuild(leaves) as OptimizerState<Tensor, unknown>;
    const context = optimizer.needs && namedContext(w, t);
    const next = bound.update(wrap(values[1]), state, w, context);
    const after = flattenTree("formula", next.state).leaves;
    const value = (tensor: Tensor) => unwrap("formula", tensor);
    return [
      value(next.params),
      ...places.map((place) => value(start[place])),
      ...places.map((place) => value(after[place])),
      // Values that an outcome does not need can still be asked for by name.
      ...trace.values.filter(({ application }) => application !== undefined),
    ];
  });

  const n = places.length;
  const reached = reachedFrom(program, program.outputs.slice(0, 1 + 2 * n));
  const named: Scheduled = [
    ...inputs.map(({ name }, i) => [program.inputs[3 + n + i], name] as const),
    ...scheduled,
  ];
  const needed = new Set(
    named.flatMap(([value, name]) => reached.has(value) ? name : []),
  );
  const taken = new Set(["t", "g_t", "w_t", "w_{t−1}", "w₀"]);
  const symbols = symbolsOf(hyperparameters, needed, taken);
  const bases = places.map((place) => slotBase(flat.paths[place], taken));

  const make = new Expressions();
  const t = make.name({ base: "t" }, true);
  const read = readExpression(make, [
    make.call("subtract", [t, make.number(1)]),
    make.name({ base: "g", time: "t" }, false),
    make.name({ base: "w", time: "t-1" }, false),
    ...bases.map((base, i) =>
      make.name({ base, time: "t-1" }, leafTypes[i].shape.length === 0)
    ),
    // What is not needed is read nowhere.
    ...inputs.map(({ name }) =>
      make.name(symbols.get(name) ?? { base: name }, true)
    ),
  ], program.inputs);
  const outputs = program.outputs.map(read);
  const slots = bases.map((base, i) => ({
    base,
    start: outputs[1 + i],
    next: outputs[1 + n + i],
  }));
  const given = new Map<Expression, Name>();
  for (const [value, name] of scheduled) {
    const [expression, symbol] = [read(value), symbols.get(name)];
    if (symbol !== undefined && expression.args.length > 0) {
      given.set(expression, symbol);
    }
  }
  const weights = outputs[0];
  const order = ownOrder(
    initial,
    flat.paths.filter((path) => path !== ".count"),
  );
  return {
    make,
    program,
    slots,
    order,
    weights,
    places: hyperparameters,
    symbols,
    scheduled: given,
    taken,
  };
}

/** What each slot starts from. */
export function startOf({ slots, order }: TracedUpdate): Line[] {
  return order.map((place) => {
    const { base, start } = slots[place];
    return { name: { base, time: "0" }, expression: start };
  });
}

/** The values that some outputs of a program are made of, with themselves. */
function reachedFrom(
  { steps }: Program,
  outputs: readonly Value[],
): ReadonlySet<Value> {
  const inner = neededSteps(steps, outputs);
  return new Set([
    ...outputs,
    ...inner.flatMap(({ application }) => application!.inputs),
  ]);
}

function checkOptimizer(optimizer: unknown): void {
  const { init, update, hyperparameters } = (optimizer ?? {}) as Record<
    string,
    unknown
  >;
  if (
    typeof init === "function" && typeof update === "function" &&
    typeof hyperparameters === "object"
  ) return checkTraceable(optimizer as Optimizer<unknown>);
  throw new TypeError(
    "Cannot read a formula: expected what a rule gives when called, current " +
      `value is ${describe(optimizer)}`,
  );
}

function checkTraceable({ id, inHost }: Optimizer<unknown>): void {
  if (!inHost) return;
  throw new TypeError(
    `Cannot read a formula: a step of ${id} reads values, so that it is not ` +
      `one graph of operations; the rule's page says what it does`,
  );
}
