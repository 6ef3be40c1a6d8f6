import { isTensor, type Tensor } from "../../autodiff/mod.ts";
import { flattenTree, type FlatTree } from "../../autodiff/trees.ts";
import type { Optimizer } from "../optimizer.ts";
import { type Distance, distanceOf } from "./distance.ts";
import { type NamedValue, termsAt } from "./terms.ts";

/** A name of the formulas with its value in both, where each has it. */
export interface Term {
  /** The name: `h_t`. */
  readonly name: string;
  /** Its value in the first, if that has the name. */
  readonly a?: number;
  /** Its value in the second, if that has the name. */
  readonly b?: number;
}

/** Where two runs part first, and by how much. */
export interface Parting extends Distance {
  /** The step, 1 the first. */
  readonly step: number;
  /** The first tensor that differs: its path, empty for a single tensor. */
  readonly tensor: string;
  /** The element of it that differs most, counted in row-major order. */
  readonly element: number;
  /** How many elements of it differ. */
  readonly differing: number;
  /** How many elements it has. */
  readonly size: number;
  /** The first one's value of the element after the step. */
  readonly a: number;
  /** The second one's value of the element after the step. */
  readonly b: number;
  /**
   * What the names of the formulas stand for at this element in this step;
   * empty where the step or the state is not that of one tensor alone.
   */
  readonly terms: readonly Term[];
}

/** The state of an optimizer, or of a chain, of whatever parameters. */
interface WholeState {
  readonly count: Tensor;
  readonly slots: unknown;
  /** What belongs to no tensor alone. */
  readonly shared?: unknown;
  /** What transformations keep, by their ids: trees by name. */
  readonly transformations?: Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
}

/** One of the two runs, in one step. */
export interface RunStep {
  readonly optimizer: Optimizer<unknown>;
  readonly state: WholeState;
  /** The parameters after the step. */
  readonly after: unknown;
}

/**
 * Where the parameters after a step differ in their bits, if they do.
 *
 * @param before the gradients and the parameters of the step, as
 * `{ grads, params }`.
 */
export function partingAt(
  step: number,
  before: FlatTree<unknown>,
  a: RunStep,
  b: RunStep,
): Parting | undefined {
  const flat = flattenTree("explain", a.after);
  const others = flattenTree("explain", b.after);
  const place = flat.leaves.findIndex((leaf, i) =>
    !sameElements(leaf.toTypedArray(), others.leaves[i].toTypedArray())
  );
  if (place < 0) return undefined;
  const elements = [flat, others].map(({ leaves }) =>
    leaves[place].toTypedArray()
  );
  const { shape, dtype } = flat.leaves[place];
  const distance = (i: number) =>
    distanceOf(elements[0][i], elements[1][i], dtype);
  const differing = [...elements[0].keys()]
    .filter((i) => !Object.is(elements[0][i], elements[1][i]));
  const element = differing.reduce((most, i) =>
    distance(i).ulps > distance(most).ulps ? i : most
  );
  const g = before.leaves[place];
  const w = before.leaves[flat.leaves.length + place];
  const terms = [a, b].map(({ optimizer, state }, which) => {
    const own = stateOfTensor(state, flat, place);
    const at = own && { shape, dtype, g, w, state: own };
    const known = at && termsAt(optimizer, at, element);
    return known && sameElements(known.after, elements[which])
      ? known.terms
      : undefined;
  });
  return {
    step,
    tensor: flat.paths[place],
    element,
    differing: differing.length,
    size: elements[0].length,
    a: elements[0][element],
    b: elements[1][element],
    ...distance(element),
    terms: terms[0] && terms[1] ? joined(terms[0], terms[1]) : [],
  };
}

/** The state as it would be of one tensor alone; none if it is of others. */
function stateOfTensor(
  { count, slots, shared, transformations }: WholeState,
  flat: FlatTree<unknown>,
  place: number,
): WholeState | undefined {
  const leafOf = (tree: unknown) =>
    isTensor(tree) ? tree : flat.pick(tree)[place];
  const kept = Object.entries(transformations ?? {}).map(([id, trees]) => {
    const own = Object.entries(trees)
      .map(([name, tree]) => [name, leafOf(tree)]);
    return [id, Object.fromEntries(own)] as const;
  });
  const isWhole = kept.every(([, trees]) =>
    Object.values(trees).every((tree) => tree !== undefined)
  );
  if (!isWhole) return undefined;
  return {
    count,
    slots: flat.pick(slots)[place],
    ...shared !== undefined && { shared },
    ...transformations && { transformations: Object.fromEntries(kept) },
  };
}

function sameElements(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return Array.from(a).every((x, i) => Object.is(x, b[i]));
}

/** The terms of both: in the order of the first, then those of the second. */
function joined(a: readonly NamedValue[], b: readonly NamedValue[]): Term[] {
  const [left, right] = [a, b].map((all) =>
    new Map(all.map(({ name, value }) => [name, value]))
  );
  const last = a.at(-1)!.name;
  const names = new Set([...left.keys(), ...right.keys()]);
  names.delete(last);
  return [...names, last].map((name) => ({
    name,
    ...left.has(name) && { a: left.get(name) },
    ...right.has(name) && { b: right.get(name) },
  }));
}
