import type { Machine } from "../elementary/machine.ts";
import { powReal } from "../elementary/pow_real.ts";
import { powReal32, powReal64 } from "../elementary/reference.ts";
import { allocate, rounding } from "../dtypes.ts";
import { apply, type Value } from "../graph.ts";
import { rangeError } from "../handle.ts";
import { type Operation, positive } from "../operation.ts";
import { checkFloat } from "./kinds/dtype_checks.ts";
import { multiply } from "./multiply.ts";

const operation: Operation<{ readonly exponent: number }> = {
  name: "pow",
  domain: [positive],
  infer: ([x]) => x,
  evaluate([{ data }], { exponent }, { dtype }) {
    const result = allocate(dtype, data.length);
    const round = rounding(dtype);
    const real = dtype === "float32" ? powReal32 : powReal64;
    const m: Products<number> = {
      constant: (x) => x,
      multiply: (a, b) => round(a * b),
      divide: (a, b) => round(a / b),
      sqrt: (x) => round(Math.sqrt(x)),
    };
    for (let i = 0; i < data.length; i++) {
      result[i] = power(m, data[i], exponent, real);
    }
    return result;
  },
  code: (m, [x], { exponent }) =>
    power(m, x, exponent, (x, p) => powReal(m, x, p)),
  derivative: (g, _index, { inputs: [x], attributes: { exponent } }) =>
    exponent === 0
      ? undefined
      : multiply(g, multiply(exponent, pow(x, exponent - 1))),
};

/** What products of powers are made with. */
type Products<E> = Pick<
  Machine<E, unknown>,
  "constant" | "multiply" | "divide" | "sqrt"
>;

/** The product of the x^(2^k) for the bits k of `exponent`, lowest first. */
function power<E>(
  m: Products<E>,
  x: E,
  exponent: number,
  real: (x: E, p: E) => E,
): E {
  const size = Math.abs(exponent);
  const whole = Math.floor(size);
  const fraction = size - whole;
  if (fraction !== 0 && fraction !== 0.5) return real(x, m.constant(exponent));
  let product = m.constant(1);
  let square = x;
  for (let rest = whole; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest < whole) square = m.multiply(square, square);
    if (rest % 2 === 1) product = m.multiply(product, square);
  }
  if (fraction === 0.5) product = m.multiply(product, m.sqrt(x));
  return exponent < 0 ? m.divide(m.constant(1), product) : product;
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
    const right = `exponent must be a number, finite in ${x.dtype}`;
    throw rangeError("pow", right, exponent);
  }
  return apply(operation, [x], { exponent: rounded });
}
