import {
  compileLoop,
  isFinite,
  type LoopRun,
  type Tensor,
  tensor,
  vmap,
  where,
} from "../../autodiff/mod.ts";
import { flattenTree } from "../../autodiff/trees.ts";
import {
  type OptimizerState,
  type Slot,
  stepInputs,
} from "../../optimizers/mod.ts";
import type { Instance } from "../problems/problem.ts";
import type { Contestant } from "./study.ts";

/** A scalar for each hyperparameter that the trials give. */
type Point = Readonly<Record<string, Tensor>>;

/** Where trials stand: an axis of trials in front of each tensor. */
export interface Standing {
  /** The parameters; of a trial that has ended those at its end. */
  readonly params: Tensor;
  /**
   * What the optimizer keeps; of a trial that has ended that at its end, where
   * it tells where the loss is to be reported.
   */
  readonly state: OptimizerState<Tensor, Slot>;
  /** Of each trial whether it goes on: bool. */
  readonly runs: Tensor;
}

/** What a step tells of each trial. */
interface Told {
  /**
   * The loss before the step; where there are batches, that of the batch at the
   * parameters, else that where the optimizer has it reported.
   */
  readonly loss: Tensor;
  /** Whether the trial goes on after looking at that loss: bool. */
  readonly runs: Tensor;
}

/** Trials under way: each step gets a batch, where there are batches. */
export type Way = LoopRun<Standing, Tensor | undefined, Told>;

/**
 * The steps of trials of one problem, whose loss is the same for all of them,
 * with one optimizer, as a program that many trials run in together. What tells
 * trials apart is an input: hyperparameters, starts and batches.
 */
export class StepProgram implements Disposable {
  readonly #start;
  readonly #reported;
  readonly #steps;

  /**
   * @param instance the problem of any of the trials.
   * @param optimizer what minimises it.
   */
  constructor(
    { loss, batches }: Instance<Tensor>,
    optimizer: Contestant,
  ) {
    const inputsAt = stepInputs<Tensor, Tensor[]>((params, ...batch) =>
      batches === undefined ? loss(params) : batches.loss(params, batch[0])
    );
    this.#start = vmap<[Point, Tensor], Standing>((point, params) => ({
      params,
      state: optimizer.create(point).init(params),
      runs: tensor(true),
    }));
    this.#reported = vmap<[Point, Standing], Tensor>((point, standing) =>
      optimizer.create(point).evaluationParams(standing.state, standing.params)
    );
    const step = vmap<[Point, Standing, ...Tensor[]], [Standing, Told]>(
      (point, { params, state, runs }, ...batch) => {
        const { value, grad, context } = inputsAt(params, ...batch);
        const made = optimizer.create(point);
        const next = made.update(grad, state, params, context);
        const goesOn = runs.logicalAnd(allFinite(value, params));
        const reported = made.evaluationParams(state, params);
        const isElsewhere = reported !== params;
        const standing = {
          params: choose(goesOn, next.params, params),
          state: isElsewhere ? choose(goesOn, next.state, state) : next.state,
          runs: goesOn,
        };
        const shown = isElsewhere && batches === undefined
          ? loss(reported)
          : value;
        return [standing, { loss: shown, runs: goesOn }];
      },
    );
    this.#steps = compileLoop<Standing, Tensor | undefined, Told, [Point]>(
      (standing, batch, point) =>
        step(point, standing, ...(batch === undefined ? [] : [batch])),
    );
  }

  /** The trials before their first step. */
  start(point: Point, params: Tensor): Way {
    return this.#steps.start(this.#start(point, params), point);
  }

  /** The parameters at which the trials' losses are to be reported. */
  reported(point: Point, standing: Standing): Tensor {
    return this.#reported(point, standing);
  }

  /** Gives the memory of the program back. */
  [Symbol.dispose](): void {
    this.#steps[Symbol.dispose]();
  }
}

/** Whether a loss and all parameters are finite: 0·x is 0 where x is. */
function allFinite(loss: Tensor, params: Tensor): Tensor {
  return flattenTree("run", params).leaves
    .map((leaf) => isFinite(leaf.mul(0).sum()))
    .reduce((all, each) => all.logicalAnd(each), isFinite(loss));
}

/** One tree where a scalar is true, else the other. */
function choose<T>(condition: Tensor, yes: T, no: T): T {
  const others = flattenTree("run", no).leaves;
  const flat = flattenTree("run", yes);
  return flat.rebuild(
    flat.leaves.map((leaf, i) => where(condition, leaf, others[i])),
  );
}

/** One of the trials in a tree. */
export function oneOf<T>(tree: T, trial: number): T {
  const flat = flattenTree("run", tree);
  return flat.rebuild(flat.leaves.map((leaf) => {
    const [, ...shape] = leaf.shape;
    const rest = shape.map(() => 0);
    return leaf.slice([trial, ...rest], [trial + 1, ...shape]).reshape(shape);
  }));
}
