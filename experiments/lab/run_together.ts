import {
  stack,
  type Tensor,
  tensor,
  valueAndGrad,
  vmap,
} from "../../autodiff/mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import type { OptimizerState, Slot } from "../../optimizers/mod.ts";
import type { Instance } from "../problems/problem.ts";
import { makeRecord, plannedSteps } from "./make_record.ts";
import { instanceOf } from "./run_trial.ts";
import type { Study } from "./study.ts";
import type { Cell, CurvePoint, TrialRecord } from "./trial.ts";

/** One of the trials that are run together. */
interface Lane {
  readonly cell: Cell;
  readonly instance: Instance<Tensor>;
  readonly points: CurvePoint[];
  /** The parameters at the end, from then on. */
  params?: Tensor;
  diverged: boolean;
}

/** Where all lanes stand, an axis of lanes in front of each tensor. */
interface State {
  readonly params: Tensor;
  readonly state: OptimizerState<Tensor, Slot>;
}

/** One step of all lanes. */
interface Stepped {
  /** The losses before the step: of a batch, where there are batches. */
  readonly value: Tensor;
  /** Where the lanes stand after it. */
  readonly next: State;
}

/**
 * Runs trials of one problem, whose loss is the same for all seeds, with one
 * optimizer: they differ in hyperparameters, start and batches. Each gets the
 * record that it would get alone, bit for bit. A trial that has diverged takes
 * the steps of the others without a trace.
 */
export function runTogether(
  study: Study,
  cells: readonly Cell[],
): TrialRecord[] {
  const lanes = lanesOf(study, cells);
  const { instance, cell: { optimizer } } = lanes[0];
  const { loss, batches } = instance;
  const hyperparameters = Object.fromEntries(
    Object.keys(cells[0].hyperparameters).map((name) => [
      name,
      tensor(cells.map((cell) => cell.hyperparameters[name])),
    ]),
  );
  const lossAndGrad = valueAndGrad<Tensor, Tensor[]>((params, ...batch) =>
    batches === undefined ? loss(params) : batches.loss(params, batch[0])
  );
  type Point = Readonly<Record<string, Tensor>>;
  const start = vmap<[Point, Tensor], State>((point, params) => {
    const state = optimizer.create(point).init(params);
    return { params, state };
  });
  const step = vmap<[Point, State, ...Tensor[]], Stepped>(
    (point, { params, state }, ...batch) => {
      const { value, grad } = lossAndGrad(params, ...batch);
      const made = optimizer.create(point);
      return { value, next: made.update(grad, state, params) };
    },
  );
  const wholeLoss = vmap<[Tensor], Tensor>((params) => loss(params));

  const planned = plannedSteps(study);
  let at = start(hyperparameters, stackTrees(lanes, (l) => l.instance.start));
  for (
    let taken = 0;
    lanes.some((lane) => lane.params === undefined);
    taken++
  ) {
    const batch = batches === undefined ? [] : [
      stack(lanes.map((lane) => lane.instance.batches!.at(taken + 1))),
    ];
    const { value, next } = step(hyperparameters, at, ...batch);
    const values = value.toTypedArray();
    const finite = finiteLanes(at.params, values);
    const last = taken === study.steps;
    const ends = (lane: Lane, i: number) =>
      lane.params === undefined && (last || !finite[i]);
    const recorded = batches === undefined || planned.has(taken);
    const losses = batches !== undefined && (recorded || lanes.some(ends))
      ? wholeLoss(at.params).toTypedArray()
      : values;
    lanes.forEach((lane, i) => {
      if (lane.params !== undefined) return;
      const end = ends(lane, i);
      if (recorded || end) lane.points.push({ step: taken, loss: losses[i] });
      if (!end) return;
      lane.diverged = !finite[i];
      lane.params = laneOf(at.params, i);
    });
    at = next;
  }
  return lanes.map(({ cell, instance, points, params, diverged }) =>
    makeRecord(study, cell, instance, {
      points,
      diverged,
      params: params!,
    })
  );
}

/** The trials before their first step, an instance for each seed. */
function lanesOf(study: Study, cells: readonly Cell[]): Lane[] {
  const instances = new Map<number, Instance<Tensor>>();
  return cells.map((cell) => {
    const { problem, seed } = cell;
    const instance = instances.get(seed) ?? instanceOf(study, problem, seed);
    instances.set(seed, instance);
    return { cell, instance, points: [], diverged: false };
  });
}

/** The trees of all lanes as one, each leaf with the axis of lanes in front. */
function stackTrees(
  lanes: readonly Lane[],
  treeOf: (lane: Lane) => Tensor,
): Tensor {
  const flats = lanes.map((lane) => flattenTree("runTogether", treeOf(lane)));
  return flats[0].rebuild(
    flats[0].leaves.map((_, leaf) => stack(flats.map((f) => f.leaves[leaf]))),
  );
}

/** One lane of a tree. */
function laneOf(tree: Tensor, lane: number): Tensor {
  const flat = flattenTree("runTogether", tree);
  const index = tensor(lane, "int32");
  return flat.rebuild(flat.leaves.map((leaf) => leaf.take(index)));
}

/** Of each lane whether its loss and all its parameters are finite. */
function finiteLanes(
  params: Tensor,
  losses: ArrayLike<number>,
): boolean[] {
  const leaves = flattenTree("runTogether", params).leaves.map((leaf) =>
    leaf.toTypedArray()
  );
  return Array.from(
    losses,
    (loss, lane) =>
      Number.isFinite(loss) && leaves.every((data) => {
        const size = data.length / losses.length;
        for (let i = lane * size; i < (lane + 1) * size; i++) {
          if (!Number.isFinite(data[i])) return false;
        }
        return true;
      }),
  );
}
