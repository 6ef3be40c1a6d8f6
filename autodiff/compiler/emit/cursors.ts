import type { View } from "../compiled_form.ts";
import type { Place } from "../machines/memory.ts";
import type { FunctionWriter } from "../wasm/function_writer.ts";
import { advance } from "../matmul/loops.ts";

/**
 * The locals of a loop nest that run along with its turns: one for all the
 * elements that are reached by the same steps.
 */
export class Cursors {
  readonly #locals = new Map<string, {
    readonly local: number;
    readonly start: number;
    readonly steps: readonly number[];
  }>();

  constructor(
    readonly code: FunctionWriter,
    readonly extents: readonly number[],
  ) {}

  /** How elements of `bytes` bytes at `address` are reached by a view. */
  place(address: number, { offset, strides }: View, bytes: number): Place {
    const steps = strides.map((stride) => stride * bytes);
    // An address is never below its base: what runs backwards starts far on.
    const start = steps.some((step) => step < 0) ? offset * bytes : 0;
    const key = `${start} ${steps}`;
    let cursor = this.#locals.get(key);
    if (cursor === undefined) {
      cursor = { local: this.code.local("i32"), start, steps };
      this.#locals.set(key, cursor);
    }
    return {
      cursor: cursor.local,
      offset: address + offset * bytes - start,
      stride: strides.at(-1) ?? 0,
    };
  }

  /** Sets all cursors to where the first turn has them. */
  start(): void {
    for (const { local, start } of this.#locals.values()) {
      this.code.i32(start).set(local);
    }
  }

  /**
   * Moves all cursors to the next turn of a loop.
   *
   * @param passed how many turns of the loop inside have moved them already.
   * @param turns how many turns to go on.
   */
  advance(loop: number, passed: number, turns = 1): void {
    for (const { local, steps } of this.#locals.values()) {
      const inside = passed === 0 ? 0 : passed * steps[loop + 1];
      advance(this.code, local, turns * steps[loop] - inside);
    }
  }
}
