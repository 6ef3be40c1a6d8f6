import { assertLessOrEqual } from "@std/assert";
import * as fixed from "../../support/fixed_point.ts";
import { type Real, real } from "../../support/real.ts";
import { Sampler } from "./points.ts";

const BITS = 600;
const ONE = 1n << BigInt(BITS);

/** In units of 2⁻⁶⁰⁰. */
function units({ significand, exponent }: Real): bigint {
  const bits = exponent + BITS;
  return bits >= 0 ? significand << BigInt(bits) : significand >> BigInt(-bits);
}

function multiply(a: bigint, b: bigint): bigint {
  return (a * b) >> BigInt(BITS);
}

function decimal(text: string): bigint {
  const [whole, fraction] = text.replace("-", "").split(".");
  const value = (BigInt(whole + fraction) << BigInt(BITS)) /
    BigInt("1" + "0".repeat(fraction.length));
  return text.startsWith("-") ? -value : value;
}

/** Asserts that two numbers agree to 2^−bits, relatively. */
function assertNear(a: bigint, b: bigint, bits: number, message: string) {
  const distance = a < b ? b - a : a - b;
  const size = b < 0n ? -b : b;
  const scaled = (distance << BigInt(bits)) / size;
  assertLessOrEqual(Number(scaled), 1, `${message} differs from 2^-${bits} on`);
}

Deno.test("The fixed point agrees with published digits", () => {
  const digits: [Real, string][] = [
    [
      fixed.exp(1),
      "2.718281828459045235360287471352662497757247093699959574966967627724077",
    ],
    [
      fixed.ln2,
      "0.6931471805599453094172321214581765680755001343602552541206800094933936",
    ],
    [
      fixed.halfPi,
      "1.570796326794896619231321691639751442098584699687552910487472296153908",
    ],
    [
      fixed.log(2),
      "0.6931471805599453094172321214581765680755001343602552541206800094933936",
    ],
    [
      fixed.log(10),
      "2.302585092994045684017991454684364207601101488628772976033327900967573",
    ],
    [
      fixed.sin(1),
      "0.8414709848078965066525023216302989996225630607983710656727517099919104",
    ],
    [
      fixed.cos(1),
      "0.5403023058681397174009366074429766037323104206179222276700972553811004",
    ],
    [
      fixed.pow(3, 0.25),
      "1.316074012952492460819218901796999055160068590205822176731922658595867",
    ],
  ];
  for (const [value, text] of digits) {
    assertNear(units(value), decimal(text), 225, text);
  }
});

/** Runs a check of identities on arguments of all sizes in 2^least to 2^greatest. */
function identity(
  name: string,
  least: number,
  greatest: number,
  check: (x: number, s: Sampler) => void,
) {
  Deno.test(`The fixed point keeps ${name}`, () => {
    const s = new Sampler("float64");
    for (let i = 0; i < 2000; i++) check(s.signed(least, greatest), s);
  });
}

/** A number with few bits, so that sums of two are exact. */
function short(x: number): number {
  return Math.fround(x);
}

identity("e^(a + b) = e^a · e^b", -8, 7, (x, s) => {
  const [a, b] = [short(x), short(s.signed(-8, 7))];
  const product = multiply(units(fixed.exp(a)), units(fixed.exp(b)));
  assertNear(units(fixed.exp(a + b)), product, 200, `e^(${a} + ${b})`);
});

identity("e^x − 1 on both sides of where its series begins", -20, 6, (x) => {
  const right = units(fixed.exp(x)) - ONE;
  assertNear(units(fixed.expm1(x)), right, 200, `e^${x} - 1`);
});

identity("log ab = log a + log b", -300, 300, (x, s) => {
  const [a, b] = [short(Math.abs(x)), short(s.magnitude(-20, 20))];
  if (a === 0 || a === Infinity || a * b === 1) return;
  const sum = units(fixed.log(a)) + units(fixed.log(b));
  assertNear(units(fixed.log(a * b)), sum, 200, `log(${a} * ${b})`);
});

identity("e^(log x) = x", -1000, 1000, (x) => {
  const a = Math.abs(x);
  const { significand, exponent } = real(a);
  const power = fixed.pow(a, 1);
  const scaled = {
    significand: power.significand,
    exponent: power.exponent - exponent,
  };
  assertNear(units(scaled), significand << BigInt(BITS), 200, `e^(log ${a})`);
});

identity("log(1 + x) on both sides of where its series begins", -25, 0, (x) => {
  const a = short(x);
  const right = units(fixed.log(1 + a));
  assertNear(units(fixed.log1p(a)), right, 195, `log(1 + ${a})`);
});

identity("log1p(x) + log1p(−x) = log1p(−x²)", -100, 0, (x) => {
  const a = short(x);
  const sum = units(fixed.log1p(a)) + units(fixed.log1p(-a));
  assertNear(units(fixed.log1p(-a * a)), sum, 140, `log1p(-${a}²)`);
});

identity("sin² + cos² = 1", -100, 53, (x) => {
  const [s, c] = [units(fixed.sin(x)), units(fixed.cos(x))];
  assertNear(multiply(s, s) + multiply(c, c), ONE, 240, `x = ${x}`);
});

identity("sin 2x = 2 sin x cos x", -100, 52, (x) => {
  const right = 2n * multiply(units(fixed.sin(x)), units(fixed.cos(x)));
  assertNear(units(fixed.sin(2 * x)), right, 190, `sin(2 * ${x})`);
});

identity("sin(a + b) by the sines and cosines of a and b", -4, 20, (x, s) => {
  const [a, b] = [short(x), short(s.signed(-4, 20))];
  const right = multiply(units(fixed.sin(a)), units(fixed.cos(b))) +
    multiply(units(fixed.cos(a)), units(fixed.sin(b)));
  assertNear(units(fixed.sin(a + b)), right, 190, `sin(${a} + ${b})`);
});

identity("tanh x · (e^2x + 1) = e^2x − 1", -100, 7, (x) => {
  const right = units(fixed.expm1(2 * x));
  const left = multiply(units(fixed.tanh(x)), right + 2n * ONE);
  assertNear(left, right, 190, `tanh(${x})`);
});

identity("sigmoid(x) · (1 + e^−x) = 1", -100, 7, (x) => {
  const sum = ONE + units(fixed.exp(-x));
  assertNear(multiply(units(fixed.sigmoid(x)), sum), ONE, 190, `sigmoid(${x})`);
});

identity("softplus(x) − softplus(−x) = x", -100, 7, (x) => {
  const difference = units(fixed.softplus(x)) - units(fixed.softplus(-x));
  assertNear(difference, units(real(x)), 150, `softplus(${x})`);
});
