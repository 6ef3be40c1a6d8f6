import type { View } from "../compiled_form.ts";
import type { Kernel } from "../plan/kernels.ts";
import type { NestTask } from "../plan/tasks.ts";

/** A kernel's loops, as few as its reads and writes allow. */
export interface Nest {
  readonly extents: readonly number[];
  readonly tasks: readonly NestTask[];
}

/** The loop nest of a kernel. */
export function nestOf({ domain: { extents }, tasks }: Kernel): Nest {
  return collapse({ extents, tasks });
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
    tasks: tasks.map((each) => ({
      ...seenFrom(each, view),
      loop: each.loop !== undefined && each.loop > at
        ? each.loop - 1
        : each.loop,
    })),
  });
}

/** A task in other loops, from which what it reads and writes is seen so. */
export function seenFrom(task: NestTask, view: (at: View) => View): NestTask {
  const reads = task.reads.map(({ node, at }) => ({ node, at: view(at) }));
  return { ...task, reads, writes: view(task.writes) };
}
