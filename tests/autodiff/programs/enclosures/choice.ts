/** Enclosures of comparisons, logic and choice: bools lie in [0, 1]. */
import { type Enclosure, type Rule, unknown } from "./enclosure.ts";

/** What is known of a condition. */
type Truth = true | false | undefined;

function decided(
  truth: (i: number, ...inputs: Enclosure[]) => Truth,
): Rule {
  return (inputs) => {
    const result = unknown(inputs[0].low.length);
    for (let i = 0; i < result.low.length; i++) {
      const known = truth(i, ...inputs);
      result.low[i] = known === true ? 1 : 0;
      result.high[i] = known === false ? 0 : 1;
    }
    return result;
  };
}

function truthOf(x: Enclosure, i: number): Truth {
  return x.low[i] === 1 ? true : x.high[i] === 0 ? false : undefined;
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function sameOrigin(a: Enclosure, b: Enclosure, i: number): boolean {
  return a.origin[i] !== 0 && a.origin[i] === b.origin[i];
}

function less(i: number, a: Enclosure, b: Enclosure): Truth {
  if (sameOrigin(a, b, i) || a.low[i] >= b.high[i]) return false;
  return a.high[i] < b.low[i] ? true : undefined;
}

function equal(i: number, a: Enclosure, b: Enclosure): Truth {
  if (sameOrigin(a, b, i)) return true;
  if (a.high[i] < b.low[i] || b.high[i] < a.low[i]) return false;
  const points = a.low[i] === a.high[i] && b.low[i] === b.high[i];
  return points ? true : undefined;
}

function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : undefined;
}

const where: Rule = ([condition, a, b]) => {
  const result = unknown(a.low.length);
  for (let i = 0; i < a.low.length; i++) {
    const truth = truthOf(condition, i);
    const [x, y] = truth === undefined ? [a, b] : truth ? [a, a] : [b, b];
    result.low[i] = Math.min(x.low[i], y.low[i]);
    result.high[i] = Math.max(x.high[i], y.high[i]);
    result.origin[i] = x.origin[i] === y.origin[i] ? x.origin[i] : 0;
  }
  return result;
};

export const choice: Record<string, Rule> = {
  equal: decided(equal),
  greater: decided((i, a, b) => less(i, b, a)),
  greaterEqual: decided((i, a, b) => not(less(i, a, b))),
  isFinite: decided((i, x) =>
    Number.isFinite(x.low[i]) && Number.isFinite(x.high[i]) ? true : undefined
  ),
  less: decided(less),
  lessEqual: decided((i, a, b) => not(less(i, b, a))),
  logicalAnd: decided((i, a, b) => both(truthOf(a, i), truthOf(b, i))),
  logicalNot: decided((i, x) => not(truthOf(x, i))),
  logicalOr: decided((i, a, b) =>
    not(both(not(truthOf(a, i)), not(truthOf(b, i))))
  ),
  logicalXor: decided((i, a, b) => {
    const [x, y] = [truthOf(a, i), truthOf(b, i)];
    return x === undefined || y === undefined ? undefined : x !== y;
  }),
  notEqual: decided((i, a, b) => not(equal(i, a, b))),
  where,
};
