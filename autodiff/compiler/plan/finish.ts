import { sameView } from "./access.ts";
import { type Kernel, nodesRead } from "./kernels.ts";
import type { Node } from "./nodes.ts";
import { type NestTask, placedIn } from "./tasks.ts";

/** The most bytes of code for what is done with an element of a product. */
const most = 256;

/**
 * The kernels, of which those that make elements from a product, and do little
 * with each, are joined with it: it does their work as it writes them.
 */
export function finished(
  kernels: readonly Kernel[],
  whole: ReadonlySet<Node>,
): Kernel[] {
  const result = [...kernels];
  for (const kernel of kernels) {
    const [product] = kernel.tasks;
    if (product.task.node.application?.form.kind !== "product") continue;
    const from = result.indexOf(kernel);
    const at = result.findIndex((other, i) =>
      i > from && nodesRead(other).has(product.task.node)
    );
    const tasks = at < 0 ? undefined : finishOf(result[at], product, whole);
    if (tasks === undefined) continue;
    result[at] = { ...result[at], domain: kernel.domain, tasks };
    result.splice(from, 1);
  }
  return result;
}

/**
 * A product with the tasks of a kernel, if these can be done with neighbouring
 * elements of it at a time: they read what lies at the same place, what is the
 * same in all rows, or a single element, and all has the product's dtype.
 */
function finishOf(
  { tasks, weight }: Kernel,
  product: NestTask,
  whole: ReadonlySet<Node>,
): NestTask[] | undefined {
  const { node: { dtype, size, shape }, domain } = product.task;
  if (shape.length !== 2 || shape.some((length) => length < 2)) return;
  if (weight > most) return;
  const all = [product];
  for (const { task } of tasks) {
    const { node, kind } = task;
    if (kind !== "element" || node.dtype !== dtype || node.size !== size) {
      return;
    }
    const placed = placedIn(domain, task, whole);
    if ("obstacle" in placed) return;
    const fits = placed.reads.every(({ node, at }) => {
      if (all.some(({ task }) => task.node === node)) {
        return sameView(at, domain.at);
      }
      const [row, column] = at.strides;
      return node.dtype === dtype &&
        (column === 1 && (row === 0 || row === shape[1]) ||
          column === 0 && row === 0);
    });
    if (!fits) return;
    all.push(placed);
  }
  return all;
}
