/** Enclosures of loops. */
import type { Program } from "../../../../autodiff/program.ts";
import type { ScanSpec } from "../../../../autodiff/scan/scan_spec.ts";
import { sizeOf } from "../../../../autodiff/shapes.ts";
import { type Enclosure, unknown } from "./enclosure.ts";

const fields = ["low", "high", "origin"] as const;

/**
 * Encloses all results of a scan: the last carries, the records of all turns,
 * the carries that each turn began with.
 *
 * @param run encloses the outputs of a turn.
 */
export function encloseScan(
  spec: ScanSpec,
  inputs: readonly Enclosure[],
  run: (body: Program, inputs: readonly Enclosure[]) => Enclosure[],
): Enclosure[] {
  const { body, length, reverse } = spec;
  const { constants, carries, xs } = spec.split(inputs);
  const stacks = spec.results.slice(carries.length)
    .map(({ shape }) => unknown(sizeOf(shape)));
  let carry = carries;
  for (let turn = 0; turn < length; turn++) {
    const at = reverse ? length - 1 - turn : turn;
    const slices = xs.map((x) => sliceOf(x, at, length));
    const outputs = run(body, [...constants, ...carry, ...slices]);
    [...outputs.slice(carries.length), ...carry].forEach((made, i) => {
      for (const field of fields) {
        stacks[i][field].set(made[field], at * made[field].length);
      }
    });
    carry = outputs.slice(0, carries.length);
  }
  return [...carry, ...stacks];
}

function sliceOf(all: Enclosure, at: number, length: number): Enclosure {
  const size = all.low.length / length;
  const [low, high, origin] = fields.map((field) =>
    all[field].slice(at * size, (at + 1) * size)
  );
  return { low, high, origin };
}
