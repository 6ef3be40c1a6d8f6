import { type Family, rules } from "../../optimizers/mod.ts";

/** Optimizers of a study that change the same of the step. */
export interface FamilyGroup {
  readonly title: string;
  /** Their names, in the order of the study. */
  readonly optimizers: readonly string[];
}

/** What of the step each family changes; the plain rule is with the first. */
const titles:
  readonly (readonly [title: string, members: readonly Family[]])[] = [
    ["direction", ["plain", "direction"]],
    ["step size", ["step size"]],
    ["both", ["both"]],
  ];

/** What of the step the rule of an optimizer changes; both if it is unknown. */
export function familyOf(optimizer: string): Family {
  const [id] = optimizer.split("/");
  return rules.find((rule) => rule.id === id)?.definition.family ?? "both";
}

/** Optimizers by what of the step they change, as the lecture has it. */
export function byFamily(optimizers: readonly string[]): FamilyGroup[] {
  return titles.map(([title, members]) => ({
    title,
    optimizers: optimizers.filter((id) => members.includes(familyOf(id))),
  })).filter(({ optimizers }) => optimizers.length > 0);
}
