import { assert, assertEquals } from "@std/assert";
import { checkGradient, grad, type Tensor } from "../../../autodiff/mod.ts";
import type { Operation } from "../../../autodiff/operation.ts";
import { multiply } from "../../../autodiff/operations/multiply.ts";
import { weighted } from "./body.ts";
import {
  floatsOf,
  lossOf,
  ofFloats,
  type Sample,
  samplesOf,
} from "./operation_support.ts";
import { elements, graphOf } from "./program_support.ts";
import { operationEntries } from "./table/mod.ts";

type Rule = NonNullable<Operation<unknown>["derivative"]>;

/** Runs `f` while the derivative rule of an operation is another one. */
function withRule<R>(
  operation: Operation<unknown>,
  change: (rule: Rule) => Rule,
  f: () => R,
): R {
  const mutable = operation as { derivative?: Rule };
  const rule = mutable.derivative;
  mutable.derivative = change((...all) => rule?.apply(operation, all));
  try {
    return f();
  } finally {
    mutable.derivative = rule;
  }
}

/** A rule that is wrong by 0.1 %. */
const scaled = (rule: Rule): Rule => (...all) => {
  const right = rule(...all);
  return right === undefined ? undefined : multiply(right, 1.001);
};

/** A rule that passes on a thousandth where nothing should pass. */
const leaking = (): Rule => (g) => multiply(g, 0.001);

/** The records of the operations that a sample leads to. */
function operationsOf(sample: Sample): Operation<unknown>[] {
  const { steps } = graphOf((p) => [ofFloats(sample)(p)], floatsOf(sample));
  return [...new Set(steps.map((step) => step.application!.operation))];
}

/** The gradient as a function whose own gradient is a second derivative. */
function slopeOf(sample: Sample): (p: Tensor[]) => Tensor {
  const gradient = grad<Tensor[]>(lossOf(sample));
  return (p) =>
    gradient(p).map((g) => weighted(g, "float64"))
      .reduce((sum, term) => sum.add(term));
}

/** By how much a gradient changes, relative to its largest element. */
function change(plain: readonly number[], other: readonly number[]): number {
  const difference = Math.max(...plain.map((x, i) => Math.abs(x - other[i])));
  return difference / Math.max(...plain.map(Math.abs));
}

const locallyConstant = ["floor", "sign"];

/** Operations with a derivative: a float made from floats, not constant. */
const differentiable = Object.keys(operationEntries).filter((name) => {
  const [sample] = samplesOf(name, 1);
  return sample.floats.length > 0 &&
    ofFloats(sample)(floatsOf(sample)).dtype === "float64" &&
    ![...locallyConstant, "stopGradient"].includes(name);
});

Deno.test("checkGradient() rejects each rule that is wrong by 0.1 %", () => {
  for (const name of differentiable) {
    let rejected = 0;
    for (const sample of samplesOf(name, 4)) {
      const [at, loss] = [floatsOf(sample), lossOf(sample)];
      const plain = elements(grad<Tensor[]>(loss)(at));
      for (const operation of operationsOf(sample)) {
        withRule(operation, scaled, () => {
          const wrong = elements(grad<Tensor[]>(loss)(at));
          if (!(change(plain, wrong) > 1e-5)) return;
          const { verdict, message } = checkGradient(loss, at);
          const text = `${operation.name} in ${sample.text}: ${message}`;
          assertEquals(verdict, "disagrees", text);
          rejected++;
        });
      }
    }
    assert(rejected > 0, `no wrong rule made a difference to ${name}`);
  }
});

Deno.test("checkGradient() rejects them at second order", () => {
  for (const name of differentiable) {
    const rejected = samplesOf(name, 8).some((sample) => {
      const operations = operationsOf(sample);
      const own = operations.filter((operation) => operation.name === name);
      return (own.length > 0 ? own : operations).some((operation) =>
        withRule(operation, scaled, () => {
          const at = floatsOf(sample);
          const { verdict } = checkGradient(slopeOf(sample), at, {
            directions: 2,
          });
          return verdict === "disagrees";
        })
      );
    });
    assert(rejected, `no wrong rule of ${name} was rejected`);
  }
});

Deno.test("checkGradient() rejects a derivative where there is none", () => {
  for (const name of locallyConstant) {
    const [sample] = samplesOf(name, 1);
    const [operation] = operationsOf(sample);
    const verdict = () =>
      checkGradient(lossOf(sample), floatsOf(sample)).verdict;
    assertEquals(verdict(), "agrees");
    assertEquals(withRule(operation, leaking, verdict), "disagrees");
  }
});
