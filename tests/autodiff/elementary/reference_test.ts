import { definitions } from "../../../autodiff/elementary/definitions.ts";
import * as reference from "../../../autodiff/elementary/reference.ts";
import { assertSameBits } from "../../support/bits.ts";
import { Sampler } from "./points.ts";
import { scalarMachine } from "./scalar_machine.ts";

const SPECIAL = [0, -0, 1, -1, 0.5, -2, Infinity, -Infinity, NaN];
const POINTS = 20_000;

type Generated = Readonly<Record<string, (...operands: number[]) => number>>;

for (const { name, parameters = ["x"], apply } of definitions) {
  for (const format of ["float64", "float32"] as const) {
    const full = `${name}${format.slice(-2)}`;
    Deno.test(`${full}() is its definition bit for bit`, () => {
      const machine = scalarMachine(format);
      const generated = (reference as Generated)[full];
      const s = new Sampler(format);
      const draw = (i: number) =>
        i < 100
          ? SPECIAL[s.word() % SPECIAL.length]
          : i % 3
          ? s.signed(-20, 12)
          : s.everywhere();
      for (let i = 0; i < POINTS; i++) {
        const operands = parameters.map(() => draw(i));
        assertSameBits(
          generated(...operands),
          apply(machine, ...operands),
          `${full}(${operands})`,
        );
      }
    });
  }
}
