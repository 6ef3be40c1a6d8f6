import { checkLeaves, flattenTree } from "../autodiff/trees.ts";
import { describe } from "../autodiff/handle.ts";
import type { OptimizerState } from "./optimizer.ts";
import type { TransformationState } from "./stateful_transformation.ts";

/** The state of an optimizer beside which transformations keep something. */
export interface TransformedState<P, S> extends OptimizerState<P, S> {
  /** What they keep, by their ids: named trees of tensors. */
  readonly transformations: Readonly<Record<string, TransformationState>>;
}

type Kept = Readonly<Record<string, TransformationState>>;

function keptIn(state: unknown): Kept {
  const { transformations = {} } = (state ?? {}) as {
    readonly transformations?: Kept;
  };
  return transformations;
}

/** What is kept under names that begin so, by the rest of these. */
export function keptUnder(state: unknown, start: string): Kept {
  return Object.fromEntries(
    Object.entries(keptIn(state))
      .filter(([name]) => name.startsWith(start))
      .map(([name, kept]) => [name.slice(start.length), kept]),
  );
}

/** The state with more that is kept; as it is where that is nothing. */
export function withKept<P, S>(
  state: OptimizerState<P, S>,
  kept: Kept,
): OptimizerState<P, S> {
  if (Object.keys(kept).length === 0) return state;
  const transformations = { ...keptIn(state), ...kept };
  const result: TransformedState<P, S> = { ...state, transformations };
  return result;
}

/** The state without what is kept under some names. */
export function without<P, S>(
  state: OptimizerState<P, S>,
  names: readonly string[],
): OptimizerState<P, S> {
  if (names.length === 0) return state;
  const { transformations: _, ...rest } = state as TransformedState<P, S>;
  const others = Object.entries(keptIn(state))
    .filter(([name]) => !names.includes(name));
  return withKept<P, S>(rest, Object.fromEntries(others));
}

/**
 * What is kept under a name.
 *
 * @throws {TypeError} if it is not like that before the first step: the state
 * is one of another chain.
 */
export function keptAt(
  name: string,
  state: unknown,
  place: string,
  fresh: TransformationState,
): TransformationState {
  const kept = keptIn(state)[place];
  checkKept(name, place, kept, fresh);
  return kept;
}

/**
 * Checks that something is like what is kept before the first step.
 *
 * @throws {TypeError} if it is not.
 */
export function checkKept(
  name: string,
  place: string,
  kept: unknown,
  fresh: TransformationState,
): void {
  if (typeof kept !== "object" || kept === null) {
    throw new TypeError(
      `Cannot ${name}: expected a state with transformations["${place}"], as ` +
        `init(parameters) of this chain makes it, current value is ` +
        describe(kept),
    );
  }
  checkLeaves(
    name,
    `state.transformations["${place}"]`,
    flattenTree(name, kept),
    flattenTree(name, fresh),
  );
}
