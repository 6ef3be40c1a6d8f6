import type { ElementMachine } from "../elementary/element_machine.ts";
import { powReal } from "../elementary/pow_real.ts";
import { powReal32, powReal64 } from "../elementary/reference.ts";
import { allocate, type DType, rounding } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import { describe } from "../handle.ts";
import { type Operation, positive } from "../operation.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import { multiply } from "./multiply.ts";

const operation: Operation<{ readonly exponent: number }> = {
  name: "pow",
  domain: [positive],
  infer: ([{ shape, dtype, weak }]) => ({ shape, dtype, weak }),
  evaluate([x], { exponent }, { dtype }) {
    const result = allocate(dtype, x.data.length);
    const f = powerFunction(exponent, dtype);
    for (let i = 0; i < result.length; i++) result[i] = f(x.data[i]);
    return result;
  },
  code: (m, [x], { exponent }) => powerCode(m, x, exponent),
  derivative: (g, _index, { inputs: [x], attributes: { exponent } }) =>
    exponent === 0
      ? undefined
      : multiply(g, multiply(exponent, pow(x, exponent - 1))),
  batch: ([x], _mapped, _size, { exponent }) => pow(x, exponent),
};

function powerFunction(exponent: number, dtype: DType): (x: number) => number {
  const size = Math.abs(exponent);
  const whole = Math.floor(size);
  const round = rounding(dtype);
  let power: (x: number) => number;
  if (size === whole) {
    power = (x) => wholePower(x, whole, round);
  } else if (size === whole + 0.5) {
    power = (x) => round(wholePower(x, whole, round) * round(Math.sqrt(x)));
  } else {
    const real = dtype === "float32" ? powReal32 : powReal64;
    return (x) => real(x, exponent);
  }
  return exponent < 0 ? (x) => round(1 / power(x)) : power;
}

/** The product of the x^(2^k) for the bits k of `exponent`, lowest first. */
function wholePower(
  x: number,
  exponent: number,
  round: (x: number) => number,
): number {
  let power = 1;
  for (let rest = exponent;;) {
    if (rest % 2 === 1) power = round(power * x);
    rest = Math.floor(rest / 2);
    if (rest === 0) return power;
    x = round(x * x);
  }
}

/** The same power on a machine, as the product of the same squares. */
function powerCode<E>(m: ElementMachine<E>, x: E, exponent: number): E {
  const size = Math.abs(exponent);
  const whole = Math.floor(size);
  const fraction = size - whole;
  if (fraction !== 0 && fraction !== 0.5) {
    return powReal(m, x, m.constant(exponent));
  }
  let power = m.constant(1);
  let square = x;
  for (let rest = whole; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest < whole) square = m.multiply(square, square);
    if (rest % 2 === 1) power = m.multiply(power, square);
  }
  if (fraction === 0.5) power = m.multiply(power, m.sqrt(x));
  return exponent < 0 ? m.divide(m.constant(1), power) : power;
}

/**
 * Each element raised to a constant exponent.
 *
 * With an integer n: x^n is the product of those of the repeated squares x,
 * x², x⁴, … that the binary digits of n name, multiplied from the lowest digit
 * on, each product rounded; x^−n is 1/x^n. With a half-integer: x^n · √x, and
 * 1/(x^n · √x) where it is negative, so that it is NaN below zero. The
 * relative error is below (|exponent| + 2) · 2^−53 while nothing over- or
 * underflows on the way. Other exponents go through exponential and logarithm,
 * as one elementary function, which is NaN for finite x below zero.
 *
 * In float32 the exponent is rounded to float32, each step rounds to float32,
 * and 2^−24 stands in place of 2^−53.
 *
 * x^0 is 1 for every x, NaN included, with derivative 0; else the derivative
 * is exponent · x^(exponent − 1), which is infinite at 0 for exponents between
 * 0 and 1: unlike {@link sqrt}, whose derivative there is 0 by convention.
 *
 * @param x a tensor of a float dtype.
 * @param exponent a finite number.
 * @throws {TypeError} for other dtypes.
 * @throws {RangeError} if the exponent is NaN or infinite.
 *
 * @example
 * ```ts
 * import { tensor } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tensor([2, 3]).pow(3).toArray(), [8, 27]);
 * assertEquals(tensor([4, 16]).pow(-0.5).toArray(), [0.5, 0.25]);
 * ```
 */
export function pow(x: Value, exponent: number): Value {
  checkFloat("pow", x);
  const rounded = typeof exponent === "number"
    ? rounding(x.dtype)(exponent)
    : NaN;
  if (!Number.isFinite(rounded)) {
    throw new RangeError(
      `Cannot pow: exponent must be a number, finite in ${x.dtype}, current ` +
        `value is ${describe(exponent)}`,
    );
  }
  return apply(operation, [x], { exponent: rounded });
}
