import type { TensorType, Value } from "../graph.ts";
import type { Program } from "../program.ts";

let made = 0;

/** What a scan runs, and how often. */
export class ScanSpec {
  readonly #id = made++;
  /** How many tensors a turn records. */
  readonly records: number;

  constructor(
    /**
     * One turn. Inputs: the constants, the carries, a slice of each of what is
     * gone through. Outputs: the next carries, the records.
     */
    readonly body: Program,
    /** How many inputs are the same in all turns. */
    readonly constants: number,
    /** How many inputs go on from turn to turn. */
    readonly carries: number,
    /** How many turns there are. */
    readonly length: number,
    /** Whether turns run from the last slice to the first. */
    readonly reverse: boolean,
  ) {
    this.records = body.outputs.length - carries;
  }

  /** Inputs of the scan, or of a turn, by what they are. */
  split<T>(inputs: readonly T[]): Record<"constants" | "carries" | "xs", T[]> {
    const { constants, carries } = this;
    return {
      constants: inputs.slice(0, constants),
      carries: inputs.slice(constants, constants + carries),
      xs: inputs.slice(constants + carries),
    };
  }

  /**
   * The types of the results: the last carries, the records of all turns, the
   * carries that each turn began with.
   */
  get results(): readonly ScanResult[] {
    const carries = this.split(this.body.inputs).carries;
    const records = this.body.outputs.slice(this.carries);
    const stacked = ({ shape, dtype }: Value) => ({
      shape: [this.length, ...shape],
      dtype,
      weak: false,
      stacked: true,
    });
    const last = ({ shape, dtype, weak }: Value) => (
      { shape, dtype, weak, stacked: false }
    );
    return [
      ...carries.map(last),
      ...records.map(stacked),
      ...carries.map(stacked),
    ];
  }

  /**
   * Of the inputs of a turn those that some of them have a say in, by way of
   * carries, whatever the number of turns.
   */
  reached(inputs: readonly boolean[]): boolean[] {
    const { body, constants, carries } = this;
    const flags = [...inputs];
    for (let grown = true; grown;) {
      grown = false;
      const reached = new Set(body.inputs.filter((_, i) => flags[i]));
      for (const step of body.steps) {
        if (step.application!.inputs.some((input) => reached.has(input))) {
          reached.add(step);
        }
      }
      for (let i = 0; i < carries; i++) {
        if (flags[constants + i] || !reached.has(body.outputs[i])) continue;
        flags[constants + i] = grown = true;
      }
    }
    return flags;
  }

  /** Which inputs a turn uses; the carries count as used. */
  used(): boolean[] {
    const { inputs, outputs, steps } = this.body;
    const used = new Set(outputs);
    for (const { application } of steps) {
      for (const input of application!.inputs) used.add(input);
    }
    const { constants, carries } = this;
    return inputs.map((input, i) =>
      i >= constants && i < constants + carries || used.has(input)
    );
  }

  /** The same scan with some of the inputs alone. */
  only(kept: readonly boolean[]): ScanSpec {
    const inputs = this.body.inputs.filter((_, i) => kept[i]);
    const constants = kept.slice(0, this.constants).filter(Boolean).length;
    const { body, carries, length, reverse } = this;
    return new ScanSpec(
      { ...body, inputs },
      constants,
      carries,
      length,
      reverse,
    );
  }

  /** Tells scans apart where attributes are compared as text. */
  toJSON(): number {
    return this.#id;
  }
}

/** The type of one result of a scan. */
export interface ScanResult extends TensorType {
  /** Whether it has an axis of turns in front. */
  readonly stacked: boolean;
}
