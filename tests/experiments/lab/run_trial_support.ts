/** Running one trial, and what its record should have. */
import { assertEquals } from "@std/assert";
import type { AnyProblem } from "../../../experiments/problems/problem.ts";
import { runTrial } from "../../../experiments/lab/run_trial.ts";
import {
  enumerateCells,
  type TrialRecord,
} from "../../../experiments/lab/trial.ts";
import { study } from "../support/studies.ts";

/** The first trial of a study of one problem. */
export function run(
  problem: AnyProblem,
  parts: Parameters<typeof study>[0] = {},
): TrialRecord {
  const own = study({ metrics: ["w"], ...parts, problems: [problem] });
  return runTrial(own, enumerateCells(own, [problem])[0]);
}

/** Asserts that a record has these parts, NaN counted as one value. */
export function assertRecord(
  actual: TrialRecord,
  expected: Partial<TrialRecord>,
): void {
  const parts = Object.keys(expected) as (keyof TrialRecord)[];
  assertEquals(
    Object.fromEntries(parts.map((part) => [part, actual[part]])),
    expected,
  );
}

/** A learning rate of 1. */
export const step = { learningRate: [1] };
