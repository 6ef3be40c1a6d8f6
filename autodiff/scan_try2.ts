import { grad, tensor, type Tensor, vmap, jvp } from "./mod.ts";
import { scan } from "./scan.ts";
import { compile } from "./compile.ts";
const loss = (w: Tensor) => w.square().sum();
const train = (learningRate: Tensor) =>
  scan(
    (w: Tensor) => [w.sub(learningRate.mul(grad(loss)(w))), loss(w)],
    tensor([1, 2]),
    undefined,
    { length: 10 },
  );
const c = compile((r: Tensor) => train(r));
console.log(c(tensor(0.25)).map(String));
const slope = grad((learningRate: Tensor) => loss(train(learningRate)[0]));
const cs = compile(slope);
console.log(cs(tensor(0.25)).item(), -100 / 2 ** 19);
console.log(compile(grad(slope))(tensor(0.25)).item(), 100*38 / 2 ** 18);
console.log(compile(vmap(slope))(tensor([0.25,0.3])).toString(), slope(tensor(0.3)).toString());
console.log(compile((x: Tensor)=>jvp(slope)(x, tensor(1)).tangent)(tensor(0.25)).item());
console.log(cs.explain(tensor(0.25)));
