import { suggest } from "../../autodiff/suggest.ts";
import { Failure } from "../failure.ts";
import { contestantsNamed, variantNames } from "../lab/narrow.ts";
import type { Contestant, Study } from "../lab/study.ts";
import { inTeachingOrder } from "../lab/teaching_order.ts";
import { studies } from "../studies/mod.ts";
import { refuseUnknown } from "./arguments.ts";

/** All studies, the lecture's first. */
export const allStudies: readonly Study[] = inTeachingOrder(studies);

/**
 * The studies with these names; all if there is none.
 *
 * @throws {Failure} for a name that no study has.
 */
export function chooseStudies(names: readonly string[]): readonly Study[] {
  const known = allStudies.map(({ id }) => id);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) refuseUnknown("study", unknown, known);
  return allStudies.filter(({ id }) =>
    names.length === 0 || names.includes(id)
  );
}

/** Studies of which some have none of the optimizers asked for. */
export interface Choice {
  readonly chosen: readonly Study[];
  readonly skipped: readonly Study[];
}

/**
 * Parts the studies that have one of these optimizers from the others.
 *
 * @throws {Failure} for an optimizer that no study has.
 */
export function chooseByOptimizer(
  studies: readonly Study[],
  optimizers: readonly string[] | undefined,
): Choice {
  if (optimizers === undefined) return { chosen: studies, skipped: [] };
  const has = (study: Study, names: readonly string[]) =>
    contestantsNamed(study, names).length > 0;
  const unknown = optimizers.find((name) =>
    !studies.some((study) => has(study, [name]))
  );
  if (unknown !== undefined) refuseOptimizer(unknown, studies);
  return {
    chosen: studies.filter((study) => has(study, optimizers)),
    skipped: studies.filter((study) => !has(study, optimizers)),
  };
}

/** Suggests variants too, but names them only where one is near. */
function refuseOptimizer(name: string, studies: readonly Study[]): never {
  const own = studies.flatMap(({ optimizers }) => optimizers.map(nameOf));
  if (allStudies.some((study) => contestantsNamed(study, [name]).length > 0)) {
    throw new Failure(
      `No optimizer ${name} in ${studies.map(nameOf).join(" or ")}` +
        suggest("", [...new Set(own)]),
    );
  }
  const all = [...own, ...studies.flatMap(variantNames)];
  const isNear = suggest(name, all).startsWith("; did");
  refuseUnknown("optimizer", name, isNear ? all : [...new Set(own)]);
}

const nameOf = ({ id }: Contestant | Study): string => id;
