import { checkOptionNames } from "./check_names.ts";
import type { Value } from "./graph.ts";
import { moveAxes } from "./operations/kinds/move_axes.ts";
import { runBatched, traceProgram } from "./program.ts";
import { formatShape, normalizeAxis } from "./shapes.ts";
import { type Tensor, wrap } from "./tensor.ts";
import { callTraced } from "./transform.ts";
import { flattenTree, type FlatTree, type TreeOf } from "./trees.ts";

/** Which arguments hold many instances. */
export interface VmapOptions {
  /**
   * For each argument the axis that its instances lie along, or `null` for one
   * that all instances share; they share an argument without an entry too.
   * Default: axis 0 of every argument.
   */
  readonly axes?: readonly (number | null)[];
}

/**
 * A function of one instance made into a function of many.
 *
 * The instances lie along one axis of each tensor in the mapped arguments.
 * Each gets the bits that it would get alone. Like {@linkcode grad}, it traces
 * `f` at each call, once for all instances.
 *
 * @param f a function of trees of tensors; returns a tree of tensors.
 * @param options which arguments hold many instances, and along which axis.
 * @returns a function of the same arguments with the axis of instances added;
 * its result has that axis in front.
 * @throws {TypeError} if the mapped arguments differ in the number of
 * instances, if none is mapped, or `f` is async.
 * @throws {RangeError} for an axis that a tensor does not have.
 *
 * @example
 * ```ts
 * import { tensor, vmap } from "@descent/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const dots = vmap((a, b) => a.mul(b).sum());
 * const [a, b] = [tensor([[1, 2], [3, 4]]), tensor([[1, 1], [10, 10]])];
 * assertEquals(dots(a, b).toArray(), [3, 70]);
 *
 * const withOne = vmap((a, b) => a.mul(b).sum(), { axes: [0, null] });
 * assertEquals(withOne(a, tensor([1, 1])).toArray(), [3, 7]);
 * ```
 */
export function vmap<
  A extends unknown[] = Tensor[],
  R extends Tensor | TreeOf<R> = Tensor,
>(f: (...args: A) => R, options: VmapOptions = {}): (...args: A) => R {
  checkOptionNames("vmap", options, ["axes"]);
  return (...args) => {
    const axes = axesOf(options, args.length);
    const flats = args.map((arg, i) =>
      axes[i] === null ? undefined : flattenTree("vmap", arg)
    );
    const values = flats.flatMap((flat, i) =>
      flat?.values.map((value) => {
        const axis = normalizeAxis("vmap", axes[i]!, value.shape.length);
        return moveAxes(value, axis, 1, 0);
      }) ?? []
    );
    const size = instancesOf(values);
    const types = values.map(({ shape, dtype }) => ({
      shape: shape.slice(1),
      dtype,
    }));
    let result!: FlatTree<R>;
    const program = traceProgram("vmap", types, (inputs) => {
      const traced = inputs.map(wrap);
      const instance = flats.map((flat, i) =>
        flat === undefined
          ? args[i]
          : flat.rebuild(traced.splice(0, flat.leaves.length))
      );
      result = flattenTree(
        "vmap",
        callTraced("vmap", f, ...instance as A),
      );
      return result.values;
    });
    return result.rebuild(runBatched(program, values, size).map(wrap));
  };
}

function axesOf(
  { axes }: VmapOptions,
  count: number,
): readonly (number | null)[] {
  if (axes === undefined) return new Array<number>(count).fill(0);
  if (!Array.isArray(axes) || axes.length > count) {
    throw new TypeError(
      `Cannot vmap: axes must be an array of an axis or null for each of the ` +
        `${count} arguments, current value is ${JSON.stringify(axes)}`,
    );
  }
  return Array.from({ length: count }, (_, i) => axes[i] ?? null);
}

function instancesOf(values: readonly Value[]): number {
  if (values.length === 0) {
    throw new TypeError(
      "Cannot vmap: at least one argument with a tensor must be mapped, there " +
        "is none, or their axes are null",
    );
  }
  const size = values[0].shape[0];
  const other = values.find(({ shape }) => shape[0] !== size);
  if (other !== undefined) {
    throw new TypeError(
      `Cannot vmap: all mapped arguments must have as many instances; found ` +
        `${size} and ${other.shape[0]} (shapes ` +
        `${formatShape(values[0].shape)} and ${formatShape(other.shape)}, ` +
        `instances in front)`,
    );
  }
  return size;
}
