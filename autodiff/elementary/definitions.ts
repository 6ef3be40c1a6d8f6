import { cos } from "./cos.ts";
import { exp } from "./exp.ts";
import { expm1 } from "./expm1.ts";
import { log } from "./log.ts";
import { log1p } from "./log1p.ts";
import type { Machine } from "./machine.ts";
import { powReal } from "./pow_real.ts";
import { sigmoid } from "./sigmoid.ts";
import { sin } from "./sin.ts";
import { softplus } from "./softplus.ts";
import { tanh } from "./tanh.ts";

/** An elementary function, as what writes code from it needs to know it. */
export interface Definition {
  /** Its name, to which the generated functions add 64 and 32. */
  readonly name: string;
  /** The names of its arguments. */
  readonly parameters: readonly string[];
  /** What it is, in words that go before "in float64". */
  readonly summary: string;
  /** The function on a machine, in the machine's format. */
  readonly apply: <V, M>(m: Machine<V, M>, ...parameters: V[]) => V;
}

/** Every elementary function, in alphabetical order. */
export const definitions: readonly Definition[] = [
  one("cos", "The cosine of `x` in radians", cos),
  one("exp", "e to the power `x`", exp),
  one("expm1", "e to the power `x`, less 1", expm1),
  one("log", "The natural logarithm of `x`", log),
  one("log1p", "The natural logarithm of 1 + `x`", log1p),
  {
    name: "powReal",
    parameters: ["x", "p"],
    summary: "`x` to the power `p`, a number that is no integer",
    apply: powReal,
  },
  one("sigmoid", "1 / (1 + e⁻ˣ)", sigmoid),
  one("sin", "The sine of `x` in radians", sin),
  one("softplus", "log(1 + eˣ)", softplus),
  one("tanh", "The hyperbolic tangent of `x`", tanh),
];

function one(
  name: string,
  summary: string,
  apply: <V, M>(m: Machine<V, M>, x: V) => V,
): Definition {
  return { name, parameters: ["x"], summary, apply };
}
