import type { FunctionWriter } from "../wasm/function_writer.ts";
import { aligned } from "../emit/elements.ts";
import { writeCopy } from "./copy.ts";

/** A buffer of the step, and slots one after the other, one for each turn. */
export interface Slots {
  readonly slots: number;
  readonly buffer: number;
  readonly bytes: number;
}

/**
 * What goes on from turn to turn: where a step leaves it, where it reads it. If
 * that is one place, it costs nothing; else it is copied. A step may leave a
 * carry there unless something reads it later in the step, or it is itself
 * another output of the step.
 */
export interface Carry {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

/** How a loop feeds a step, by addresses. */
export interface LoopSpec {
  /** Whether turns run from the last slot to the first. */
  readonly reverse: boolean;
  /** What is copied after each turn, in this order. */
  readonly moves: readonly Carry[];
  /** What each turn finds in its buffer, from its slot. */
  readonly inputs: readonly Slots[];
  /** What each turn makes, into its slot. */
  readonly outputs: readonly Slots[];
  /** What each turn begins with, into its slot. */
  readonly before: readonly Slots[];
}

/** How a loop is called: how often it runs, and what it runs. */
export interface LoopCall {
  /** A number, or a local that has it. */
  readonly count: number | { readonly local: number };
  /** The index of the function of a step. */
  readonly step: number;
  /** The address of a word: the loop ends after a step that sets it. */
  readonly failure: number;
}

/** Writes a loop. */
export function writeLoop(
  code: FunctionWriter,
  spec: LoopSpec,
  { count, step, failure }: LoopCall,
): void {
  if (count === 0) return;
  const turn = code.local("i32");
  const pushCount = () =>
    typeof count === "number" ? code.i32(count) : code.get(count.local);
  const slot = ({ slots, bytes }: Slots) => () => {
    code.get(turn).i32(bytes).op("i32.mul").i32(slots).op("i32.add");
  };
  const still = (address: number) => () => code.i32(address);
  const save = (list: readonly Slots[]) => {
    for (const each of list) {
      writeCopy(code, slot(each), still(each.buffer), each.bytes);
    }
  };
  if (spec.reverse) {
    pushCount();
    code.i32(1).op("i32.sub").set(turn);
  }
  code.block((end) => {
    code.loop((again) => {
      code.get(turn);
      pushCount();
      code.op("i32.ge_u").branchIf(end);
      save(spec.before);
      for (const each of spec.inputs) {
        writeCopy(code, still(each.buffer), slot(each), each.bytes);
      }
      code.call(step);
      code.i32(0).memory("i32.load", failure).branchIf(end);
      save(spec.outputs);
      writeMoves(code, spec.moves);
      code.get(turn).i32(spec.reverse ? -1 : 1).op("i32.add").set(turn);
      code.branch(again);
    });
  });
}

/** Writes code that copies one after the other. */
export function writeMoves(
  code: FunctionWriter,
  moves: readonly Carry[],
): void {
  for (const { from, to, bytes } of moves) {
    writeCopy(code, () => code.i32(to), () => code.i32(from), bytes);
  }
}

/**
 * The copies that put each carry where the next turn reads it, and where the
 * memory ends that those need, behind an address, that change places.
 */
export function movesOf(
  carries: readonly Carry[],
  start: number,
): { readonly moves: readonly Carry[]; readonly end: number } {
  const moving = carries.filter(({ from, to, bytes }) =>
    bytes > 0 && from !== to
  );
  const crossed = moving.filter(({ from }) =>
    carries.some(({ to }) => to === from)
  );
  let end = start;
  const aside = crossed.map(({ from, bytes }) => {
    const to = end;
    end += aligned(bytes);
    return { from, to, bytes };
  });
  const direct = moving.filter((carry) => !crossed.includes(carry));
  const back = crossed.map(({ to, bytes }, i) => {
    return { from: aside[i].to, to, bytes };
  });
  return { moves: [...aside, ...direct, ...back], end };
}
