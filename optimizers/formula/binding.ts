import type { Tensor } from "../../autodiff/mod.ts";
import type { Value } from "../../autodiff/graph.ts";
import { unwrap } from "../../autodiff/handle.ts";
import type { Adjustable } from "../adjustable.ts";
import type { HyperparameterValue, Schedule } from "../hyperparameters.ts";
import type { Optimizer } from "../optimizer.ts";

/** A hyperparameter of an optimizer, or of a schedule that is the value of one. */
export interface Place {
  /** Its name; behind that of the hyperparameter which the schedule is of. */
  readonly name: string;
  /** Its symbol in the definition; none where it cannot be given a tensor. */
  readonly symbol?: string;
  readonly value: HyperparameterValue;
  /** How many schedules it is inside of. */
  readonly depth: number;
}

/** Whether a tensor can stand in the place. A zero is left out of formulas. */
export function isInput({ symbol, value }: Place): boolean {
  return symbol !== undefined && typeof value !== "function" && value !== 0;
}

/** All hyperparameters, those of schedules behind the one that they are of. */
export function placesIn(
  { hyperparameters = {}, table, withHyperparameters }: Partial<
    Adjustable<unknown>
  >,
  prefix: string = "",
  depth: number = 0,
): Place[] {
  return Object.entries(hyperparameters).flatMap(([own, value]) => {
    const name = `${prefix}${own}`;
    const symbol = withHyperparameters && table?.[own]?.symbol;
    const place = { name, value, depth, ...symbol !== undefined && { symbol } };
    if (typeof value !== "function") return [place];
    // What cannot be given another schedule keeps the numbers of this one.
    const inside = symbol === undefined
      ? []
      : placesIn(value, `${name}.`, depth + 1);
    return [place, ...inside];
  });
}

/** What an optimizer's schedules gave in a step, by the hyperparameter's name. */
export type Scheduled = (readonly [Value, name: string])[];

/**
 * The optimizer with tensors in the place of hyperparameters, by their names.
 *
 * @param scheduled what its schedules give in a traced step is added to it.
 */
export function bind(
  optimizer: Optimizer<unknown>,
  tensors: ReadonlyMap<string, Tensor>,
  scheduled: Scheduled,
): Optimizer<unknown> {
  return bound(optimizer, "", tensors, (schedule, name) => (t) => {
    const result = schedule(t);
    // The state before the first step is made at a t that is a number.
    if (unwrap("formula", t).data === undefined) {
      scheduled.push([unwrap("formula", result), name]);
    }
    return result;
  });
}

function bound<A extends Partial<Adjustable<unknown>>>(
  adjustable: A,
  prefix: string,
  tensors: ReadonlyMap<string, Tensor>,
  mark: (schedule: Schedule, name: string) => Schedule = (schedule) => schedule,
): A {
  const { hyperparameters = {}, table = {} } = adjustable;
  const values = Object.entries(hyperparameters)
    .filter(([own]) => table[own] !== undefined)
    .flatMap(([own, value]): [string, HyperparameterValue][] => {
      const name = `${prefix}${own}`;
      if (typeof value === "function") {
        return [[own, mark(bound(value, `${name}.`, tensors), name)]];
      }
      const tensor = tensors.get(name);
      return tensor === undefined ? [] : [[own, tensor]];
    });
  if (values.length === 0 || adjustable.withHyperparameters === undefined) {
    return adjustable;
  }
  return adjustable.withHyperparameters(Object.fromEntries(values)) as A;
}
