import { packagedData } from "../../data/packages.ts";
import { narrow } from "../narrow.ts";
import { StepPrograms } from "../step_programs.ts";
import { runTrials } from "../run_trials.ts";
import type { Study } from "../study.ts";
import { type Cell, enumerateCells, type TrialRecord } from "../trial.ts";
import type { BareRecord, TrialsReply, TrialsRequest } from "./messages.ts";

/** What of a worker's global scope is used. */
export interface WorkerScope {
  onmessage: (event: { readonly data: TrialsRequest }) => void;
  postMessage(reply: TrialsReply): void;
}

/** Makes a worker answer requests for trials of these studies. */
export function serve(studies: readonly Study[], scope: WorkerScope): void {
  const programs = new StepPrograms();
  const cellsOf = rememberLast((request) => findCells(studies, request));
  const answer = async (request: TrialsRequest): Promise<TrialsReply> => {
    try {
      const { study, cells } = await cellsOf(request);
      const part = cells.slice(request.first, request.end);
      const records = runTrials(study, part, undefined, programs);
      return { records: records.map(bareRecord) };
    } catch (error) {
      const { name, message, stack } = error as Error;
      return { error: { name, message, stack } };
    }
  };
  let answered: Promise<void> = Promise.resolve();
  scope.onmessage = ({ data }) => {
    // One after another, though a study's data may take a while.
    answered = answered.then(async () => scope.postMessage(await answer(data)));
  };
}

/** A study as it is run, and its cells. */
interface Part {
  readonly study: Study;
  readonly cells: readonly Cell[];
}

async function findCells(
  studies: readonly Study[],
  { study: id, narrowing }: TrialsRequest,
): Promise<Part> {
  const whole = studies.find((each) => each.id === id);
  if (whole === undefined) throw new RangeError(`No worker knows study ${id}`);
  const study = narrow(whole, narrowing);
  const cells = enumerateCells(study, await study.problems(packagedData));
  return { study, cells };
}

/** One request follows another of the same study. */
function rememberLast(
  find: (request: TrialsRequest) => Promise<Part>,
): (request: TrialsRequest) => Promise<Part> {
  let last = "";
  let part: Promise<Part>;
  return (request) => {
    const name = JSON.stringify([request.study, request.narrowing]);
    if (name !== last) part = find(request);
    last = name;
    return part;
  };
}

function bareRecord({ cell: _, ...record }: TrialRecord): BareRecord {
  return record;
}
