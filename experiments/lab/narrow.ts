import { rules } from "../../optimizers/mod.ts";
import { contestant } from "./contestant.ts";
import {
  type Contestant,
  defineStudy,
  type Grid,
  type Quickness,
  type Study,
} from "./study.ts";

/** What of a study to run instead of all of it. */
export interface Narrowing {
  /** How many seeds; the study's own number where it is left out. */
  readonly seeds?: number;
  /**
   * The optimizers: names of those that the study compares, or `rule/variant`
   * of a rule of this library among them. All where it is left out.
   */
  readonly optimizers?: readonly string[];
  /**
   * At most 2 seeds, 3 values of each hyperparameter and 100 steps, or what the
   * study has instead.
   */
  readonly quick?: boolean;
}

/** The most that a quick run has unless its study says less. */
const usual: Quickness = { seeds: 2, values: 3, steps: 100 };

/**
 * A study with fewer seeds, optimizers, values or steps, or with more seeds.
 * A trial that both have, of as many steps, has the same identity and numbers
 * in both.
 *
 * @throws {RangeError} if the number of seeds is not a whole number greater
 * than 0, or the study has none of the optimizers.
 *
 * @example
 * ```ts
 * import { iris, narrow } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const narrowed = narrow(iris, { seeds: 1, optimizers: ["adagrad"] });
 * assertEquals(narrowed.seeds, 1);
 * assertEquals(narrowed.optimizers.map(({ id }) => id), ["adagrad"]);
 * assertEquals(narrowed.grid, iris.grid);
 * ```
 */
export function narrow(
  study: Study,
  { seeds, optimizers, quick = false }: Narrowing = {},
): Study {
  const chosen = optimizers === undefined
    ? study.optimizers
    : contestantsNamed(study, optimizers);
  if (chosen.length === 0) {
    throw new RangeError(
      `Cannot narrow study ${study.id}: it has none of the optimizers ` +
        JSON.stringify(optimizers),
    );
  }
  const quickly = { ...usual, ...study.quick };
  const few = quick ? Math.min(quickly.seeds, study.seeds) : study.seeds;
  return defineStudy({
    ...study,
    optimizers: chosen,
    seeds: seeds ?? few,
    grid: quick ? thinned(study.grid, quickly.values) : study.grid,
    steps: quick ? Math.min(quickly.steps, study.steps) : study.steps,
  });
}

/**
 * The contestants of a study that have one of these names, in its order, and
 * then the variants of its rules that are asked for beside them.
 */
export function contestantsNamed(
  { optimizers }: Study,
  names: readonly string[],
): Contestant[] {
  const own = optimizers.filter(({ id }) => names.includes(id));
  const others = names.flatMap((name) => variantOf(optimizers, name));
  const chosen = new Map([...own, ...others].map((each) => [each.id, each]));
  return [...chosen.values()];
}

/** The variants of its rules that a study can be asked for. */
export function variantNames({ optimizers }: Study): string[] {
  const present = optimizers.map(ruleOf);
  return rules.filter(({ id }) => present.includes(id)).flatMap(
    ({ id, definition }) =>
      Object.keys(definition.variants).map((variant) => `${id}/${variant}`),
  );
}

/** `rule` or `rule/variant` of a rule that is among the optimizers. */
function variantOf(
  optimizers: readonly Contestant[],
  name: string,
): Contestant[] {
  const [id, ...variants] = name.split("/");
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined || !optimizers.map(ruleOf).includes(id)) return [];
  const known = Object.keys(rule.definition.variants);
  const variant = variants.length > 0 ? variants.join("/") : known[0];
  if (!known.includes(variant)) return [];
  const made = contestant(rule, { variant });
  return [optimizers.find((each) => each.id === made.id) ?? made];
}

const ruleOf = ({ id }: Contestant): string => id.split("/")[0];

/** Few values of each hyperparameter: the middles of equal parts of its list. */
function thinned(grid: Grid, most: number): Grid {
  const lists = Object.entries(grid).map(([name, values]) => {
    const count = Math.min(most, values.length);
    const middle = (part: number) =>
      values[Math.floor((part + 0.5) * values.length / count)];
    return [name, Array.from({ length: count }, (_, part) => middle(part))];
  });
  return Object.fromEntries(lists);
}
