/** A scan has the bits of its turns written one after the other. */
import { compile } from "../../../autodiff/compile.ts";
import { hvp, type Tensor, valueAndGrad, vmap } from "../../../autodiff/mod.ts";
import { scan } from "../../../autodiff/scan.ts";
import { flattenTree } from "../../../autodiff/trees.ts";
import { assertSameTensors } from "../compiler/support.ts";
import { Choices } from "../programs/choices.ts";
import { checkPrograms } from "../programs/program_support.ts";
import {
  type Inputs,
  inputsFor,
  stackAll,
  total,
  turnOf,
  unrolled,
} from "./support.ts";

const leaves = (tree: unknown) => flattenTree("test", tree).leaves;

for (const float of ["float64", "float32"] as const) {
  for (const count of [1, 2, 5]) {
    const runs = count === 5 ? 20 : 15;
    Deno.test(`scan() of ${count} turns of random programs in ${float} has the bits of the turns in a row, and so have its gradients, compiled too`, () => {
      checkPrograms(runs, (program) => {
        const inputs = inputsFor(program, new Choices(count), count, float);
        const inRow = ({ init, turns, factor }: Inputs) => {
          const f = turnOf(program, factor, float);
          const [carry, records] = unrolled(f, init, turns);
          return total([carry, stackAll(records)], float);
        };
        const looped = ({ init, turns, factor }: Inputs) => {
          const f = turnOf(program, factor, float);
          return total(scan(f, init, stackAll(turns)), float);
        };
        const expected = valueAndGrad(inRow)(inputs);
        const f = (inputs: Inputs) => valueAndGrad(looped)(inputs);
        assertSameTensors(leaves(f(inputs)), leaves(expected));
        assertSameTensors(leaves(compile(f)(inputs)), leaves(expected));
      });
    });
  }

  Deno.test(`scan() of random programs in ${float}: vmap keeps the bits of each instance, compiled too`, () => {
    checkPrograms(12, (program) => {
      const choices = new Choices(7);
      const inputs = inputsFor(program, choices, 3, float);
      const many = [0, 1].map(() => inputsFor(program, choices, 3, float));
      const f = (init: Tensor[], xs: Tensor[], factor: Tensor) => {
        const looped = (init: Tensor[]) =>
          total(scan(turnOf(program, factor, float), init, xs), float);
        return leaves(valueAndGrad(looped)(init)) as Tensor[];
      };
      // Carries, xs and the factor in turn have many instances.
      const own = [inputs, ...many];
      const cases = [[0, null, null], [null, 0, null], [null, null, 0]];
      for (const axes of cases) {
        const at = (i: number) =>
          [
            own[axes[0] === 0 ? i : 0].init,
            stackAll(own[axes[1] === 0 ? i : 0].turns),
            own[axes[2] === 0 ? i : 0].factor,
          ] as [Tensor[], Tensor[], Tensor];
        const alone = own.map((_, i) => f(...at(i)));
        const each = own.map((_, i) => at(i));
        const args = each[0].map((first, k) =>
          axes[k] === null
            ? first
            : Array.isArray(first)
            ? stackAll(each.map((args) => args[k] as Tensor[]))
            : stackAll(each.map((args) => [args[k] as Tensor]))[0]
        ) as [Tensor[], Tensor[], Tensor];
        const batched = vmap(f, { axes });
        const expected = stackAll(alone);
        assertSameTensors(batched(...args), expected);
        const compiled = compile((...args: [Tensor[], Tensor[], Tensor]) =>
          batched(...args)
        );
        assertSameTensors(compiled(...args), expected);
      }
    });
  });

  Deno.test(`compile() keeps the bits of second derivatives of scans of random programs in ${float}`, () => {
    checkPrograms(12, (program) => {
      const inputs = inputsFor(program, new Choices(9), 3, float);
      const along = inputsFor(program, new Choices(11), 3, float);
      const looped = ({ init, turns, factor }: Inputs) => {
        const f = turnOf(program, factor, float);
        return total(scan(f, init, stackAll(turns)), float);
      };
      const f = (at: Inputs, along: Inputs) => hvp(looped)(at, along);
      const expected = leaves(f(inputs, along));
      assertSameTensors(leaves(compile(f)(inputs, along)), expected);
    });
  });
}
