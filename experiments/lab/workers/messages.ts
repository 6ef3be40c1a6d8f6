import type { Narrowing } from "../narrow.ts";
import type { TrialRecord } from "../trial.ts";

/** What a worker is asked for: the trials of a part of a study's cells. */
export interface TrialsRequest {
  /** The study's name. */
  readonly study: string;
  /** What of it is run; the cells are numbered in what remains. */
  readonly narrowing: Narrowing;
  /** The index of the first cell. */
  readonly first: number;
  /** The index after that of the last. */
  readonly end: number;
}

/** The record of a trial but for its cell, which holds functions. */
export type BareRecord = Omit<TrialRecord, "cell">;

/** An error as plain data. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** What a worker answers. */
export type TrialsReply =
  | { readonly records: readonly BareRecord[] }
  | { readonly error: PlainError };
