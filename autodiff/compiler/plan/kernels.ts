import { type Access, sameView } from "./access.ts";
import type { Node } from "./nodes.ts";
import { weightOf } from "./weight.ts";
import type { Domain } from "./domain.ts";
import { accessesOf, resultsOf, type Task, type Tasks } from "./tasks.ts";

/** Tasks that one nest of loops computes, element by element. */
export interface Kernel {
  readonly domain: Domain;
  /** In the order in which they are computed. */
  readonly tasks: Task[];
  /** About how many bytes of code one turn takes. */
  weight: number;
}

/**
 * The most bytes of code for one turn of a kernel, so that no function grows
 * too large: engines take long to make large functions fast.
 */
const most = 8192;

/** Kernels up to this size take any task that they can: calls cost more. */
const small = 16;

/**
 * Joins tasks into kernels, in the order in which they run.
 *
 * Tasks are placed from the last to the first: one that makes elements goes
 * into the kernel of the first that reads them, so that they need no memory
 * in between; else one beside others that read the same, or are read together
 * with it.
 */
export function kernelsOf({ tasks, whole }: Tasks): Kernel[] {
  const kernels: Kernel[] = [];
  const home = new Map<Task, Kernel>();
  const readers = new Map<Node, Task[]>();
  for (const task of tasks) {
    const accesses = accessesOf(task, task.domain, whole) as Access[];
    for (const node of new Set(accesses.map(({ node }) => node))) {
      readers.set(node, [...readers.get(node) ?? [], task]);
    }
  }
  for (const task of tasks.toReversed()) {
    const weight = weightOf(task);
    const fits = (kernel: Kernel | undefined) =>
      kernel !== undefined && kernel.weight + weight <= most &&
      canCompute(kernel, task, whole);
    const consumers = resultsOf(task)
      .flatMap((node) => readers.get(node) ?? [])
      .map((t) => home.get(t)!);
    const feeds = (kernel: Kernel) =>
      kernel.tasks.some(({ node }) =>
        readers.get(node)?.some((t) => consumers.includes(home.get(t)!))
      );
    const first = Math.min(
      kernels.length,
      ...consumers.map((kernel) => kernels.indexOf(kernel)),
    );
    let place = fits(kernels[first]) && passesOn(task, kernels[first], whole)
      ? first
      : first - 1;
    while (
      place >= 0 && place < first &&
      !(fits(kernels[place]) &&
        (feeds(kernels[place]) || gains(task, kernels[place], whole)))
    ) {
      place--;
    }
    if (place < 0) {
      kernels.splice(first, 0, { domain: task.domain, tasks: [], weight: 0 });
      place = first;
    }
    kernels[place].tasks.unshift(task);
    kernels[place].weight += weight;
    home.set(task, kernels[place]);
  }
  return merged(kernels, whole);
}

/**
 * Joins a kernel with the one before it that computes the last of what it
 * reads, where one nest of loops can do both.
 */
function merged(
  kernels: readonly Kernel[],
  whole: ReadonlySet<Node>,
): Kernel[] {
  const result: Kernel[] = [];
  const home = new Map<Node, number>();
  for (const kernel of kernels) {
    const reads = kernel.tasks.flatMap((task) =>
      accessesOf(task, kernel.domain, whole) as readonly Access[]
    );
    const own = new Set(kernel.tasks.flatMap(resultsOf));
    const last = Math.max(
      -1,
      ...reads.filter(({ node }) => !own.has(node))
        .map(({ node }) => home.get(node) ?? -1),
    );
    const into = result[last];
    const joins = into !== undefined &&
      into.weight + kernel.weight <= most &&
      kernel.tasks.every((task) => canCompute(into, task, whole)) &&
      into.tasks.every((task) => {
        const joined = { ...kernel, domain: into.domain };
        return !reads.some(({ node }) => node === task.node) ||
          passesOn(task, joined, whole);
      });
    if (joins) {
      into.tasks.push(...kernel.tasks);
      into.weight += kernel.weight;
    } else result.push(kernel);
    const at = joins ? last : result.length - 1;
    for (const node of own) {
      home.set(node, Math.max(at, home.get(node) ?? 0));
    }
  }
  return result;
}

/** Whether the loops of a kernel can compute a task. */
function canCompute(
  kernel: Kernel,
  task: Task,
  whole: ReadonlySet<Node>,
): boolean {
  if (task.kind === "loops" || kernel.tasks[0].kind === "loops") return false;
  const { extents, at } = task.domain;
  const same = extents.length === kernel.domain.extents.length &&
    extents.every((length, i) => length === kernel.domain.extents[i]) &&
    sameView(at, kernel.domain.at);
  if (!same && (task.kind !== "element" || !sameSize(task, kernel))) {
    return false;
  }
  return Array.isArray(accessesOf(task, kernel.domain, whole));
}

function sameSize(task: Task, { domain: { extents } }: Kernel): boolean {
  return task.node.size === extents.reduce((size, length) => size * length, 1);
}

/** Whether a kernel reads of a task's result what the same turn computes. */
function passesOn(
  task: Task,
  { domain, tasks }: Kernel,
  whole: ReadonlySet<Node>,
): boolean {
  return task.kind === "element" &&
    tasks.every((reader) =>
      (accessesOf(reader, domain, whole) as readonly Access[]).every((
        { node, at },
      ) => node !== task.node || sameView(at, domain.at))
    );
}

/** Whether a task gains from a place in a kernel that doesn't read it. */
function gains(
  task: Task,
  kernel: Kernel,
  whole: ReadonlySet<Node>,
): boolean {
  if (task.node.size <= small) return true;
  const near = new Set(
    kernel.tasks.flatMap((other) =>
      (accessesOf(other, kernel.domain, whole) as readonly Access[])
        .map(({ node }) => node)
    ),
  );
  return (accessesOf(task, kernel.domain, whole) as readonly Access[])
    .some(({ node }) => node.size > 1 && near.has(node));
}
