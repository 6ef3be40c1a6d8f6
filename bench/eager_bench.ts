/** What is not compiled: operations and steps of an optimizer, one by one. */
import { adam, compile, minimize, type Tensor, tensor } from "../mod.ts";

const x = tensor([1, 2, 3, 4]);
const w = { weight: tensor([[1, 2], [3, 4]]), bias: tensor([0, 0]) };
const optimizer = adam({ learningRate: 0.1 });
const bowl = (w: Tensor) => w.square().sum();
const twice = compile((x: Tensor) => x.mul(2));

Deno.bench("80 operations on 4 elements", { group: "eager" }, () => {
  let y = x;
  for (let i = 0; i < 20; i++) y = y.mul(x).add(1).sub(x).maximum(0.5);
});

Deno.bench("10 steps of adam on two tensors", { group: "eager" }, () => {
  let [params, state] = [w, optimizer.init(w)];
  for (let i = 0; i < 10; i++) {
    ({ params, state } = optimizer.update(w, state, params));
  }
});

Deno.bench("minimize, 10 steps of adam", { group: "eager" }, () => {
  minimize(bowl, x, optimizer, { steps: 10 });
});

Deno.bench("10 calls of a compiled function", { group: "eager" }, () => {
  for (let i = 0; i < 10; i++) twice(x);
});
