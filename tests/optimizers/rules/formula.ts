/** Holding a rule to its formula, computed coordinate by coordinate. */
import * as fc from "fast-check";
import { exp64 } from "../../../autodiff/elementary/reference/exp.ts";
import { log64 } from "../../../autodiff/elementary/reference/log.ts";
import { type Rule, rules, type Slot } from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  type AnyOptimizer,
  courses,
  decays,
  elements,
  follow,
  learningRates,
  round,
  slots,
} from "../support.ts";

/** What a step gives in one coordinate. */
export interface Scalars {
  readonly step: number;
  /** The numbers that the state keeps, by name. */
  readonly state: Readonly<Record<string, number>>;
}

/** What a step is computed from in one coordinate. */
export interface Coordinate<S extends string> {
  readonly g: number;
  readonly w: number;
  readonly state: Readonly<Record<S, number>>;
  /** The number of the step, 1 the first. */
  readonly t: number;
}

/** The options of an optimizer: numbers in float64, and names. */
export type Hyper = Readonly<Record<string, number>>;
export type Names = Readonly<Record<string, string>>;

/** One step of a coordinate, where `r` rounds after every operation. */
export type Formula<S extends string> = (
  input: Coordinate<S>,
  hyper: Hyper,
  r: (x: number) => number,
  choices: Names,
) => Scalars;

/** Amounts that may be 0, ordinary ones, tiny ones and great ones. */
export function amounts(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(0, 1e-8, 0.1, 1e-300, 2 ** -1074, 1e30),
    fc.double({ min: 0, max: 4, noNaN: true }),
  );
}

/** Any options of a rule: a value for each hyperparameter and each choice. */
function anyOptions(id: string): fc.Arbitrary<Record<string, unknown>> {
  const { hyper, choices = {} }: Rule<never, Slot>["definition"] = rules
    .find((rule) => rule.id === id)!.definition;
  const value = (name: string, text: string) =>
    name === "learningRate"
      ? learningRates()
      : text === "in [0, 1)"
      ? decays()
      : text === "at least 1"
      ? amounts().map((x) => 1 + x)
      : amounts();
  const values = Object.entries<{ range: { text: string } }>(hyper)
    .map(([name, { range }]) => [name, value(name, range.text)]);
  const names = Object.entries<readonly string[]>(choices)
    .map(([name, texts]) => [name, fc.constantFrom(...texts)]);
  return fc.record(Object.fromEntries([...values, ...names]));
}

/**
 * Checks that a rule has the bits of its formula: parameters and state after
 * each step, over all numbers and options, in both dtypes.
 *
 * @param start the names of what the rule keeps, with what it starts from: a
 * number, or the name of a hyperparameter.
 */
export function checkFormula<S extends string>(
  id: string,
  start: Readonly<Record<S, number | string>>,
  formula: Formula<S>,
): void {
  const rule = rules.find((rule) => rule.id === id)!;
  check(
    fc.property(courses(), anyOptions(id), (course, options) => {
      const { dtype, w, gradients } = course;
      const r = round[dtype];
      const optimizer: AnyOptimizer = rule(options);
      const hyper = optimizer.hyperparameters as Hyper;
      const first = Object.fromEntries(
        Object.entries<number | string>(start).map(([name, value]) => [
          name,
          typeof value === "string" ? r(hyper[value]) : value,
        ]),
      ) as Readonly<Record<S, number>>;
      let expected = w.map((w) => ({ w, state: first }));
      follow(optimizer, course).forEach(({ params, state }, t) => {
        if (t > 0) {
          expected = expected.map(({ w, state }, i) => {
            const input = { g: gradients[t - 1][i], w, state, t };
            const next = formula(input, hyper, r, optimizer.choices);
            return { w: r(w - next.step), state: next.state };
          });
        }
        assertSameBits(elements(params), expected.map(({ w }) => w));
        for (const [name, values] of Object.entries(slots(state))) {
          const all = expected.map(({ state }) => state[name as S]);
          // One number for all coordinates is the same in each.
          const isOne = (state.slots as Slot)[name].rank === 0;
          assertSameBits(isOne ? all.map(() => values[0]) : values, all);
        }
      });
    }),
    { numRuns: 400 },
  );
}

/** a/b rounded, and 0 where b is 0. */
export function quotient(
  a: number,
  b: number,
  r: (x: number) => number,
): number {
  return b === 0 ? 0 : r(a / b);
}

/** √x + ε or √(x + ε), rounded. */
export function denominator(
  x: number,
  hyper: Hyper,
  r: (x: number) => number,
  { epsilonPlacement }: Names,
): number {
  const epsilon = r(hyper.epsilon);
  return epsilonPlacement === "inside"
    ? r(Math.sqrt(r(x + epsilon)))
    : r(r(Math.sqrt(x)) + epsilon);
}

/** ρ·past + (1 − ρ)·present, rounded, where 1 − ρ is computed in float64. */
export function mean(
  decay: number,
  past: number,
  present: number,
  r: (x: number) => number,
): number {
  return r(r(r(decay) * past) + r(r(1 - decay) * present));
}

/** 1 − βᵗ as documented, in float64. */
export function correction(beta: number, t: number): number {
  return 1 - beta * exp64((t - 1) * log64(Math.max(beta, 1e-300)));
}

/** √v̂ + ε, or √v̂ + ε̂/√(1 − β₂ᵗ) where the learning rate is corrected. */
export function adamRoot(
  vHat: number,
  sum: number,
  { epsilon }: Hyper,
  r: (x: number) => number,
  { biasCorrection }: Names,
): number {
  const hat = biasCorrection === "learning-rate";
  const added = hat ? epsilon / Math.sqrt(sum) : epsilon;
  return r(r(Math.sqrt(vHat)) + r(added));
}
