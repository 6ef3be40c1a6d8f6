import { type Tensor, where } from "../../autodiff/mod.ts";
import { describe } from "../../autodiff/handle.ts";
import { defineSchedule } from "../define_schedule.ts";
import {
  type HyperparameterValue,
  positive,
  scalarAt,
  type Schedule,
} from "../hyperparameters.ts";
import { resolveOptions, wholeSteps } from "../options.ts";
import type { TransformationHyperparameter } from "../transformation.ts";

/** One part of {@linkcode joinSchedules}. */
export interface JoinedSchedule {
  /** Its rate: a number, a float64 tensor of shape `[]` or a schedule. */
  readonly rate: HyperparameterValue;
  /** How many steps it takes; the last part has no end and none. */
  readonly steps?: HyperparameterValue;
}

/**
 * Schedules one after the other, each from its own first step on.
 *
 * With Sᵢ the sum of the `steps` of the parts before part i, the steps Sᵢ + 1
 * to Sᵢ₊₁ have the rates of the steps 1, 2, … of part i; the last part goes on
 * for ever. No part is asked for a step outside its own.
 *
 * optax' `join_schedules` with boundaries S₁, S₂, … and PyTorch's
 * `SequentialLR` with these milestones are the same. Keras has none.
 *
 * @param parts at least one; all but the last with `steps`.
 * @throws {TypeError} if `parts` is not an array of at least one record, for an
 * unknown or missing option of a part, `steps` of the last one, or a value that
 * is not a number, a float64 tensor of shape `[]` or a schedule.
 * @throws {RangeError} if a `rate` is a number that is not greater than 0, or
 * `steps` is not a whole number greater than 0.
 *
 * @example
 * ```ts
 * import { joinSchedules, polynomialDecay, scalar } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = joinSchedules([
 *   { rate: 0.5, steps: 2 },
 *   { rate: polynomialDecay({ learningRate: 1, steps: 4 }), steps: 3 },
 *   { rate: 0.125 },
 * ]);
 * const rates = [1, 2, 3, 4, 5, 6, 7].map((t) => rate(scalar(t)).item());
 * assertEquals(rates, [0.5, 0.5, 1, 0.75, 0.5, 0.125, 0.125]);
 * ```
 */
export function joinSchedules(parts: readonly JoinedSchedule[]): Schedule {
  const name = "joinSchedules";
  if (!Array.isArray(parts) || parts.length === 0) {
    throw new TypeError(
      `Cannot create ${name}: parts must be an array of at least one, ` +
        `current value is ` +
        (Array.isArray(parts) ? "an empty array" : describe(parts)),
    );
  }
  const last = parts.length - 1;
  const table: Record<string, TransformationHyperparameter> = {};
  const given: Record<string, HyperparameterValue> = {};
  parts.forEach((part, i) => {
    const own = rowsOf(i + 1, i === last);
    const values = resolveOptions(`${name}, part ${i + 1}`, own, part);
    for (const [option, row] of Object.entries(own)) {
      table[`${i + 1}.${option}`] = row;
      given[`${i + 1}.${option}`] = values[option];
    }
  });
  return defineSchedule(name, table, given, (values) => (t) => {
    let taken = t;
    let result: Tensor | undefined;
    let inEarlier: Tensor | undefined;
    for (let i = 1;; i++) {
      const rate = values[`${i}.rate`];
      const own = taken.maximum(1);
      if (i > last) {
        const end = scalarAt("rate", rate, own);
        return result === undefined ? end : where(inEarlier!, result, end);
      }
      const length = scalarAt("steps", values[`${i}.steps`], t);
      const current = scalarAt("rate", rate, own.minimum(length));
      result = result === undefined
        ? current
        : where(inEarlier!, result, current);
      inEarlier = taken.lessEqual(length);
      taken = taken.sub(length);
    }
  });
}

/** What a part is made with. */
function rowsOf(
  part: number,
  isLast: boolean,
): Record<string, TransformationHyperparameter> {
  const index = [...String(part)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)])
    .join("");
  const rate = { range: positive, symbol: `s${index}`, doc: "the rate" };
  const steps = {
    range: wholeSteps,
    symbol: `T${index}`,
    doc: "how many steps the part takes",
  };
  return isLast ? { rate } : { rate, steps };
}
