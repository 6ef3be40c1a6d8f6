import { type AtValues, atValues } from "./settings.ts";
import type { Subject } from "./subject.ts";

/** Whether a hyperparameter is an ε, or what the state starts from. */
function isOffset(name: string): boolean {
  return /^(?:epsilon|initial)/.test(name);
}

/** A subject whose every ε, and all that its state starts from, is 0. */
export function scaleFree(subject: Subject): AtValues {
  const offset = subject.scheduled.find(isOffset);
  if (offset !== undefined) return { why: `${offset} follows a schedule` };
  const names = Object.keys(subject.hyperparameters).filter(isOffset);
  return atValues(subject, Object.fromEntries(names.map((name) => [name, 0])));
}
