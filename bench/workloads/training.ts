/** A: steps of training of four networks. */
import type { ContestantId } from "../contestants.ts";
import type { ContestRow, Goal } from "../row.ts";
import { ruleOf } from "./rules.ts";
import type { FloatType, Training } from "./workload.ts";

type Shape = Pick<Training, "layers" | "activation" | "loss" | "batch">;

interface Network {
  readonly name: string;
  readonly shape: Shape;
  readonly contestants: readonly ContestantId[];
  /** After how many steps losses are compared. */
  readonly steps: number;
  /** The dtypes it is trained in. */
  readonly dtypes: readonly FloatType[];
  /** What is to be reached in float32. */
  readonly goals: Readonly<Record<"sgd" | "adam", readonly Goal[]>>;
}

const all: readonly ContestantId[] = [
  ...["descent", "plain", "tfjs-wasm", "tfjs-cpu", "jax-js"] as const,
  ...["numpy", "pytorch"] as const,
];

/** The cpu backend of TensorFlow.js takes many seconds a step of these. */
const without = all.filter((id) => id !== "tfjs-cpu");

/** TensorFlow.js has no float64, and jax-js no logarithms that precise. */
const float32Alone: readonly ContestantId[] = [
  ...["tfjs-wasm", "tfjs-cpu", "jax-js"] as const,
];

const classifier = { activation: "relu", loss: "crossEntropy" } as const;

const goal = (
  against: readonly ContestantId[],
  reach: number,
  aim: number,
): Goal => ({ against, reach, aim });
const tfjs: ContestantId[] = ["tfjs-wasm", "tfjs-cpu"];
const torch: ContestantId[] = ["pytorch"];

const networks: readonly Network[] = [
  {
    name: "tiny",
    shape: {
      ...{ layers: [2, 16, 16, 1], activation: "tanh", loss: "squares" },
      batch: 64,
    },
    ...{ contestants: all, steps: 10, dtypes: ["float32", "float64"] },
    goals: {
      sgd: [
        goal([...tfjs, "jax-js"], 30, 40),
        goal(torch, 10, 15),
        goal(["numpy"], 3, 5),
      ],
      adam: [
        goal([...tfjs, "jax-js"], 60, 80),
        goal(torch, 20, 30),
        goal(["numpy"], 3, 5),
      ],
    },
  },
  {
    name: "small",
    shape: { ...classifier, layers: [64, 64, 10], batch: 64 },
    ...{ contestants: all, steps: 10, dtypes: ["float32", "float64"] },
    goals: {
      sgd: [goal(tfjs, 13, 18), goal(torch, 2, 3)],
      adam: [goal(tfjs, 16, 25), goal(torch, 3, 4.5)],
    },
  },
  {
    name: "medium",
    shape: { ...classifier, layers: [784, 256, 128, 10], batch: 64 },
    ...{ contestants: without, steps: 5, dtypes: ["float32"] },
    goals: {
      sgd: [goal(["jax-js"], 1.8, 2.5), goal(torch, 0.4, 0.5)],
      adam: [goal(["jax-js"], 2.5, 3.5), goal(torch, 0.55, 0.7)],
    },
  },
  {
    name: "large",
    shape: { ...classifier, layers: [784, 1024, 1024, 10], batch: 128 },
    ...{ contestants: without, steps: 2, dtypes: ["float32"] },
    goals: {
      sgd: [goal(["jax-js"], 1.4, 1.8), goal(torch, 0.38, 0.5)],
      adam: [goal(["jax-js"], 1.4, 1.8), goal(torch, 0.42, 0.55)],
    },
  },
];

/** Two threads against one in the steps that are long: the same bits. */
export const threadRows: readonly ContestRow[] = networks
  .filter(({ name }) => name === "medium" || name === "large")
  .flatMap(({ name, shape, steps }) =>
    (["sgd", "adam"] as const).map((rule): ContestRow => ({
      id: `E two threads, ${name} ${rule}`,
      unit: "step",
      workload: {
        ...{ kind: "training", ...shape, rule: ruleOf(rule) },
        dtype: "float32",
      },
      contestants: ["two-threads", "descent"],
      ...{ subject: "two-threads", steps, bound: 0, seconds: 0.3 },
      goals: [{ against: ["descent"], reach: 1.6, aim: 1.85 }],
    }))
  );

/** Rows of training. */
export const trainingRows: readonly ContestRow[] = networks.flatMap(
  ({ name, shape, contestants, steps, dtypes, goals }) =>
    dtypes.flatMap((dtype) =>
      (["sgd", "adam"] as const).map((rule): ContestRow => ({
        id: `A ${name} ${rule} ${dtype}`,
        unit: "step",
        workload: { kind: "training", ...shape, rule: ruleOf(rule), dtype },
        contestants: dtype === "float32"
          ? contestants
          : contestants.filter((id) => !float32Alone.includes(id)),
        ...{ subject: "descent", steps, seconds: 0.1 },
        bound: dtype === "float32" ? 1e-5 : 1e-12,
        goals: dtype === "float32" ? goals[rule] : [],
      }))
    ),
);
