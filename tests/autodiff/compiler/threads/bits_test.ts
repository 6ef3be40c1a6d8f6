/** Programs whose work is cut into parts, which one thread runs here. */
import { assert } from "@std/assert";
import {
  key,
  relu,
  type Tensor,
  valueAndGrad,
} from "../../../../autodiff/mod.ts";
import { samplesOf } from "../../programs/operation_support.ts";
import { checkPrograms, everything } from "../../programs/program_support.ts";
import { operationEntries } from "../../programs/table/mod.ts";
import { assertSameTensors } from "../support.ts";
import { place, traced } from "./support.ts";

/** Everything is cut, however little work it is. */
const cuttings = [2, 3, 4].map((parts) => ({ parts, least: 0 }));

type Function = (inputs: readonly Tensor[]) => readonly Tensor[];

function assertCutsKeepBits(f: Function, at: readonly Tensor[]): void {
  const program = traced(f, at);
  const expected = f(at);
  for (const cutting of cuttings) {
    const { run, outputs } = place(program, at, { cutting });
    run(1);
    assertSameTensors(outputs(), expected);
  }
}

for (const float of ["float64", "float32"] as const) {
  Deno.test(`parts keep the bits of random programs and gradients in ${float}`, () => {
    checkPrograms(100, (program) => {
      const at = program.at.map((x) => x.cast(float));
      assertCutsKeepBits((p) => everything(program, float)([...p]), at);
    });
  });

  Deno.test(`parts keep the bits of ten steps of descent in ${float}`, () => {
    checkPrograms(40, (random) => {
      const at = random.at.map((x) => x.cast(float));
      const loss = (p: Tensor[]) => random.loss(p, float);
      const step = (p: readonly Tensor[]) =>
        valueAndGrad<Tensor[]>(loss)([...p]).grad
          .map((g, i) => p[i].sub(g.mul(0.01)));
      let expected: readonly Tensor[] = at;
      for (let i = 0; i < 10; i++) expected = step(expected);
      const carried = at.map((_, i) => ({ output: i, input: i }));
      for (const cutting of cuttings) {
        const { run, outputs } = place(traced(step, at), at, {
          ...{ cutting, carried },
        });
        run(10);
        assertSameTensors(outputs(), expected);
      }
    });
  });

  Deno.test(`parts keep the bits of products of all kinds in ${float}`, () => {
    const sizes = [1, 2, 5, 13, 31, 67, 131];
    const random = (n: number, shape: number[]) =>
      key(n).normal(shape, { dtype: float });
    for (const m of sizes) {
      for (const n of sizes) {
        const k = sizes[(m * 3 + n) % sizes.length];
        const [a, b] = [random(m, [m, k]), random(n, [k, n])];
        assertCutsKeepBits(([a, b, c]) => [
          a.matmul(b),
          relu(a.matmul(b).add(c)),
          a.transpose().matmul(a),
          b.matmul(b.transpose()),
        ], [a, b, random(7, [n])]);
      }
    }
    const batch = [random(1, [5, 11, 9]), random(2, [5, 9, 14])];
    assertCutsKeepBits(([a, b]) => [a.matmul(b)], batch);
  });
}

const shapes = [[67], [5, 33], [33, 5], [3, 2, 66]];

Deno.test("parts keep the bits of every operation", () => {
  for (const name of Object.keys(operationEntries)) {
    for (const { call, operands } of samplesOf(name, 4, shapes)) {
      for (const float of ["float64", "float32"] as const) {
        const at = operands.map((x) =>
          x.dtype === "float64" ? x.cast(float) : x
        );
        assertCutsKeepBits((inputs) => [call.apply([...inputs], float)], at);
      }
    }
  }
});

Deno.test("parts are as many as asked for where there is work for them", () => {
  const at = [key(1).normal([300, 40])];
  const counts = cuttings.map((cutting) => {
    const program = traced(([x]) => [x.mul(2).add(1).tanh()], at);
    return place(program, at, { cutting }).build.bytes.length;
  });
  // Each part is a function of its own.
  assert(counts.every((bytes, i) => i === 0 || bytes > counts[i - 1] + 500));
});
