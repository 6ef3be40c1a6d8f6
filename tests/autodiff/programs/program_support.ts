/** What tests of random programs share. */
import { AssertionError } from "@std/assert";
import * as fc from "fast-check";
import {
  type DType,
  type Tensor,
  valueAndGrad,
} from "../../../autodiff/mod.ts";
import { unwrap } from "../../../autodiff/handle.ts";
import {
  type Program as Graph,
  traceProgram,
} from "../../../autodiff/program.ts";
import { wrap } from "../../../autodiff/tensor.ts";
import { check } from "../../support/property.ts";
import { plans, type Program, programOf } from "./program.ts";

/** The most operations that a program has. */
const most = 8;

/** Runs a property on random programs; a failure shows the program. */
export function checkPrograms(
  numRuns: number,
  property: (program: Program) => void,
): void {
  check(
    fc.property(plans(most), (plan) => {
      const program = programOf(plan);
      try {
        property(program);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        throw new AssertionError(`${error.message}\n${program.text}`, {
          cause: error,
        });
      }
    }),
    { numRuns },
  );
}

/** The graph of a function of tensors of the types of `at`. */
export function graphOf(
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
  at: readonly Tensor[],
): Graph {
  return traceProgram(
    "test",
    at.map((x) => unwrap("test", x)),
    (inputs) => f(inputs.map(wrap)).map((y) => unwrap("test", y)),
  );
}

/** The elements of tensors, one after the other. */
export function elements(tensors: readonly Tensor[]): number[] {
  return tensors.flatMap((x) => [...x.toTypedArray()]);
}

/** The elements of tensors, each on its own. */
export function arrays(tensors: readonly Tensor[]): Float64Array[] {
  return tensors.map((x) => Float64Array.from(x.toTypedArray()));
}

/** What a program computes, its loss and the gradient of that, in a row. */
export function everything(
  program: Program,
  float: DType,
): (parameters: readonly Tensor[]) => Tensor[] {
  return (parameters) => {
    const loss = (p: Tensor[]) => program.loss(p, float);
    const { value, grad } = valueAndGrad<Tensor[]>(loss)([...parameters]);
    return [...program.outputs(parameters, float), value, ...grad];
  };
}
