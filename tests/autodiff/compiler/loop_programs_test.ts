/** A compiled loop has the bits of its steps called one by one. */
import { type Tensor, valueAndGrad } from "../../../autodiff/mod.ts";
import { compileLoop } from "../../../autodiff/compile_loop.ts";
import { stack, tensor } from "../../../autodiff/mod.ts";
import { Choices } from "../programs/choices.ts";
import type { Program } from "../programs/program.ts";
import { checkPrograms } from "../programs/program_support.ts";
import { inputsFor, stackAll } from "../scan/support.ts";
import { assertSameTensors } from "./support.ts";

type Float = "float64" | "float32";

interface State {
  params: Tensor[];
  before: Tensor[];
}

interface Record {
  loss: Tensor;
  outputs: Tensor[];
  before: Tensor[];
}

/** Descent with a momentum of two steps; what is recorded, shares nodes. */
function stepOf(program: Program, float: Float) {
  const loss = (p: Tensor[]) => program.loss(p, float);
  return (
    { params, before }: State,
    x: Tensor[],
    rate: Tensor,
  ): [State, Record] => {
    const at = params.map((p, i) => p.add(x[i].mul(rate)));
    const { value, grad } = valueAndGrad<Tensor[]>(loss)(at);
    const next = params.map((p, i) => p.sub(grad[i].add(before[i]).mul(rate)));
    const outputs = [...program.outputs(at, float), next[0]];
    return [
      { params: next, before: params },
      { loss: value, outputs, before },
    ];
  };
}

const leavesOf = ({ params, before }: State) => [...params, ...before];
const recordsOf = ({ loss, outputs, before }: Record) => [
  loss,
  ...outputs,
  ...before,
];

/** Steps one by one. */
function oneByOne(
  program: Program,
  float: Float,
  start: State,
  turns: readonly Tensor[][],
  rate: Tensor,
): { states: State[]; records: Tensor[][] } {
  const step = stepOf(program, float);
  const states = [start];
  const records = turns.map((x) => {
    const [next, record] = step(states.at(-1)!, x, rate);
    states.push(next);
    return recordsOf(record);
  });
  return { states, records };
}

for (const float of ["float64", "float32"] as const) {
  Deno.test(`compileLoop() has the bits of 0, 1, 2 and 7 steps of random programs in ${float}`, () => {
    checkPrograms(30, (program) => {
      const { init, turns } = inputsFor(program, new Choices(3), 10, float);
      const start = { params: init, before: turns[9] };
      const rate = tensor(0.01).cast(float);
      const { states, records } = oneByOne(program, float, start, turns, rate);
      const loop = compileLoop(stepOf(program, float));
      const run = loop.start(start, rate);
      let taken = 0;
      for (const count of [1, 0, 2, 7]) {
        const given = turns.slice(taken, taken + count);
        const empty = init.map((x) => x.reshape([1, ...x.shape]).slice([1]));
        const xs = count === 0 ? empty : stackAll(given);
        const made = recordsOf(run.steps(count, xs));
        if (count > 0) {
          const right = records.slice(taken, taken + count);
          assertSameTensors(made, stackAll(right));
        } else {
          const shapes = records[0].map(({ shape }) => [0, ...shape]);
          assertSameTensors(
            made,
            shapes.map((shape) => tensor([]).cast(float).reshape(shape)),
          );
        }
        taken += count;
        // Reading the state must not change how it goes on.
        assertSameTensors(leavesOf(run.state()), leavesOf(states[taken]));
      }
    });
  });

  Deno.test(`compileLoop() has the bits of 100 steps of random programs in ${float}`, () => {
    checkPrograms(6, (program) => {
      const { init, turns } = inputsFor(program, new Choices(5), 100, float);
      const start = { params: init, before: turns[0] };
      const rate = tensor(0.01).cast(float);
      const { states, records } = oneByOne(program, float, start, turns, rate);
      const run = compileLoop(stepOf(program, float)).start(start, rate);
      const made = run.steps(100, stackAll(turns));
      assertSameTensors(leavesOf(run.state()), leavesOf(states[100]));
      const losses = stack(records.map(([loss]) => loss));
      assertSameTensors([made.loss], [losses]);
      assertSameTensors(recordsOf(made), stackAll(records));
    });
  });
}
