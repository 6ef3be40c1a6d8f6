import { isFloat } from "../../dtypes.ts";
import type { Element, LaneCount, Lanes } from "../machines/lanes.ts";
import { loadElement } from "../machines/memory.ts";
import type { View } from "../compiled_form.ts";
import type { Node } from "../plan/nodes.ts";
import { axisOf } from "../plan/tasks.ts";
import { weightOf } from "../plan/weight.ts";
import type { Place } from "./cursors.ts";
import { layouts } from "./elements.ts";
import type { Nest, NestTask } from "./nest.ts";

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

function writesEvenly(
  { task: { node, kind }, writes, loop }: NestTask,
  inmost: number,
): boolean {
  const stride = writes.strides[inmost];
  if (kind !== "axis") return stride === 1;
  const form = node.application!.form;
  const along = form.kind === "axis" ? form.along : "cumsum";
  const [{ dtype, shape }] = node.inputs;
  if (!isFloat(dtype) || along === "argmax" || along === "cumsum") return false;
  if (loop === -1) return false;
  if (loop !== inmost) return stride === 1;
  return along === "max" || along === "min" ||
    along === "sum" && axisOf(node) === shape.length - 1;
}

/** The same element in all lanes. */
export function spread(
  lanes: Lanes,
  { node: { dtype } }: { readonly node: Node },
  one: Element,
): Element {
  const { code } = lanes;
  const [all] = lanes.make(dtype, 1, () => {
    if (dtype === "bool") code.i32(0);
    code.get(one[0]);
    if (dtype === "float64") return code.op("f64x2.splat");
    if (dtype === "float32") return code.op("f32x4.splat");
    if (dtype === "bool") code.op("i32.sub");
    code.op("i32x4.splat");
  });
  return Array(lanes.parts(dtype)).fill(all);
}

/**
 * Reads as many elements as there are lanes, `stride` elements apart.
 *
 * @param live how many of them there are.
 */
export function loadLanes(
  lanes: Lanes,
  { dtype }: Node,
  { cursor, offset }: Place,
  stride: number,
  live: number = lanes.count,
): Element {
  if (lanes.count === 1 || stride === 1) {
    return loadElement(lanes, dtype, cursor, offset);
  }
  const { code } = lanes;
  const { bytes } = layouts[dtype];
  const width = 16 / bytes;
  return lanes.make(dtype, lanes.parts(dtype), (part) => {
    const vector = lanes.locals.take("v128");
    const at = (lane: number) =>
      offset + Math.min(part * width + lane, live - 1) * stride * bytes;
    code.get(cursor);
    code.memory(
      width === 2 ? "v128.load64_zero" : "v128.load32_zero",
      at(0),
    );
    for (let lane = 1; lane < Math.min(width, live - part * width); lane++) {
      code.set(vector);
      code.get(cursor);
      code.get(vector);
      code.memoryLane(
        width === 2 ? "v128.load64_lane" : "v128.load32_lane",
        lane,
        at(lane),
      );
    }
    lanes.locals.release([vector]);
  });
}
