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
  /** The names of its arguments. Default: `x`. */
  readonly parameters?: readonly string[];
  /** What it is, in words that go before "in float64". */
  readonly summary: string;
  /** The function on a machine, in the machine's format. */
  readonly apply: <V, M>(m: Machine<V, M>, ...parameters: V[]) => V;
}

/** Every elementary function, in alphabetical order. */
export const definitions: readonly Definition[] = [
  { name: "cos", summary: "The cosine of `x` in radians", apply: cos },
  { name: "exp", summary: "e to the power `x`", apply: exp },
  { name: "expm1", summary: "e to the power `x`, less 1", apply: expm1 },
  { name: "log", summary: "The natural logarithm of `x`", apply: log },
  { name: "log1p", summary: "The natural logarithm of 1 + `x`", apply: log1p },
  {
    name: "powReal",
    summary: "`x` to the power `p`, a number that is no integer",
    apply: powReal,
    parameters: ["x", "p"],
  },
  { name: "sigmoid", summary: "1 / (1 + e⁻ˣ)", apply: sigmoid },
  { name: "sin", summary: "The sine of `x` in radians", apply: sin },
  { name: "softplus", summary: "log(1 + eˣ)", apply: softplus },
  { name: "tanh", summary: "The hyperbolic tangent of `x`", apply: tanh },
];
