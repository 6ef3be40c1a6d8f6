import type { Subject } from "../subject.ts";
import type { PureOptimizer, Rows } from "../wrap.ts";
import { arraysOf, frameOf, holds, overwrite } from "./rows.ts";

/** A pure optimizer in plain arrays as a subject. */
export function pureSubject<P extends Rows, S>(
  optimizer: PureOptimizer<P, S>,
): Subject {
  const { init, update, save, restore } = optimizer;
  const { hand, read } = arraysOf<P>(optimizer);
  return {
    ...frameOf(optimizer),
    init: (params) => init(hand(params)),
    async update(grads, { params, state }) {
      const next = await update(hand(grads), state as S, hand(params));
      return { params: read(next.params, params), state: next.state };
    },
    async intrude(grads, { params, state }) {
      const handed = { grads: hand(grads), params: hand(params) };
      const before = structuredClone(state);
      const next = await update(handed.grads, state as S, handed.params);
      const result = read(next.params, params);
      const written = [
        ...holds(handed.grads, grads) ? [] : ["grads"],
        ...holds(handed.params, params) ? [] : ["params"],
        ...sameData(state, before) ? [] : ["state"],
      ];
      overwrite(handed.grads);
      overwrite(handed.params);
      return { params: result, state: next.state, written };
    },
    keepers: [{
      name: save === undefined ? "structuredClone" : "save and restore",
      async keep({ params, state }) {
        const saved = structuredClone(
          save === undefined ? state : save(state as S),
        );
        return { params, state: await (restore?.(saved) ?? saved) };
      },
    }],
  };
}

/** Whether two pieces of cloneable data hold the same values. */
function sameData(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) {
    return Object.is(a, b);
  }
  const [one, other] = [entriesOf(a), entriesOf(b)];
  return one.length === other.length &&
    one.every(([key, value], i) =>
      Object.is(key, other[i][0]) && sameData(value, other[i][1])
    );
}

function entriesOf(data: object): [unknown, unknown][] {
  if (data instanceof Map) return [...data];
  if (data instanceof Set) return [...data].map((x, i) => [i, x]);
  return Object.entries(data);
}
