import type { DType } from "../../dtypes.ts";
import type { Instruction } from "../wasm/opcodes.ts";
import type { Element, LaneCount, Lanes } from "../machines/lanes.ts";
import type { View } from "../compiled_form.ts";
import type { Node } from "../plan/nodes.ts";
import { weightOf } from "../plan/weight.ts";
import type { NestTask } from "../plan/tasks.ts";
import { takesVectors } from "./accumulators.ts";
import type { Nest } from "./nest.ts";

/** Up to so many operations, four vectors at once are faster than two. */
const few = 8;

/** The most bytes of code for one turn of a loop. */
const mostBytes = 8192;

/** How a loop is cut: so many turns of `count` elements, then a last one. */
export interface Cut {
  readonly turns: number;
  readonly count: LaneCount;
  /** How many elements are left, and in how many lanes they are computed. */
  readonly left: number;
  readonly last: LaneCount;
  /** About how many bytes of code a turn takes. */
  readonly bytes: number;
}

/**
 * How the innermost loop of a nest is cut: one by one where the order of
 * computation, or of elements in memory, does not allow more at once.
 *
 * Several vectors at once are faster, since one is computed while another
 * waits, until they are too many for the registers. What is left goes into a
 * last turn of as many vectors as it needs, of which some lanes are idle.
 */
export function cutOf({ extents, tasks }: Nest): Cut {
  const length = extents.at(-1) ?? 1;
  const nodes = tasks.flatMap(({ task: { node }, reads }) => [
    node,
    ...node.inputs,
    ...reads.map(({ node }) => node),
  ]);
  const able = extents.length > 0 &&
    tasks.every((task) =>
      writesEvenly(task, extents.length - 1) &&
      task.reads.every(({ node, at }) => readable(node, at))
    );
  const weight = tasks.reduce((sum, { task }) => sum + weightOf(task), 0);
  if (!able) {
    return { turns: length, count: 1, left: 0, last: 1, bytes: weight };
  }
  const dtypes = nodes.map(({ dtype }) => dtype);
  const doubles = dtypes.every((d) => d === "float64" || d === "bool");
  const width = dtypes.includes("float64") ? 2 : 4;
  const vectors = tasks.length <= few && weight * 4 <= mostBytes
    ? 4
    : weight * 2 <= mostBytes
    ? 2
    : 1;
  const counts: readonly LaneCount[] = doubles ? [2, 4, 8] : [4, 8, 12, 16];
  const count = counts.findLast((n) => n <= vectors * width) ?? counts[0];
  const turns = Math.floor(length / count);
  const left = length - turns * count;
  const last = counts.find((n) => n >= left)!;
  return { turns, count, left, last, bytes: weight * vectors };
}

/** Whether an access can be read by vectors, if need be lane by lane. */
function readable({ dtype }: Node, { strides }: View): boolean {
  const stride = strides.at(-1)!;
  return stride === 0 || stride === 1 || stride > 1 && dtype !== "bool";
}

function writesEvenly(task: NestTask, inmost: number): boolean {
  const even = task.writes.strides[inmost] === 1;
  return task.task.kind === "axis"
    ? takesVectors(task, inmost) && (task.loop === inmost || even)
    : even;
}

/** The same element in all lanes. */
export function spread(lanes: Lanes, dtype: DType, [one]: Element): Element {
  const { code } = lanes;
  const [all] = lanes.make(dtype, 1, () => {
    if (dtype === "bool") code.i32(0).get(one).op("i32.sub");
    else code.get(one);
    code.op(`${lanes.prefix(dtype)}.splat` as Instruction);
  });
  return Array(lanes.parts(dtype)).fill(all);
}
