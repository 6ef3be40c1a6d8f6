import {
  decodeTree,
  encodeTree,
  isTensor,
  scalar,
  type Tensor,
  tensor,
  treeFromJSON,
} from "../autodiff/mod.ts";
import type {
  HyperparameterValue,
  Optimizer,
  OptimizerState,
  Slot,
} from "../optimizers/mod.ts";
import type { StepContext } from "../optimizers/context.ts";
import { alongGradients } from "../optimizers/along_gradients.ts";
import type { Point, Shapes, Standing, Subject } from "./subject.ts";

type Tree = Tensor[];
type State = OptimizerState<Tree, Slot>;

/** What is known of a subject beside the optimizer itself. */
interface Frame {
  readonly rule: string | undefined;
  readonly dtype: "float64" | "float32";
  readonly with?: Subject["with"];
}

/**
 * An optimizer of Descent's as a subject; parameters are a list of tensors. What
 * it needs beside gradients is made from them.
 */
export function descentSubject(
  given: Optimizer<Slot>,
  { rule, dtype, with: other }: Frame,
): Subject {
  const optimizer = alongGradients(given);
  const treeOf = (point: Point, shapes: Shapes): Tree =>
    point.map((row, i) => {
      const data = dtype === "float64"
        ? new Float64Array(row)
        : new Float32Array(row);
      return tensor(data).reshape([...shapes[i]]);
    });
  const shapesOf = (tree: Tree): Shapes => tree.map(({ shape }) => shape);
  const pointOf = (tree: Tree): Point =>
    tree.map((x) => [...x.toTypedArray()] as number[]);
  interface Kept {
    readonly shapes: Shapes;
    readonly inner: State;
  }
  const step = (
    grads: Tree,
    { shapes, inner }: Kept,
    params: Tree,
    context?: StepContext<Tree>,
  ) => {
    const next = optimizer.update(grads, inner, params, context);
    return {
      params: pointOf(next.params),
      state: { shapes, inner: next.state },
    };
  };
  const through = (
    keep: (tree: { params: Tree; inner: State }) => unknown,
  ) =>
  ({ params, state }: Standing): Standing => {
    const { shapes, inner } = state as Kept;
    const kept = keep({ params: treeOf(params, shapes), inner }) as {
      params: Tree;
      inner: State;
    };
    return {
      params: pointOf(kept.params),
      state: { shapes: shapesOf(kept.params), inner: kept.inner },
    };
  };
  const { numbers, scheduled } = constants(optimizer.hyperparameters);
  return {
    id: optimizer.id,
    rule: rule ?? optimizer.id.split("/")[0],
    dtype,
    traits: optimizer.traits,
    hyperparameters: numbers,
    scheduled,
    choices: optimizer.choices,
    takesMany: true,
    init: (params, shapes): Kept => ({
      shapes,
      inner: optimizer.init(treeOf(params, shapes)),
    }),
    update(grads, { params, state }) {
      const { shapes } = state as Kept;
      return step(treeOf(grads, shapes), state as Kept, treeOf(params, shapes));
    },
    intrude(grads, { params, state }) {
      const { shapes, inner } = state as Kept;
      const handed = {
        grads: treeOf(grads, shapes),
        params: treeOf(params, shapes),
        state: inner,
      };
      const bytes = () =>
        Object.entries(handed).map(([name, tree]) =>
          [name, String(encodeTree(tree))] as const
        );
      const before = new Map(bytes());
      const next = step(handed.grads, state as Kept, handed.params);
      const written = bytes().filter(([name, text]) =>
        before.get(name) !== text
      );
      return { ...next, written: written.map(([name]) => name) };
    },
    updateOn(loss, { params, state }) {
      const { shapes } = state as Kept;
      const through = (f: (point: Point) => Point) => (tree: Tree) =>
        treeOf(f(pointOf(tree)), shapes);
      const gradient = through(loss.gradient);
      const context = {
        loss: scalar(loss.value(params)),
        gradient,
        valueAndGrad: (at: Tree) => ({
          value: scalar(loss.value(pointOf(at))),
          grad: gradient(at),
        }),
        hvp: through(loss.hvp),
      };
      const at = treeOf(params, shapes);
      return step(gradient(at), state as Kept, at, context);
    },
    evaluate({ params, state }) {
      const { shapes, inner } = state as Kept;
      return pointOf(
        optimizer.evaluationParams(inner, treeOf(params, shapes)),
      );
    },
    keepers: [
      {
        name: "JSON",
        keep: through((tree) => treeFromJSON(JSON.parse(JSON.stringify(tree)))),
      },
      { name: "bytes", keep: through((tree) => decodeTree(encodeTree(tree))) },
    ],
    ...other && { with: other },
  };
}

/** The hyperparameters that are one number, and the names of the others. */
function constants(
  values: Readonly<Record<string, HyperparameterValue>>,
): { numbers: Record<string, number>; scheduled: string[] } {
  const numbers: Record<string, number> = {};
  const scheduled: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "number") numbers[name] = value;
    else if (isTensor(value)) numbers[name] = value.item() as number;
    else scheduled.push(name);
  }
  return { numbers, scheduled };
}
