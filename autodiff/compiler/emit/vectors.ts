import { isFloat } from "../../dtypes.ts";
import type { Element, LaneCount, Lanes } from "../machines/lanes.ts";
import { loadElement } from "../machines/memory.ts";
import type { View } from "../compiled_form.ts";
import type { Node } from "../plan/nodes.ts";
import { axisOf } from "../plan/tasks.ts";
import type { Place } from "./cursors.ts";
import { layouts } from "./elements.ts";
import type { Nest, NestTask } from "./nest.ts";

/**
 * How many elements the innermost loop computes at once: as many as suit its
 * length; 1 where the order of computation or of elements in memory does not
 * allow more.
 */
export function lanesFor({ extents, tasks }: Nest): LaneCount {
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
  if (!able) return 1;
  const dtypes = nodes.map(({ dtype }) => dtype);
  const doubles = dtypes.every((d) => d === "float64" || d === "bool");
  const width = dtypes.includes("float64") ? 2 : 4;
  const most = width * (tasks.length > 16 ? 1 : 2);
  return best(extents[extents.length - 1], width, [
    1,
    ...doubles ? [2 as const] : [],
    4,
    ...most >= 8 ? [8 as const] : [],
  ]);
}

/**
 * The number of lanes with the least cost: so many vectors, and what is left,
 * one by one. Several vectors at once are cheaper, since one is computed while
 * another waits.
 */
function best(
  length: number,
  width: number,
  counts: readonly LaneCount[],
): LaneCount {
  const cost = (count: LaneCount) => {
    const left = count === 1 ? length : length % count;
    return (length - left) / width * (count > width ? 0.85 : 1) + left;
  };
  return counts.reduce((a, b) => b <= length && cost(b) <= cost(a) ? b : a);
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
export function spread(lanes: Lanes, { dtype }: Node, one: Element): Element {
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

/** Reads as many elements as there are lanes, `stride` elements apart. */
export function loadLanes(
  lanes: Lanes,
  { dtype }: Node,
  { cursor, offset }: Place,
  stride: number,
): Element {
  if (lanes.count === 1 || stride === 1) {
    return loadElement(lanes, dtype, cursor, offset);
  }
  const { code } = lanes;
  const { bytes } = layouts[dtype];
  const width = 16 / bytes;
  return lanes.make(dtype, lanes.parts(dtype), (part) => {
    for (let lane = 0; lane < width; lane++) {
      const at = offset + (part * width + lane) * stride * bytes;
      if (lane > 0) {
        const local = code.local("v128");
        code.set(local);
        code.get(cursor);
        code.get(local);
        code.memoryLane(
          width === 2 ? "v128.load64_lane" : "v128.load32_lane",
          lane,
          at,
        );
      } else {
        code.get(cursor);
        code.memory(width === 2 ? "v128.load64_zero" : "v128.load32_zero", at);
      }
    }
  });
}
