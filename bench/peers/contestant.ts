/** What a contestant is asked, and what it answers: lines of JSON. */
import type { Workload } from "../workloads/workload.ts";

/** A workload that a contestant has made ready. */
export interface Ready {
  /**
   * Takes so many steps from the start, and returns when all of them are done.
   */
  run(steps: number): void | Promise<void>;
  /** Numbers that tell what came out of the last run. */
  result(): readonly number[];
  /** Gives memory back. */
  dispose?(): void;
}

/** Makes a workload ready, or says why it has no part in it. */
export type Prepare = (workload: Workload) => Ready | string;

/** What a contestant is asked. */
export type Request =
  | { readonly ask: "versions" }
  | {
    readonly ask: "prepare";
    readonly workload: Workload;
    /** After how many steps the results are compared. */
    readonly steps: number;
  }
  | {
    readonly ask: "run";
    readonly steps: number;
    /** How often so many steps are taken from the start. */
    readonly times: number;
  };

/** What it answers. */
export type Reply =
  | { readonly versions: string }
  | { readonly absent: string }
  | { readonly result: readonly number[] }
  | { readonly seconds: number };
