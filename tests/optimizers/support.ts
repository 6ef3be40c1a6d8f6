/** What the tests of optimizers share: runs of scalars, and inputs for them. */
import * as fc from "fast-check";
import {
  fraction,
  type Hyperparameter,
  type HyperparameterValue,
  type Optimizer,
  type OptimizerState,
  type Rule,
  type RuleOptions,
  rules,
  type Slot,
  type Tensor,
  tensor,
  type Traits,
} from "../../mod.ts";
import { alongGradients } from "../../optimizers/along_gradients.ts";
import { anyDouble, moderateDouble } from "../support/property.ts";

export const floats = ["float64", "float32"] as const;

/** A dtype that parameters may have. */
export type Float = typeof floats[number];

/** Rounds to the nearest number of the dtype, as each of its operations does. */
export const round: Record<Float, (x: number) => number> = {
  float64: (x) => x,
  float32: Math.fround,
};

/** Half a unit in the last place of 1: the relative error of a rounding. */
export const unit: Record<Float, number> = {
  float64: 2 ** -53,
  float32: 2 ** -24,
};

/** The least positive number. */
export const least: Record<Float, number> = {
  float64: 2 ** -1074,
  float32: 2 ** -149,
};

/** A vector of numbers that are rounded to the dtype. */
export function vector(
  elements: readonly number[],
  dtype: Float = "float64",
): Tensor {
  return tensor(
    dtype === "float64"
      ? new Float64Array(elements)
      : new Float32Array(elements),
  );
}

export function elements(x: Tensor): number[] {
  return [...x.toTypedArray()];
}

/** The slots of a state whose parameters are one tensor. */
export function slots(
  state: OptimizerState<Tensor, Slot>,
): Record<string, number[]> {
  const entries = Object.entries(state.slots as Slot);
  return Object.fromEntries(entries.map(([key, x]) => [key, elements(x)]));
}

/** An optimizer with its rule, for tests that hold for all of them. */
export type AnyOptimizer = Optimizer<Slot>;

/**
 * A rule's variant as a function of the learning rate, of one value for all
 * decay factors and inertias, and of one for what is 0 unless asked for (and
 * for other amounts: ε, weight decay), which has its default where it is left
 * out.
 */
export type Maker = (
  learningRate: HyperparameterValue,
  decay: HyperparameterValue,
  amount?: HyperparameterValue,
) => AnyOptimizer;

function makerOf(rule: Rule<RuleOptions, Slot>, variant: string): Maker {
  const table: Readonly<Record<string, Hyperparameter>> = rule.definition.hyper;
  return (learningRate, decay, amount) => {
    const values = Object.entries(table).map(([name, row]) => {
      const kept = row.range === fraction && row.default > 0;
      const fits = typeof amount !== "number" || row.range.contains(amount);
      return [
        name,
        name === "learningRate"
          ? learningRate
          : kept
          ? decay
          : fits
          ? amount
          : undefined,
      ];
    });
    return alongGradients(rule({ variant, ...Object.fromEntries(values) }));
  };
}

/**
 * Every variant of every rule whose steps can be traced, by the identifier of
 * its optimizers. What they need beside gradients is made from these.
 */
export const variants: Readonly<Record<string, Maker>> = Object.fromEntries(
  rules.filter(({ definition }) => !definition.inHost).flatMap((rule) =>
    Object.keys(rule.definition.variants).map((variant) => [
      rule({ variant }).id,
      makerOf(rule, variant),
    ])
  ),
);

/** The lecture's rules, by their identifiers. */
export const lecture: Readonly<Record<string, Maker>> = Object.fromEntries(
  ["gradient-descent", "momentum", "adagrad", "rmsprop"]
    .map((id) => [id, variants[id]]),
);

/** The traits of the rule that a variant belongs to. */
export function traitsOf(variant: string): Traits {
  return variants[variant](0.1, 0.9).traits;
}

/** The variants of rules that claim something. */
export function claiming(claim: (traits: Traits) => unknown): string[] {
  return Object.keys(variants).filter((variant) => claim(traitsOf(variant)));
}

