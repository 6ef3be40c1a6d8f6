/** Holding a rule to its formula, computed coordinate by coordinate. */
import * as fc from "fast-check";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  courses,
  elements,
  follow,
  lecture,
  round,
  settings,
  slots,
} from "../support.ts";

/** What a step gives in one coordinate. */
export interface Scalars {
  readonly step: number;
  /** The numbers that the state keeps, by name. */
  readonly state: Readonly<Record<string, number>>;
}

/** The hyperparameters, already rounded to the dtype of the weights. */
export interface Rounded {
  readonly learningRate: number;
  readonly decay: number;
  /** 1 − decay: computed in float64, then rounded. */
  readonly complement: number;
}

/** One step of a coordinate, where `r` rounds after every operation. */
export type Formula = (
  g: number,
  state: Readonly<Record<string, number>>,
  hyper: Rounded,
  r: (x: number) => number,
) => Scalars;

/**
 * Checks that a rule has the bits of its formula: parameters and state after
 * each step, over all numbers, in both dtypes.
 */
export function checkFormula(
  rule: string,
  start: Readonly<Record<string, number>>,
  formula: Formula,
): void {
  check(
    fc.property(courses(), settings(), (course, { learningRate, decay }) => {
      const { dtype, w, gradients } = course;
      const r = round[dtype];
      const hyper = {
        learningRate: r(learningRate),
        decay: r(decay),
        complement: r(1 - decay),
      };
      const points = follow(lecture[rule](learningRate, decay), course);
      let expected = w.map((w) => ({ w, state: start }));
      points.forEach(({ params, state }, t) => {
        if (t > 0) {
          expected = expected.map(({ w, state }, i) => {
            const next = formula(gradients[t - 1][i], state, hyper, r);
            return { w: r(w - next.step), state: next.state };
          });
        }
        assertSameBits(elements(params), expected.map(({ w }) => w));
        for (const [name, values] of Object.entries(slots(state))) {
          assertSameBits(values, expected.map(({ state }) => state[name]));
        }
      });
    }),
    { numRuns: 400 },
  );
}
