import type { FunctionWriter } from "../wasm/function_writer.ts";
import { writeCopy } from "./copy.ts";

/** A buffer of the step, and slots one after the other, one for each turn. */
export interface Slots {
  readonly slots: number;
  readonly buffer: number;
  readonly bytes: number;
}

/** What goes on from turn to turn: where a step leaves it, where it reads it. */
export interface Carry {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

/**
 * How a loop feeds a step, by addresses. A carry that the step leaves where it
 * reads it (`from` equal to `to`) costs nothing; the others are copied. A
 * step may leave a carry there unless something reads it later in the step, or
 * it is itself another output of the step.
 */
export interface LoopSpec {
  /** Whether turns run from the last slot to the first. */
  readonly reverse: boolean;
  readonly carries: readonly Carry[];
  /** What each turn finds in its buffer, from its slot. */
  readonly inputs: readonly Slots[];
  /** What each turn makes, into its slot. */
  readonly outputs: readonly Slots[];
  /** What each turn begins with, into its slot. */
  readonly before: readonly Slots[];
  /** Where carries that change places are kept: {@link spareBytes} of them. */
  readonly spare: number;
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
    code.get(turn);
    code.i32(bytes);
    code.op("i32.mul");
    code.i32(slots);
    code.op("i32.add");
  };
  const still = (address: number) => () => code.i32(address);
  const save = (list: readonly Slots[]) => {
    for (const each of list) {
      writeCopy(code, slot(each), still(each.buffer), each.bytes);
    }
  };
  if (spec.reverse) {
    pushCount();
    code.i32(1);
    code.op("i32.sub");
    code.set(turn);
  }
  code.block((end) => {
    code.loop((again) => {
      code.get(turn);
      pushCount();
      code.op("i32.ge_u");
      code.branchIf(end);
      save(spec.before);
      for (const each of spec.inputs) {
        writeCopy(code, still(each.buffer), slot(each), each.bytes);
      }
      code.call(step);
      code.i32(0);
      code.memory("i32.load", failure);
      code.branchIf(end);
      save(spec.outputs);
      for (const { to, from, bytes } of moves(spec)) {
        writeCopy(code, still(to), still(from), bytes);
      }
      code.get(turn);
      code.i32(spec.reverse ? -1 : 1);
      code.op("i32.add");
      code.set(turn);
      code.branch(again);
    });
  });
}

/** The carries that lie where another one is read. */
function crossing(carries: readonly Carry[]): readonly Carry[] {
  return carries.filter(({ from, to, bytes }) =>
    bytes > 0 && from !== to && carries.some((other) => other.to === from)
  );
}

/** How many bytes carries that change places need in between. */
export function spareBytes(carries: readonly Carry[]): number {
  return crossing(carries).reduce((sum, { bytes }) => sum + space(bytes), 0);
}

function space(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

/** The copies that put each carry where the next turn reads it. */
function moves({ carries, spare }: LoopSpec): Carry[] {
  const crossed = crossing(carries);
  let at = spare;
  const aside = crossed.map(({ from, bytes }) => {
    const copy = { from, to: at, bytes };
    at += space(bytes);
    return copy;
  });
  const direct = carries.filter((carry) =>
    carry.from !== carry.to && !crossed.includes(carry)
  );
  const back = crossed.map(({ to, bytes }, i) => ({
    from: aside[i].to,
    to,
    bytes,
  }));
  return [...aside, ...direct, ...back];
}
