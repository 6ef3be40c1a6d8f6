import { threefry2x32 } from "../random/threefry.ts";
import { formatShape, type Shape, stridesOf } from "../shapes.ts";
import type { FlatTree } from "../trees.ts";

/** A way to go from the parameters, and what to call it in messages. */
export interface Probe {
  readonly place: string;
  /** What to multiply a derivative along it by, to report it. */
  readonly unit: number;
  /** How far each element of each leaf goes; `undefined` for a leaf that stays. */
  readonly direction: readonly (Float64Array | undefined)[];
}

/** A step as long as the number it starts from, and at least 1. */
function reach(x: number): number {
  return Math.max(1, Math.abs(x));
}

/** One probe for each element of each leaf. */
export function* coordinateProbes(
  flat: FlatTree<unknown>,
  leaves: readonly Float64Array[],
): Generator<Probe> {
  for (const [i, { shape }] of flat.leaves.entries()) {
    for (const [j, x] of leaves[i].entries()) {
      const along = new Float64Array(leaves[i].length);
      along[j] = reach(x);
      yield {
        place: placeOf(flat.paths[i], shape, j),
        unit: 1 / along[j],
        direction: leaves.map((_, other) => other === i ? along : undefined),
      };
    }
  }
}

/** `.layers[0].weight[1, 2]`; for a scalar that has no name, `its parameter`. */
function placeOf(path: string, shape: Shape, position: number): string {
  const indices = stridesOf(shape).map((stride, axis) =>
    Math.floor(position / stride) % shape[axis]
  );
  const element = indices.length === 0 ? "" : formatShape(indices);
  return `${path}${element}` || "its parameter";
}

/**
 * Probes that change all elements at once, each by between half of its
 * {@link reach} and all of it, up or down.
 */
export function* randomProbes(
  leaves: readonly Float64Array[],
  count: number,
  seed: number,
): Generator<Probe> {
  for (let number = 0; number < count; number++) {
    let position = 0;
    const direction = leaves.map((leaf) =>
      leaf.map((x) => {
        const [word] = threefry2x32(seed, number, position++, 0);
        const share = word / 4294967296;
        return reach(x) * (share < 0.5 ? -0.5 - share : share);
      })
    );
    yield {
      place: `random direction ${number} (seed ${seed})`,
      unit: 1,
      direction,
    };
  }
}