/** A variant and the hyperparameters of an optimizer made from it. */
export interface Setting {
  readonly rule: string;
  readonly learningRate: number;
  readonly decay: number;
  readonly amount?: number;
}

export function make(
  { rule, learningRate, decay, amount }: Setting,
): AnyOptimizer {
  return variants[rule](learningRate, decay, amount);
}

/** Learning rates, ordinary ones and extreme ones. */
export function learningRates(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.double({ min: 1e-4, max: 10, noNaN: true }),
    fc.constantFrom(1, 0.1, 2 ** -1074, 1e-300, 1e30),
  );
}

/** Decay factors and inertias, both ends of the range among them. */
export function decays(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    fc.constantFrom(0, 0.9, 0.99, 0.999, 1 - 2 ** -53, 2 ** -60),
  );
}

export function settings(
  rates: fc.Arbitrary<number> = learningRates(),
  rules: readonly string[] = Object.keys(variants),
): fc.Arbitrary<Setting> {
  return fc.record({
    rule: fc.constantFrom(...rules),
    learningRate: rates,
    decay: decays(),
    amount: fc.constantFrom(undefined, 0, 1e-8, 0.25),
  });
}

/** Weights of n coordinates and a row of gradients, one a step. */
export interface Course {
  readonly dtype: Float;
  readonly w: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

/** What a course is drawn from. */
export interface CourseConstraints {
  /** Either unless given. */
  readonly dtype?: Float;
  /** The coordinates, any double unless given. */
  readonly number?: fc.Arbitrary<number>;
  readonly minLength?: number;
  readonly maxSteps?: number;
}

export function courses(
  { dtype, number = anyDouble(), minLength = 0, maxSteps = 6 }:
    CourseConstraints = {},
): fc.Arbitrary<Course> {
  return fc.integer({ min: minLength, max: 7 }).chain((n) => {
    const row = fc.array(number, { minLength: n, maxLength: n });
    return fc.record({
      dtype: fc.constantFrom(...dtype ? [dtype] : floats),
      w: row,
      gradients: fc.array(row, { minLength: 1, maxLength: maxSteps }),
    });
  }).map(({ dtype, w, gradients }) => ({
    dtype,
    w: w.map(round[dtype]),
    gradients: gradients.map((g) => g.map(round[dtype])),
  }));
}

/**
 * Finite gradients over the whole range of a dtype: zeros, subnormals, huge
 * ones, and ordinary ones often enough that steps are neither 0 nor infinite.
 */
export function wideNumbers(dtype: Float): fc.Arbitrary<number> {
  const [low, high] = dtype === "float64" ? [-1074, 1023] : [-149, 127];
  // Where squares begin to leave the range.
  const [lowRoot, highRoot] = dtype === "float64" ? [-540, 514] : [-78, 66];
  const scaled = (min: number, max: number) =>
    fc.tuple(moderateDouble(), fc.integer({ min, max }))
      .map(([x, k]) => round[dtype](x / 16 * 2 ** k));
  return fc.oneof(
    { weight: 4, arbitrary: scaled(-10, 10) },
    { weight: 3, arbitrary: scaled(lowRoot, highRoot) },
    { weight: 2, arbitrary: scaled(low, high) },
    { weight: 1, arbitrary: fc.constantFrom(0, -0, least[dtype]) },
  );
}

/** The parameters and the state after each step, the start in front. */
export function follow(
  optimizer: AnyOptimizer,
  { dtype, w, gradients }: Course,
): { params: Tensor; state: OptimizerState<Tensor, Slot> }[] {
  const start = vector(w, dtype);
  const points = [{ params: start, state: optimizer.init(start) }];
  for (const g of gradients) {
    const { params, state } = points[points.length - 1];
    points.push(optimizer.update(vector(g, dtype), state, params));
  }
  return points;
}

/** The parameters at the end. */
export function arrive(optimizer: AnyOptimizer, course: Course): number[] {
  return elements(follow(optimizer, course).at(-1)!.params);
}
