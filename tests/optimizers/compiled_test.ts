/** A compiled step of training has the bits of the step by itself. */
import { compile } from "../../autodiff/compile.ts";
import {
  crossEntropy,
  mapTree,
  type Tensor,
  tensor,
  valueAndGrad,
} from "../../mod.ts";
import { assertSameTensors } from "../autodiff/compiler/support.ts";
import { floats, variants } from "./support.ts";

interface Network {
  readonly layers: readonly { readonly w: Tensor; readonly b: Tensor }[];
}

/** Numbers of a range that look random. */
function spread(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const numbers = Float64Array.from(
    { length: size },
    (_, i) => ((i * 37 + size * 11) % 64 - 31.5) / 40,
  );
  return tensor(numbers).reshape(shape);
}

const network: Network = {
  layers: [
    { w: spread([3, 9]), b: spread([9]) },
    { w: spread([9, 5]), b: spread([5]) },
  ],
};

function loss({ layers }: Network, x: Tensor, classes: Tensor): Tensor {
  const [first, second] = layers;
  const hidden = x.matmul(first.w).add(first.b).tanh();
  const logits = hidden.matmul(second.w).add(second.b);
  return crossEntropy(logits, classes).mean();
}

for (const [name, make] of Object.entries(variants)) {
  Deno.test(`ten compiled steps of ${name} have the bits of the steps`, () => {
    const classes = tensor([0, 4, 2, 1, 3, 2, 0], "int32");
    for (const dtype of floats) {
      const x = spread([7, 3]).cast(dtype);
      const start = mapTree((leaf) => leaf.cast(dtype), network);
      const optimizer = make(0.05, 0.9);
      type State = ReturnType<typeof optimizer.init<Network>>;
      const step = (params: Network, state: State) => {
        const f = (p: Network) => loss(p, x, classes);
        const { value, grad } = valueAndGrad(f)(params);
        return { ...optimizer.update(grad, state, params), value };
      };
      const compiled = compile(step as never) as unknown as typeof step;
      let a = { params: start, state: optimizer.init(start) };
      let b = a;
      for (let i = 0; i < 10; i++) {
        const [next, expected] = [
          compiled(a.params, a.state),
          step(b.params, b.state),
        ];
        assertSameTensors([next.value], [expected.value]);
        [a, b] = [next, expected];
      }
      const leaves = (p: Network) => p.layers.flatMap(({ w, b }) => [w, b]);
      assertSameTensors(leaves(a.params), leaves(b.params));
    }
  });
}
