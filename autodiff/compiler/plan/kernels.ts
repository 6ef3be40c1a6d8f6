import { sizeOf } from "../../shapes.ts";
import { type Domain, sameView } from "./access.ts";
import type { Node } from "./nodes.ts";
import {
  type NestTask,
  placedIn,
  resultsOf,
  type Task,
  type Tasks,
} from "./tasks.ts";
import { weightOf } from "./weight.ts";

/** Tasks that one nest of loops computes, element by element. */
export interface Kernel {
  readonly domain: Domain;
  /** In the order in which they are computed. */
  readonly tasks: NestTask[];
  /** About how many bytes of code one turn takes. */
  weight: number;
}

/** The nodes that a kernel reads, those included that it makes itself. */
export function nodesRead({ tasks }: Pick<Kernel, "tasks">): Set<Node> {
  return new Set(tasks.flatMap(({ reads }) => reads.map(({ node }) => node)));
}

/** The nodes whose elements a kernel makes. */
export function nodesMade({ tasks }: Kernel): Set<Node> {
  return new Set(tasks.flatMap(({ task }) => resultsOf(task)));
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
    const alone = placedIn(task.domain, task, whole) as NestTask;
    for (const node of nodesRead({ tasks: [alone] })) {
      readers.set(node, [...readers.get(node) ?? [], task]);
    }
  }
  const homesOf = (nodes: readonly Node[]) =>
    nodes.flatMap((node) => readers.get(node) ?? [])
      .map((task) => home.get(task)!);
  for (const task of tasks.toReversed()) {
    const weight = weightOf(task);
    const consumers = homesOf(resultsOf(task));
    const feeds = ({ tasks }: Kernel) =>
      homesOf(tasks.map(({ task }) => task.node))
        .some((kernel) => consumers.includes(kernel));
    const first = Math.min(
      kernels.length,
      ...consumers.map((kernel) => kernels.indexOf(kernel)),
    );
    let place = first;
    let placed: NestTask | undefined;
    for (; place >= 0; place--) {
      const kernel = kernels[place];
      if (kernel === undefined || kernel.weight + weight > most) continue;
      placed = computedBy(kernel, task, whole);
      if (placed === undefined) continue;
      const joins = place === first
        ? passesOn(placed, kernel)
        : feeds(kernel) || gains(placed, kernel);
      if (joins) break;
    }
    if (place < 0) {
      kernels.splice(first, 0, { domain: task.domain, tasks: [], weight: 0 });
      place = first;
      placed = placedIn(task.domain, task, whole) as NestTask;
    }
    kernels[place].tasks.unshift(placed!);
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
    const own = nodesMade(kernel);
    const read = nodesRead(kernel);
    const before = [...read].filter((node) => !own.has(node));
    const last = Math.max(-1, ...before.map((node) => home.get(node) ?? -1));
    const into = result[last];
    const tasks = into !== undefined && into.weight + kernel.weight <= most
      ? kernel.tasks.flatMap(({ task }) => computedBy(into, task, whole) ?? [])
      : [];
    const joins = tasks.length === kernel.tasks.length &&
      into.tasks.every((made) =>
        !read.has(made.task.node) || passesOn(made, { ...into, tasks })
      );
    if (joins) {
      into.tasks.push(...tasks);
      into.weight += kernel.weight;
    } else result.push(kernel);
    const at = joins ? last : result.length - 1;
    for (const node of own) {
      home.set(node, Math.max(at, home.get(node) ?? 0));
    }
  }
  return result;
}

/** A task as the loops of a kernel compute it, if they can. */
function computedBy(
  { domain, tasks }: Kernel,
  task: Task,
  whole: ReadonlySet<Node>,
): NestTask | undefined {
  if (task.kind === "loops" || tasks[0].task.kind === "loops") return undefined;
  const { extents, at } = task.domain;
  const same = extents.length === domain.extents.length &&
    extents.every((length, i) => length === domain.extents[i]) &&
    sameView(at, domain.at);
  const size = sizeOf(domain.extents);
  if (!same && (task.kind !== "element" || task.node.size !== size)) {
    return undefined;
  }
  const placed = placedIn(domain, task, whole);
  return "obstacle" in placed ? undefined : placed;
}

/** Whether a kernel reads of a task's result what the same turn computes. */
function passesOn(
  { task: { node, kind } }: NestTask,
  { domain, tasks }: Kernel,
): boolean {
  const accesses = tasks.flatMap(({ reads }) => reads);
  return kind === "element" &&
    accesses.every((access) =>
      access.node !== node || sameView(access.at, domain.at)
    );
}

/** Whether a task gains from a place in a kernel that doesn't read it. */
function gains({ task, reads }: NestTask, kernel: Kernel): boolean {
  if (task.node.size <= small) return true;
  const near = nodesRead(kernel);
  return reads.some(({ node }) => node.size > 1 && near.has(node));
}
