/** Enclosures of operations that work element by element. */
import {
  bound,
  type Enclosure,
  type Rounding,
  type Rule,
  times,
  unknown,
} from "./enclosure.ts";

type Interval = readonly [low: number, high: number];

/** What an operation does to intervals, but for rounding. */
type IntervalFunction = (...inputs: Interval[]) => Interval;

const everything: Interval = [-Infinity, Infinity];

/** An operation whose result is rounded with an error of `ulps` units. */
function rounded(ulps: number, f: IntervalFunction): Rule {
  return (inputs, _step, rounding) => {
    const result = unknown(inputs[0].low.length);
    for (let i = 0; i < result.low.length; i++) {
      const [low, high] = f(
        ...inputs.map((x): Interval => [x.low[i], x.high[i]]),
      );
      bound(result, i, low, high, rounding, ulps);
    }
    return result;
  };
}

/** An operation that is not rounded. */
function exact(f: IntervalFunction): Rule {
  return (inputs) => {
    const result = unknown(inputs[0].low.length);
    for (let i = 0; i < result.low.length; i++) {
      [result.low[i], result.high[i]] = f(
        ...inputs.map((x): Interval => [x.low[i], x.high[i]]),
      );
    }
    return result;
  };
}

function rising(f: (x: number) => number): IntervalFunction {
  return ([low, high]) => {
    const ends: Interval = [f(low), f(high)];
    return ends.some(Number.isNaN) ? everything : ends;
  };
}

function magnitude([low, high]: Interval): Interval {
  const least = low <= 0 && high >= 0
    ? 0
    : Math.min(Math.abs(low), Math.abs(high));
  return [least, Math.max(Math.abs(low), Math.abs(high))];
}

/** Around the image of the middle, as far as the ends are from it. */
function wave(f: (x: number) => number): IntervalFunction {
  return ([low, high]) => {
    if (!(high - low < 1)) return [-1, 1];
    const middle = low / 2 + high / 2;
    // The middle is rounded, and the function of it; both within an ulp.
    const reach = high - low + (1 + Math.abs(middle)) * 2 ** -51;
    return [Math.max(-1, f(middle) - reach), Math.min(1, f(middle) + reach)];
  };
}

function quotient(a: Interval, [low, high]: Interval): Interval {
  if (low <= 0 && high >= 0) return everything;
  const all = [a[0] / low, a[0] / high, a[1] / low, a[1] / high];
  return all.some(Number.isNaN)
    ? everything
    : [Math.min(...all), Math.max(...all)];
}

/** x^exponent: multiplications, a root, a division, or exp and log. */
const pow: Rule = (inputs, step, rounding) => {
  const { exponent } = step.application!.attributes as { exponent: number };
  const raise = ([low, high]: Interval): Interval => {
    if (exponent === 0) return [1, 1];
    const whole = Number.isInteger(exponent);
    if (low < 0 && !whole) return everything;
    if (low <= 0 && high >= 0 && exponent < 0) return everything;
    const ends = [low ** exponent, high ** exponent];
    const even = whole && exponent % 2 === 0;
    const touches = even && low <= 0 && high >= 0;
    return [touches ? 0 : Math.min(...ends), Math.max(...ends)];
  };
  return rounded(Math.abs(exponent) + 6, raise)(inputs, step, rounding);
};

/** What keeps the origin of the operand that is surely chosen. */
function extremum(pick: (a: number, b: number) => number): Rule {
  return ([a, b]) => {
    const result = unknown(a.low.length);
    for (let i = 0; i < a.low.length; i++) {
      result.low[i] = pick(a.low[i], b.low[i]);
      result.high[i] = pick(a.high[i], b.high[i]);
      result.origin[i] = a.origin[i] === b.origin[i] ||
          surely(pick, a, b, i)
        ? a.origin[i]
        : surely(pick, b, a, i)
        ? b.origin[i]
        : 0;
    }
    return result;
  };
}

function surely(
  pick: (a: number, b: number) => number,
  a: Enclosure,
  b: Enclosure,
  i: number,
): boolean {
  const [worst, best] = pick === Math.max
    ? [a.low[i], b.high[i]]
    : [a.high[i], b.low[i]];
  return worst !== best && pick(worst, best) === worst;
}

const cast: Rule = (inputs, step, rounding) => {
  const [x] = inputs;
  const from = step.application!.inputs[0].dtype;
  switch (step.dtype) {
    case "float64":
    case "float32": {
      if (!from.startsWith("float")) return x;
      const unit = step.dtype === "float32" ? 2 ** -24 : rounding.unit;
      const coarse: Rounding = {
        unit: Math.max(unit, rounding.unit),
        least: step.dtype === "float32" ? 2 ** -149 : rounding.least,
      };
      return rounded(1, (x) => x)(inputs, step, coarse);
    }
    case "bool":
      return exact(([low, high]) =>
        low > 0 || high < 0 ? [1, 1] : low === high ? [0, 0] : [0, 1]
      )(inputs, step, rounding);
    default:
      return exact(rising(Math.trunc))(inputs, step, rounding);
  }
};

/** Elementary functions are within 2 ulp, each up to 2 units of roundoff. */
const elementary = (f: (x: number) => number) => rounded(5, rising(f));

export const elementwise: Record<string, Rule> = {
  abs: exact(magnitude),
  add: rounded(1, (a, b) => [a[0] + b[0], a[1] + b[1]]),
  cast,
  cos: rounded(5, wave(Math.cos)),
  divide: rounded(1, quotient),
  divideOrZero: rounded(
    1,
    (a, b) => b[0] === 0 && b[1] === 0 ? [0, 0] : quotient(a, b),
  ),
  exp: elementary(Math.exp),
  expm1: elementary(Math.expm1),
  floor: exact(rising(Math.floor)),
  log: elementary(Math.log),
  log1p: elementary(Math.log1p),
  maximum: extremum(Math.max),
  minimum: extremum(Math.min),
  multiply: rounded(1, times),
  neg: exact(([low, high]) => [-high, -low]),
  pow,
  relu: exact(rising((x) => Math.max(x, 0))),
  sigmoid: elementary((x) => 1 / (1 + Math.exp(-x))),
  sign: exact(rising(Math.sign)),
  sin: rounded(5, wave(Math.sin)),
  softplus: elementary((x) =>
    Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
  ),
  sqrt: rounded(1, rising(Math.sqrt)),
  square: rounded(1, (x) => {
    const [low, high] = magnitude(x);
    return [low * low, high * high];
  }),
  subtract: rounded(1, (a, b) => [a[0] - b[1], a[1] - b[0]]),
  tanh: elementary(Math.tanh),
};
