import { type Expression, isNumber } from "./expression.ts";
import type { Expressions } from "./expressions.ts";

type Args = readonly Expression[];

/** The same for real numbers, in fewer signs; none where nothing is known. */
type Rule = (
  make: Expressions,
  args: Args,
  scalar: boolean,
) => Expression | undefined;

/** What stands in for 0 where a logarithm is taken. */
const TINY = 1e-300;

/** The least bound on magnitudes that is left out. */
const HUGE = 1e140;

/** Whether a number is a bound that keeps squares finite. */
function isBeyond(number: number): boolean {
  return number >= HUGE && number < Infinity;
}

const rules: Readonly<Record<string, Rule>> = {
  add(make, [a, b], scalar) {
    if (isNumber(a, 0)) return b;
    if (isNumber(b, 0)) return a;
    if (b.op === "neg") return make.call("subtract", [a, b.args[0]], scalar);
    if (a.op === "neg") return make.call("subtract", [b, a.args[0]], scalar);
    if (isNumber(b) && b.number! < 0) {
      return make.call("subtract", [a, make.number(-b.number!)], scalar);
    }
    const returns = a.op === "subtract" && isNumber(b) && a.args[1] === b;
    return returns ? a.args[0] : undefined;
  },
  subtract(make, [a, b], scalar) {
    if (isNumber(b, 0)) return a;
    if (isNumber(a, 0)) return make.call("neg", [b], scalar);
    if (b.op === "neg") return make.call("add", [a, b.args[0]], scalar);
    return isNumber(a) && isNumber(b)
      ? make.number(a.number! - b.number!)
      : undefined;
  },
  multiply(make, [a, b]) {
    if (isNumber(a, 0) || isNumber(b, 0)) return make.number(0);
    if (isNumber(a, 1)) return b;
    if (isNumber(b, 1)) return a;
    return wholePower(make, a, b) ?? wholePower(make, b, a) ??
      safeNorm(make, a, b);
  },
  divide: quotient,
  divideOrZero: quotient,
  neg(make, [x]) {
    if (isNumber(x)) return make.number(-x.number!);
    return x.op === "neg" ? x.args[0] : undefined;
  },
  sqrt(make, [x], scalar) {
    if (isNumber(x, 0) || isNumber(x, 1)) return x;
    if (!x.scalar || x.args[0]?.op !== "square") return;
    if (x.op === "sum") return make.call("norm", x.args[0].args, scalar);
    if (x.op === "mean") return make.call("RMS", x.args[0].args, scalar);
  },
  exp(make, [x], scalar) {
    if (isNumber(x, 0)) return make.number(1);
    if (x.op !== "multiply") return undefined;
    const [a, b] = x.args;
    if (b.op === "log") return make.call("power", [b.args[0], a], scalar);
    if (a.op === "log") return make.call("power", [a.args[0], b], scalar);
  },
  log1p: (make, [x], scalar) =>
    make.call("log", [make.call("add", [make.number(1), x], scalar)], scalar),
  expm1: (make, [x], scalar) =>
    make.call(
      "subtract",
      [make.call("exp", [x], scalar), make.number(1)],
      scalar,
    ),
  power(make, [base, exponent]) {
    if (isNumber(exponent, 1) || isNumber(base, 1)) return base;
    return isNumber(exponent, 0) ? make.number(1) : undefined;
  },
  where: (_make, [_condition, a, b]) => a === b ? a : undefined,
  maximum: (_make, [x, least]) =>
    isNumber(least) && isBeyond(-least.number!) ? x : undefined,
  minimum: (_make, [x, most]) =>
    isNumber(most) && isBeyond(most.number!) ? x : undefined,
  sum(make, [x], scalar) {
    const whole = x.op === "sum" && scalar;
    return whole ? make.call("sum", x.args, scalar) : undefined;
  },
};

/** The expression that says the same in fewer signs, if there is one. */
export function simplified(
  make: Expressions,
  op: string,
  args: Args,
  scalar: boolean,
): Expression | undefined {
  return rules[op]?.(make, args, scalar);
}

function quotient(make: Expressions, [a, b]: Args): Expression | undefined {
  return isNumber(a, 0) ? make.number(0) : isNumber(b, 1) ? a : undefined;
}

/** β·max(β, tiny)^(t − 1) is βᵗ: what a bias correction is made of. */
function wholePower(
  make: Expressions,
  base: Expression,
  rest: Expression,
): Expression | undefined {
  if (rest.op !== "power") return undefined;
  const [held, exponent] = rest.args;
  const [kept, least] = held.op === "maximum" ? held.args : [held];
  const same = kept === base &&
    (least === undefined || isNumber(least) && least.number! <= TINY);
  const less = exponent.op === "subtract" && isNumber(exponent.args[1], 1);
  if (!same || !less) return undefined;
  return make.call("power", [base, exponent.args[0]]);
}

/** max |x| · ‖x / max |x|‖ is ‖x‖, with no square that can overflow; so RMS. */
function safeNorm(
  make: Expressions,
  most: Expression,
  rest: Expression,
): Expression | undefined {
  if (most.op !== "max" || !most.scalar) return undefined;
  if (rest.op !== "norm" && rest.op !== "RMS") return undefined;
  const [{ op, args: [size] }, [quotient]] = [most.args[0], rest.args];
  const [x, divisor] = quotient.args;
  const same = op === "abs" && size === x && divisor === most &&
    quotient.op === "divideOrZero";
  return same ? make.call(rest.op, [x], true) : undefined;
}
