import type { Shape } from "../../autodiff/mod.ts";
import { formatShape } from "../../autodiff/shapes.ts";
import type { Optimizer, Slot } from "../optimizer.ts";
import { type Equation, printLine } from "./equation.ts";
import {
  type FormulaHyperparameter,
  hyperparametersOf,
} from "./hyperparameters.ts";
import { type Line, linesOf } from "./lines.ts";
import { notesOf } from "./notes.ts";
import { numberText } from "./text.ts";
import { startOf, type TracedUpdate, traceUpdate } from "./trace.ts";

/** What an optimizer does in a step, read from its own definition. */
export interface Formula {
  /** The optimizer. */
  readonly id: string;
  /** What the state starts from. */
  readonly start: readonly Equation[];
  /** Step t: each equation after those that it needs, the weights last. */
  readonly equations: readonly Equation[];
  /** The hyperparameters; behind a schedule those that it is made with. */
  readonly hyperparameters: readonly FormulaHyperparameter[];
  /** What the equations do not say, in sentences. */
  readonly notes: readonly string[];
  /** All of it as text. */
  readonly text: string;
  /** The equations in LaTeX, one aligned block without delimiters. */
  readonly latex: string;
}

/**
 * The formula of an optimizer: the equations of one step, printed from the
 * graph of operations that the step itself is made of. So they cannot say
 * something else than what runs.
 *
 * g_t is the gradient at w_{t−1}, the weights before the step, and t the number
 * of the step, 1 in the first. Slots of the state have their names in the
 * definition. `⊙` multiplies element by element; quotients and roots are taken
 * element by element too.
 *
 * - Hyperparameters have the symbols of their definitions: those of a rule, and
 *   of what is around it in a chain, a combinator or a group. Where two have the
 *   same symbol, the later one in the list has a prime, a third one two: λ, λ′,
 *   λ′′. Later than all is what schedules are made with, and then what is 0.
 * - What a schedule gives has an equation of its own, such as η_t = …, in the
 *   symbols of the schedule's options. A schedule that is a function of one's own
 *   has no symbols: its numbers are printed. So is a number on which the
 *   operations themselves depend, the power of `polynomialDecay` or the factor
 *   of `cosineRestarts`.
 * - Printing uses what holds for real numbers, x + 0 = x and the like, and
 *   nothing else. A hyperparameter that is 0 is left out with what it makes 0.
 * - β·exp((t − 1)·log max(β, 10⁻³⁰⁰)), which bias corrections are made of, is
 *   printed as βᵗ. They differ only where both are below 10⁻³⁰⁰.
 * - max |x|·‖x/max |x|‖, in which no square overflows, is printed as ‖x‖, and a
 *   root of a mean square as RMS(x). Bounds of ±10¹⁴⁰ are left out.
 * - NS(X) is five steps of the iteration of Newton and Schulz: see `muon`.
 *   gram1(G) is G₁·G₁ᵀ, where G₁ has the slices along axis 1 as its rows, and
 *   precondition(G, H₀, …, H_k) multiplies G along each axis by H^(−1/2k): see
 *   `shampoo`. into(X, Q₀, …) and from(X, Q₀, …) multiply along each axis by Qᵀ
 *   and by Q, basis0(H, Q) is the next Q, and sort0(V, H, Q) V in its order:
 *   see `soap`.
 * - A part has a line of its own, under a letter that is free, if it is a
 *   choice by condition, or is used twice and long. A slot divided by its bias
 *   correction has a hat.
 * - A note names each quotient that counts as 0 where its divisor is 0, unless
 *   signs alone tell that its divisor is above 0.
 * - f(w), ∇f(p), ∇²f(w, v), u(t) and n(t) are the loss, gradients and products
 *   with the Hessian where they are asked for, random signs, and normal noise.
 * - For a rule of one's own all of this holds too. What has no symbol is
 *   printed as a number; an operation that has no sign, by its name.
 *
 * @param shape the shape of a tensor whose formula it is, where that matters.
 * Default: `[2, 3]`.
 * @throws {TypeError} for what is not an optimizer, and for one whose steps read
 * values, such as a search along a line.
 *
 * @example
 * ```ts
 * import { adagrad, formula } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { equations, latex } = formula(adagrad());
 * assertEquals(equations.map(({ text }) => text), [
 *   "h_t = h_{t−1} + g_t ⊙ g_t",
 *   "w_t = w_{t−1} − (η/√h_t)·g_t",
 * ]);
 * assertEquals(latex.includes("\\frac{\\eta}{\\sqrt{h_t}} \\cdot g_t"), true);
 * ```
 */
export function formula<S = Slot>(
  optimizer: Optimizer<S>,
  shape: Shape = [2, 3],
): Formula {
  const update = traceUpdate(optimizer, shape);
  const found = linesOf(update);
  const print = (line: Line) => printLine(line, found.names);
  const start = startEquations(update);
  const equations = found.lines.map(print);
  const hyperparameters = hyperparametersOf(update);
  const texts = equations.map(({ text }) => text);
  const notes = [
    ...notesOf(update, found, hyperparameters),
    ...isGeneral(optimizer, texts, shape)
      ? []
      : [`Its numbers are those for a tensor of shape ${formatShape(shape)}.`],
  ];
  const all = [...start, ...equations];
  return {
    id: optimizer.id,
    start,
    equations,
    hyperparameters,
    notes,
    text: [
      ...all.map(({ text }) => text),
      ...notes,
      hyperparameters.flatMap(hyperparameterText).join(", "),
    ].filter((line) => line !== "").join("\n"),
    latex: aligned(all.map(({ latex }) => latex)),
  };
}

/** What the state starts from, in which the weights are those of the start. */
function startEquations(update: TracedUpdate): Equation[] {
  const weights = update.make.name({ base: "w", time: "t-1" }, false);
  const names = new Map([[weights, { base: "w", time: "0" } as const]]);
  return startOf(update).map((line) => printLine(line, names)).filter(isNews);
}

/** Whether a tensor of as many axes, but longer ones, has the same equations. */
function isGeneral(
  optimizer: Optimizer<unknown>,
  texts: readonly string[],
  shape: Shape,
): boolean {
  const longer = shape.map((length, axis) => length + axis + 3);
  try {
    const { lines, names } = linesOf(traceUpdate(optimizer, longer));
    return lines.every((line, i) => printLine(line, names).text === texts[i]);
  } catch (error) {
    // A rule may hold tensors of a shape of their own.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Whether an equation says more than that something is itself: h₀ = h₀. */
function isNews({ name, text }: Equation): boolean {
  return text !== `${name} = ${name}`;
}

/** A row of the list; none for what has neither a symbol nor a value. */
function hyperparameterText(
  { name, symbol, value, omitted }: FormulaHyperparameter,
): string[] {
  const is = value === undefined ? "" : ` = ${numberText(value)}`;
  if (symbol === undefined) return is === "" ? [] : [name + is];
  return [`${symbol}${is} (${name}${omitted ? ", left out" : ""})`];
}

function aligned(equations: readonly string[]): string {
  const rows = equations.map((latex) => latex.replace(" = ", " &= "));
  return ["\\begin{aligned}", rows.join(" \\\\\n"), "\\end{aligned}"]
    .join("\n");
}
