import type { Keeper, Point, Standing, Subject } from "../subject.ts";
import type { Rows, StatefulInstance, StatefulOptimizer } from "../wrap.ts";
import { arraysOf, frameOf, holds, overwrite } from "./rows.ts";

/** The steps that led to a state, from which it can be made again. */
interface Replay<P extends Rows> {
  readonly start: () => Promise<StatefulInstance<P>>;
  readonly steps: readonly (readonly [params: Point, grads: Point])[];
  /** The instance that took these steps; absent once it has gone further. */
  instance?: StatefulInstance<P>;
}

/** A stateful optimizer in plain arrays as a subject, forked by replaying. */
export function statefulSubject<P extends Rows>(
  optimizer: StatefulOptimizer<P>,
): Subject {
  const { make, restore } = optimizer;
  const { hand, read } = arraysOf<P>(optimizer);

  /** An instance at a state, which that state gives away. */
  const instanceAt = async (state: Replay<P>): Promise<StatefulInstance<P>> => {
    const { instance } = state;
    delete state.instance;
    if (instance !== undefined) return instance;
    const fresh = await state.start();
    for (const [params, grads] of state.steps) {
      await fresh.step(hand(params), hand(grads));
    }
    return fresh;
  };
  const advanced = (
    { start, steps }: Replay<P>,
    step: readonly [Point, Point],
    instance: StatefulInstance<P>,
  ): Replay<P> => ({ start, steps: [...steps, step], instance });

  const replay: Keeper = {
    name: "a replay in a fresh instance",
    keep: ({ params, state }) => {
      const { start, steps } = state as Replay<P>;
      return { params, state: { start, steps } };
    },
  };
  const saving: Keeper = {
    name: "save and restore",
    async keep({ params, state }: Standing) {
      const instance = await instanceAt(state as Replay<P>);
      if (instance.save === undefined) {
        throw new TypeError(
          `Cannot save ${optimizer.id}: it has a restore, but its instances ` +
            `have no save`,
        );
      }
      const saved = structuredClone(await instance.save());
      const start = async () => await restore!(structuredClone(saved));
      return { params, state: { start, steps: [] } };
    },
  };

  return {
    ...frameOf(optimizer),
    init: (params): Replay<P> => ({
      start: async () => await make(hand(params)),
      steps: [],
    }),
    async update(grads, { params, state }) {
      const instance = await instanceAt(state as Replay<P>);
      const next = await instance.step(hand(params), hand(grads));
      return {
        params: read(next, params),
        state: advanced(state as Replay<P>, [params, grads], instance),
      };
    },
    async intrude(grads, { params, state }) {
      const instance = await instanceAt(state as Replay<P>);
      const handed = { params: hand(params), grads: hand(grads) };
      const next = await instance.step(handed.params, handed.grads);
      const result = read(next, params);
      // Parameters may be updated in place: that is what such a step is for.
      const written = holds(handed.grads, grads) ? [] : ["grads"];
      overwrite(handed.grads);
      overwrite(handed.params);
      return {
        params: result,
        state: advanced(state as Replay<P>, [params, grads], instance),
        written,
      };
    },
    keepers: restore === undefined ? [replay] : [replay, saving],
  };
}
