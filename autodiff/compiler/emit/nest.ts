import { type Shape, stridesOf } from "../../shapes.ts";
import type { CompiledForm, View } from "../compiled_form.ts";
import { type Access, type Extents, sameView } from "../plan/access.ts";
import type { Kernel } from "../plan/kernels.ts";
import type { Node } from "../plan/nodes.ts";
import { loopAxes } from "../plan/domain.ts";
import { accessesOf, axisOf, type Task } from "../plan/tasks.ts";

/** A task with what it reads and where its result goes, loop by loop. */
export interface NestTask {
  readonly task: Task;
  readonly reads: readonly Access[];
  readonly writes: View;
  /** For what runs along an axis: the loop that does; -1 where it has none. */
  readonly loop?: number;
}

/** A kernel's loops, as few as its reads and writes allow. */
export interface Nest {
  readonly extents: Extents;
  readonly tasks: readonly NestTask[];
}

/** The loop nest of a kernel. */
export function nestOf(
  { domain, tasks }: Kernel,
  whole: ReadonlySet<Node>,
): Nest {
  const all = tasks.map((task): NestTask => ({
    task,
    reads: accessesOf(task, domain, whole) as readonly Access[],
    writes: writesOf(task, domain.at),
    loop: loopOf(task),
  }));
  const nest = { extents: domain.extents, tasks: all };
  return collapse(nest);
}

/** Where the turns of the loops put the elements of a task's result. */
function writesOf(task: Task, at: View): View {
  const { node, part } = task;
  const form = node.application?.form as CompiledForm<unknown>;
  if (task.kind === "placement" && form.kind === "placement") {
    const { attributes } = node.application!;
    const { offset, strides } = form.place(
      node.inputs,
      part,
      attributes,
      node.shape,
    );
    const axes = loopAxes(node.inputs[part].shape);
    return { offset, strides: axes.map((axis) => strides[axis]) };
  }
  if (task.kind === "axis" && form.kind === "axis" && form.along !== "cumsum") {
    const axis = axisOf(node);
    const strides = stridesOf(node.shape);
    const axes = axesOf(task, node.inputs[0].shape);
    return {
      offset: 0,
      strides: axes.map((other) => other === axis ? 0 : strides[other]),
    };
  }
  return at;
}

function axesOf({ node }: Task, shape: Shape): number[] {
  const form = node.application!.form;
  const inmost = form.kind === "axis" &&
    (form.along === "argmax" || form.along === "cumsum");
  return loopAxes(shape, inmost ? axisOf(node) : undefined);
}

function loopOf(task: Task): number | undefined {
  return task.kind === "axis"
    ? axesOf(task, task.node.inputs[0].shape).indexOf(axisOf(task.node))
    : undefined;
}

/** Makes one loop of two where every read and write goes on evenly. */
function collapse(nest: Nest): Nest {
  const { extents, tasks } = nest;
  const views = tasks.flatMap(({ reads, writes }) => [
    writes,
    ...reads.map(({ at }) => at),
  ]);
  const at = extents.findIndex((_, i) =>
    i + 1 < extents.length && extents[i + 1] > 0 &&
    views.every(({ strides }) =>
      strides[i] === strides[i + 1] * extents[i + 1]
    ) &&
    tasks.every(({ loop }) => loop !== i && loop !== i + 1)
  );
  if (at < 0) return nest;
  const drop = <T>(list: readonly T[]) => list.filter((_, i) => i !== at);
  const view = ({ offset, strides }: View) => ({
    offset,
    strides: drop(strides),
  });
  return collapse({
    extents: drop(extents).map((length, i) =>
      i === at ? length * extents[at] : length
    ),
    tasks: tasks.map(({ task, reads, writes, loop }) => ({
      task,
      reads: reads.map(({ node, at }) => ({ node, at: view(at) })),
      writes: view(writes),
      loop: loop !== undefined && loop > at ? loop - 1 : loop,
    })),
  });
}

/** Whether two accesses are of the same element in every turn. */
export function sameAccess(a: Access, b: Access): boolean {
  return a.node === b.node && sameView(a.at, b.at);
}
