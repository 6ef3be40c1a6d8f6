import * as fc from "fast-check";
import { type DType, type Tensor, tensor } from "../../../autodiff/mod.ts";
import { smaller, weighted } from "./body.ts";
import { Choices } from "./choices.ts";
import { withDomains } from "./domains.ts";
import { type Kind, kinds, sizeOf, textOf } from "./entry.ts";
import { type Adapter, fit } from "./fit.ts";
import { entries } from "./table/mod.ts";

/** What a random program is made from; fast-check shrinks it. */
export interface Plan {
  readonly parameters: readonly { shape: number; seed: number }[];
  readonly steps: readonly { kind: number; operation: number; seed: number }[];
}

/** An expression graph over some parameters. */
export interface Program {
  /** A point to look at it, in float64, of numbers that float32 can hold. */
  readonly at: readonly Tensor[];
  /** What the steps compute, as floats: all that may have a derivative. */
  outputs(parameters: readonly Tensor[], float: DType): Tensor[];
  /** All of it in one number. */
  loss(parameters: readonly Tensor[], float: DType): Tensor;
  /** The operations and transformations in it. */
  readonly names: readonly string[];
  /** For each operand the kinds of what made it and of what takes it. */
  readonly pairs: readonly string[];
  /** The program line by line, for messages. */
  readonly text: string;
}

const shapes: readonly (readonly number[])[] = [
  [3],
  [2, 3],
  [],
  [1],
  [9],
  [3, 1],
  [2, 1, 3],
  [17],
  [1, 5],
  [2, 2, 2],
  [0],
  [3, 4],
  [2, 0, 3],
];

const byKind = Object.fromEntries(
  kinds.map((kind) => [
    kind,
    Object.keys(entries).filter((name) => entries[name].kind === kind),
  ]),
) as Record<Kind, string[]>;

/** Elementwise operations are many: they come up more often. */
const drawnKinds: readonly Kind[] = [...kinds, "elementwise", "elementwise"];

const word = fc.nat({ max: 0xffffffff });

/** Plans of programs of up to `most` operations. */
export function plans(most: number): fc.Arbitrary<Plan> {
  return fc.record({
    parameters: fc.array(
      fc.record({ shape: fc.nat({ max: shapes.length - 1 }), seed: word }),
      { minLength: 1, maxLength: 3 },
    ),
    steps: fc.array(
      fc.record({
        kind: fc.nat({ max: drawnKinds.length - 1 }),
        operation: fc.nat({ max: 999 }),
        seed: word,
      }),
      { minLength: 1, maxLength: most, size: "max" },
    ),
  });
}

/** A value of a program under construction. */
interface Node {
  /** Its elements at the point, in float64. */
  readonly sample: Tensor;
  /** Whether it changes with the parameters, as far as is known. */
  readonly alive: boolean;
  readonly kind?: Kind;
  used: boolean;
}

interface Step {
  readonly operands: readonly number[];
  apply(values: readonly Tensor[], float: DType): Tensor;
}

/** Makes the program that a plan describes. */
export function programOf(plan: Plan): Program {
  const at = plan.parameters.map(({ shape, seed }) =>
    parameter(new Choices(seed), shapes[shape])
  );
  const nodes: Node[] = at.map((sample) => ({
    sample,
    alive: sample.size > 0,
    used: false,
  }));
  const steps: Step[] = [];
  const names: string[] = [];
  const pairs: string[] = [];
  const lines = at.map((x, i) => `v${i} = ${x}`);
  for (const { kind, operation, seed } of plan.steps) {
    const choices = new Choices(seed);
    const list = byKind[drawnKinds[kind]];
    const name = list[operation % list.length];
    const step = nextStep(name, choices, nodes);
    for (const i of step.operands) {
      const from = nodes[i].kind;
      if (from !== undefined) pairs.push(`${from} → ${entries[name].kind}`);
      nodes[i].used = true;
    }
    const sample = step.apply(nodes.map(({ sample }) => sample), "float64");
    lines.push(
      `v${nodes.length} = ${name}(${step.operands.map((i) => `v${i}`)}) ` +
        `${step.text} : ${sample.dtype} ${textOf(sample.shape)}`,
    );
    const alive = sample.dtype === "float64" && sample.size > 0 &&
      !constant.has(name) && step.operands.some((i) => nodes[i].alive);
    nodes.push({ sample, kind: entries[name].kind, alive, used: false });
    steps.push(step);
    names.push(name);
  }
  const ends = nodes.flatMap(({ used, alive, kind }, i) =>
    !used || alive && kind !== undefined ? [i] : []
  );
  const outputs = (parameters: readonly Tensor[], float: DType) => {
    const values = [...parameters];
    for (const step of steps) values.push(step.apply(values, float));
    return ends.map((i) =>
      values[i].dtype === float ? values[i] : values[i].cast(float)
    );
  };
  const loss = (parameters: readonly Tensor[], float: DType) =>
    outputs(parameters, float)
      .map((output) => weighted(output.square().mul(0.25).add(output), float))
      .reduce((sum, term) => sum.add(term));
  return { at, outputs, loss, names, pairs, text: lines.join("\n") };
}

function parameter(choices: Choices, shape: readonly number[]): Tensor {
  const elements = Array.from(
    { length: sizeOf(shape) },
    () => choices.number(-2, 2),
  );
  return tensor(elements).reshape(shape);
}

function nextStep(
  name: string,
  choices: Choices,
  nodes: readonly Node[],
): Step & { text: string } {
  const first = pickNode(choices, nodes);
  const call = withDomains(
    name,
    entries[name].call(choices, nodes[first].sample.shape),
  );
  const operands = call.slots.map((_, i) =>
    i === 0 ? first : pickNode(choices, nodes)
  );
  const adapters = call.slots.map((slot, i) =>
    fit(choices, nodes[operands[i]].sample, slot)
  );
  const apply = (values: readonly Tensor[], float: DType) =>
    call.apply(adapters.map((a, i) => a(values[operands[i]], float)), float);
  const sample = apply(nodes.map(({ sample }) => sample), "float64");
  const cut = smaller(sample);
  const calm = calmer(cut(sample, "float64"));
  return {
    operands,
    apply: (values, float) => calm(cut(apply(values, float), float), float),
    text: call.text,
  };
}

/** Operations whose result is constant near each point. */
const constant = new Set(["argmax", "floor", "oneHot", "sign"]);

/** A value to go on with: a late one often, and one that is alive. */
function pickNode(choices: Choices, nodes: readonly Node[]): number {
  if (choices.oneIn(4)) return nodes.length - 1;
  const all = nodes.map((_, i) => i);
  const alive = all.filter((i) => nodes[i].alive);
  const list = alive.length === 0 || choices.oneIn(3) ? all : alive;
  return choices.oneIn(2) ? list[list.length - 1] : choices.pick(list);
}

/** What scales floats down that have grown beyond 4. */
function calmer(sample: Tensor): Adapter {
  if (sample.dtype !== "float64") return (x) => x;
  const greatest = Math.max(0, ...sample.toTypedArray().map(Math.abs));
  let factor = 1;
  while (greatest * factor > 4 && greatest < Infinity) factor /= 2;
  return factor === 1 ? (x) => x : (x) => x.mul(factor);
}
