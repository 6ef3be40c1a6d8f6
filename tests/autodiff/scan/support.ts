/** What tests of loops share. */
import { type Tensor, tensor } from "../../../autodiff/mod.ts";
import { stack } from "../../../autodiff/mod.ts";
import { sizeOf } from "../../../autodiff/shapes.ts";
import { weighted } from "../programs/body.ts";
import type { Choices } from "../programs/choices.ts";
import type { Program } from "../programs/program.ts";

/** One turn: the next carry, and what is recorded. */
export type Turn = (
  carry: Tensor[],
  x: Tensor[],
) => readonly [Tensor[], Tensor[]];

/** What a loop over a random program depends on. */
export interface Inputs {
  readonly init: Tensor[];
  /** For each turn what it gets, apart from each other. */
  readonly turns: Tensor[][];
  /** What all turns use. */
  readonly factor: Tensor;
}

/** The turns written one after the other; records of each turn. */
export function unrolled(
  f: Turn,
  init: Tensor[],
  turns: readonly Tensor[][],
): [Tensor[], Tensor[][]] {
  let carry = init;
  const records: Tensor[][] = [];
  for (const x of turns) {
    const [next, record] = f(carry, x);
    carry = next;
    records.push(record);
  }
  return [carry, records];
}

/** The tensors of all turns, with an axis of turns in front. */
export function stackAll(turns: readonly Tensor[][]): Tensor[] {
  return turns[0].map((_, i) => stack(turns.map((turn) => turn[i])));
}

/**
 * A turn around the loss of a random program: carries stay small, and every
 * carry, every x and the factor have a say in all that follows. What is made
 * of the factor alone is made once, before all turns.
 */
export function turnOf(
  program: Program,
  factor: Tensor,
  float: "float64" | "float32",
): Turn {
  const factors = program.at.map(({ shape }) => factor.broadcastTo(shape));
  const shifts = factors.map((factor) => factor.mul(0.125));
  return (carry, x) => {
    const at = carry.map((c, i) => c.add(x[i]).mul(factors[i]));
    const loss = program.loss(at, float).sin();
    const next = carry.map((c, i) =>
      c.mul(0.5).add(at[i].mul(loss).tanh()).add(shifts[i])
    );
    return [next, [loss, at[0].mul(2)]];
  };
}

/** Inputs for `count` turns of a loop over a random program. */
export function inputsFor(
  program: Program,
  choices: Choices,
  count: number,
  float: "float64" | "float32",
): Inputs {
  const like = ({ shape }: Tensor) =>
    tensor(
      Float64Array.from({ length: sizeOf(shape) }, () => choices.number(-1, 1)),
    ).reshape(shape).cast(float);
  return {
    init: program.at.map((x) => x.cast(float)),
    turns: Array.from({ length: count }, () => program.at.map(like)),
    factor: tensor(choices.number(0.5, 1)).cast(float),
  };
}

/** All that a loop gives, in one number. */
export function total(
  [carry, records]: readonly [Tensor[], Tensor[]],
  float: "float64" | "float32",
): Tensor {
  return [...carry, ...records]
    .map((x) => weighted(x.square().mul(0.25).add(x), float))
    .reduce((sum, term) => sum.add(term));
}
