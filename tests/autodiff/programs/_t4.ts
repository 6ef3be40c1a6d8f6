import * as fc from "fast-check";
import { plans, programOf } from "./program.ts";
import { checkGradient, grad, tensor } from "../../../autodiff/mod.ts";
import { weighted } from "./body.ts";
const N = Number(Deno.args[0] ?? 200);
const verdicts: any[] = [{}, {}];
let shown = 0;
const times = [0, 0];
const zero = [0, 0];
for (const plan of fc.sample(plans(8), { numRuns: N, seed: 1 })) {
  const p = programOf(plan);
  const loss = (x: any) => p.loss(x, "float64");
  const slope = (x: any) =>
    (grad(loss as any)(x) as any[]).map((g) => weighted(g, "float64")).reduce((
      a,
      b,
    ) => a.add(b));
  for (const [i, f] of [loss, slope].entries()) {
    const t = performance.now();
    const r = checkGradient(f as any, p.at as any, { directions: 1 });
    times[i] += performance.now() - t;
    verdicts[i][r.verdict] = (verdicts[i][r.verdict] ?? 0) + 1;
    if (r.backpropagation === 0) zero[i]++;
    if (r.verdict !== "agrees" && shown++ < 10) {
      console.log(i, p.text, "\n  ", r.message);
    }
  }
}
console.log(verdicts, times, zero);
