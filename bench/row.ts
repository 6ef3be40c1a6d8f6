/** What is measured, and what came out of it. */
import type { ContestantId } from "./contestants.ts";
import type { Workload } from "./workloads/workload.ts";

/** What is to be reached. */
export interface Goal {
  /** The contestants of which the fastest in a round is the measure. */
  readonly against: readonly string[];
  readonly reach: number;
  readonly aim: number;
  /** Default: the ratio of speeds; `ms` a time that is to be short. */
  readonly unit?: "ratio" | "ms";
}

/** One line of a table. */
export interface Row {
  /** The table, and the name within it: `A tiny adam f32`. */
  readonly id: string;
  /** What one unit of speed is: `step`. */
  readonly unit: string;
  /** The contestant whose speed the others' are divided by. */
  readonly subject: string;
  readonly goals: readonly Goal[];
  /** How many times what it counts as, where a step is more than a unit. */
  readonly units?: number;
}

/** A row in which contestants do the same work. */
export interface ContestRow extends Row {
  readonly workload: Workload;
  readonly contestants: readonly ContestantId[];
  readonly subject: ContestantId;
  /** After how many steps results are compared. */
  readonly steps: number;
  /** How far results may be apart, as `distance` has it. */
  readonly bound: number;
  /** How long a contestant is at it in a round, about, in seconds. */
  readonly seconds: number;
}

/** A row in which whole processes are timed. */
export interface CommandRow extends Row {
  /** Arguments for Deno, by what the table calls them. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** Whether they print how many seconds they took. Default: from outside. */
  readonly prints?: boolean;
}

/** What a contestant reached. */
export type Cell =
  /** Its speed in each round. */
  | { readonly speeds: readonly number[] }
  /** Why it takes no part. */
  | { readonly absent: string }
  /** Why there is no number. */
  | { readonly error: string };

/** What came out of a row. */
export interface RowResult extends Row {
  /** When it was measured, in ISO 8601. */
  readonly measured: string;
  readonly bound?: number;
  readonly cells: Readonly<Record<string, Cell>>;
}
