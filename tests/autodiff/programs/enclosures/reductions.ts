/** Enclosures of sums, products and extrema along an axis. */
import { seenAlong } from "../../../../autodiff/operations/kinds/reduction.ts";
import { sizeOf } from "../entry.ts";
import {
  bound,
  boundSum,
  type Enclosure,
  type Rule,
  times,
  unknown,
} from "./enclosure.ts";

/** Calls `visit` for each row along an axis, with the places of its elements. */
function rows(
  { inputs, attributes }: {
    inputs: readonly { shape: readonly number[] }[];
    attributes: unknown;
  },
  visit: (places: number[], at: number) => void,
): void {
  const { axis } = attributes as { axis: number };
  const { outer, length, inner } = seenAlong(inputs[0].shape, axis);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const places = Array.from(
        { length },
        (_, k) => (o * length + k) * inner + i,
      );
      visit(places, o * inner + i);
    }
  }
}

/** The sum of elements in any order: each addition is rounded once. */
function addUp(
  x: Enclosure,
  places: readonly number[],
): [low: number, high: number, size: number] {
  let [low, high, size] = [0, 0, 0];
  for (const place of places) {
    low += x.low[place];
    high += x.high[place];
    size += Math.max(Math.abs(x.low[place]), Math.abs(x.high[place]));
  }
  return [low, high, size];
}

const sum: Rule = ([x], step, rounding) => {
  const result = unknown(sizeOf(step.shape));
  rows(step.application!, (places, at) => {
    const count = places.length < 2 ? 0 : places.length;
    boundSum(result, at, addUp(x, places), count, rounding);
  });
  return result;
};

const cumsum: Rule = ([x], step, rounding) => {
  const result = unknown(x.low.length);
  rows(step.application!, (places) => {
    places.forEach((place, k) => {
      const before = places.slice(0, k + 1);
      boundSum(result, place, addUp(x, before), k, rounding);
    });
  });
  return result;
};

const prod: Rule = ([x], step, rounding) => {
  const result = unknown(sizeOf(step.shape));
  rows(step.application!, (places, at) => {
    result.low[at] = result.high[at] = 1;
    for (const place of places) {
      const [low, high] = times(
        [result.low[at], result.high[at]],
        [x.low[place], x.high[place]],
      );
      bound(result, at, low, high, rounding, 1);
    }
  });
  return result;
};

function extremum(pick: (...numbers: number[]) => number): Rule {
  return ([x], step) => {
    const result = unknown(sizeOf(step.shape));
    rows(step.application!, (places, at) => {
      result.low[at] = pick(...places.map((place) => x.low[place]));
      result.high[at] = pick(...places.map((place) => x.high[place]));
      result.origin[at] = winner(x, places, pick === Math.max);
    });
    return result;
  };
}

/** The origin of the element that surely is the greatest (or the least). */
function winner(
  x: Enclosure,
  places: readonly number[],
  greatest: boolean,
): number {
  const beats = (a: number, b: number) =>
    x.origin[a] !== 0 && x.origin[a] === x.origin[b] ||
    (greatest ? x.low[a] >= x.high[b] : x.high[a] <= x.low[b]);
  const first = places.find((a) => places.every((b) => a === b || beats(a, b)));
  return first === undefined ? 0 : x.origin[first];
}

/** Between the first and the last index that the greatest may have. */
const argmax: Rule = ([x], step) => {
  const result = unknown(sizeOf(step.shape));
  rows(step.application!, (places, at) => {
    const least = Math.max(...places.map((place) => x.low[place]));
    const possible = places.flatMap((place, k) =>
      x.high[place] >= least ? [k] : []
    );
    const sure = winner(x, places, true);
    const all = places.map((place) => x.origin[place]);
    const first = sure === 0 ? -1 : all.indexOf(sure);
    result.low[at] = first >= 0 ? first : possible[0];
    result.high[at] = first >= 0 ? first : possible[possible.length - 1];
  });
  return result;
};

/** Each element a sum of products, added in any order. */
const matmul: Rule = ([a, b], step, rounding) => {
  const [left, right] = step.application!.inputs;
  const [n, k] = left.shape.slice(-2);
  const m = right.shape[right.shape.length - 1];
  const result = unknown(sizeOf(step.shape));
  for (let at = 0; at < result.low.length; at++) {
    const row = Math.floor(at / m);
    const matrix = Math.floor(row / n);
    let [low, high, size] = [0, 0, 0];
    for (let i = 0; i < k; i++) {
      const [p, q] = [row * k + i, (matrix * k + i) * m + at % m];
      const product = times([a.low[p], a.high[p]], [b.low[q], b.high[q]]);
      low += product[0];
      high += product[1];
      size += Math.max(Math.abs(product[0]), Math.abs(product[1]));
    }
    boundSum(result, at, [low, high, size], k + 1, rounding);
  }
  return result;
};

export const reductions: Record<string, Rule> = {
  argmax,
  cumsum,
  matmul,
  max: extremum(Math.max),
  min: extremum(Math.min),
  prod,
  sum,
};
