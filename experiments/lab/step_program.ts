import { compile } from "../../autodiff/compile.ts";
import {
  isFinite,
  type Tensor,
  tensor,
  valueAndGrad,
  vmap,
  where,
} from "../../autodiff/mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import type { OptimizerState, Slot } from "../../optimizers/mod.ts";
import type { Instance } from "../problems/problem.ts";
import type { Contestant } from "./study.ts";

/** A scalar for each hyperparameter that the trials give. */
type Point = Readonly<Record<string, Tensor>>;

/** Where trials stand: an axis of trials in front of each tensor. */
export interface Standing {
  /** The parameters; of a trial that has ended those at its end. */
  readonly params: Tensor;
  /** What the optimizer keeps. */
  readonly state: OptimizerState<Tensor, Slot>;
  /** Of each trial whether it goes on: bool. */
  readonly runs: Tensor;
}

/** What a step tells. */
interface Told {
  /** The loss before the step: of a batch, where there are batches. */
  readonly loss: Tensor;
  /** Where the trials stand after it. */
  readonly next: Standing;
}

/** Some steps of all trials. */
export interface Stretch {
  /** For each step the losses of the trials before it. */
  readonly losses: readonly ArrayLike<number>[];
  /** For each step which trials went on after looking at that loss. */
  readonly runs: readonly ArrayLike<number>[];
  /** Where the trials stand after the last of the steps. */
  readonly next: Standing;
}

/**
 * The steps of trials of one problem, whose loss is the same for all of them,
 * with one optimizer, as programs that many trials run in together. What tells
 * trials apart is an input: hyperparameters, starts and batches.
 */
export class StepProgram implements Disposable {
  readonly #start: (point: Point, params: Tensor) => Standing;
  readonly #step;
  readonly #loss;
  readonly #metrics;

  /**
   * @param instance the problem of any of the trials.
   * @param optimizer what minimises it.
   */
  constructor(
    { loss, batches, metrics }: Instance<Tensor>,
    optimizer: Contestant,
  ) {
    const lossAndGrad = valueAndGrad<Tensor, Tensor[]>((params, ...batch) =>
      batches === undefined ? loss(params) : batches.loss(params, batch[0])
    );
    this.#start = vmap<[Point, Tensor], Standing>((point, params) => ({
      params,
      state: optimizer.create(point).init(params),
      runs: tensor(true),
    }));
    this.#step = compile<[Point, Standing, ...Tensor[]], Told>(
      vmap((point, { params, state, runs }, ...batch) => {
        const { value, grad } = lossAndGrad(params, ...batch);
        const made = optimizer.create(point);
        const next = made.update(grad, state, params);
        const goesOn = runs.logicalAnd(allFinite(value, params));
        return {
          loss: value,
          next: {
            params: choose(goesOn, next.params, params),
            state: next.state,
            runs: goesOn,
          },
        };
      }),
    );
    this.#loss = compile<[Tensor], Tensor>(vmap((params) => loss(params)));
    this.#metrics = compile<[Tensor], Record<string, Tensor>>(
      vmap((params) => ({ ...metrics(params) })),
    );
  }

  /** The trials before their first step. */
  start(point: Point, params: Tensor): Standing {
    return this.#start(point, params);
  }

  /**
   * Some steps of all trials.
   *
   * @param batches what each of the steps learns from, where there are
   * batches.
   */
  run(
    point: Point,
    standing: Standing,
    count: number,
    batches?: readonly Tensor[],
  ): Stretch {
    const losses: ArrayLike<number>[] = [];
    const runs: ArrayLike<number>[] = [];
    let next = standing;
    for (let i = 0; i < count; i++) {
      const batch = batches === undefined ? [] : [batches[i]];
      const told = this.#step(point, next, ...batch);
      next = told.next;
      losses.push(told.loss.toTypedArray());
      runs.push(next.runs.toTypedArray());
    }
    return { losses, runs, next };
  }

  /** The losses of the trials on all of the data. */
  losses(params: Tensor): ArrayLike<number> {
    return this.#loss(params).toTypedArray();
  }

  /** The metrics of the trials, by name. */
  metrics(params: Tensor): Readonly<Record<string, ArrayLike<number>>> {
    const metrics = Object.entries(this.#metrics(params));
    return Object.fromEntries(
      metrics.map(([name, values]) => [name, values.toTypedArray()]),
    );
  }

  /** Gives the memory of the programs back. */
  [Symbol.dispose](): void {
    for (const program of [this.#step, this.#loss, this.#metrics]) {
      program[Symbol.dispose]();
    }
  }
}

/** Whether a loss and all parameters are finite: 0·x is 0 where x is. */
function allFinite(loss: Tensor, params: Tensor): Tensor {
  return flattenTree("run", params).leaves
    .map((leaf) => isFinite(leaf.mul(0).sum()))
    .reduce((all, each) => all.logicalAnd(each), isFinite(loss));
}

/** One tree where a scalar is true, else the other. */
function choose(condition: Tensor, yes: Tensor, no: Tensor): Tensor {
  const others = flattenTree("run", no).leaves;
  const flat = flattenTree("run", yes);
  return flat.rebuild(
    flat.leaves.map((leaf, i) => where(condition, leaf, others[i])),
  );
}
