/** Softmax regression against its closed form, in plain numbers. */
import { assert } from "@std/assert";
import * as fc from "fast-check";
import { key, tensor, valueAndGrad } from "../../../mod.ts";
import { check } from "../../support/property.ts";
import {
  type Case,
  cases,
  instanceOf,
  numbersOf,
  trainingSet,
  u,
} from "./softmax_support.ts";

const sum = (terms: readonly number[]) => terms.reduce((s, x) => s + x, 0);

/** A matrix, row by row. */
type Matrix = number[][];

/** The training samples, standardised, their classes, and their condition. */
function standardised({ data, trainingSize, seed }: Case) {
  const trained = trainingSet(data.labels.length, trainingSize, key(seed));
  const rows = data.features.filter((_, i) => trained[i]);
  const scales = rows[0].map((_, k) => {
    const column = rows.map((row) => row[k]);
    const mean = sum(column) / column.length;
    const squares = column.map((x) => (x - mean) ** 2);
    const deviation = Math.sqrt(sum(squares) / column.length);
    return { mean, deviation, greatest: Math.max(...column.map(Math.abs)) };
  });
  return {
    x: rows.map((row) =>
      row.map((each, k) => (each - scales[k].mean) / scales[k].deviation)
    ),
    labels: data.labels.filter((_, i) => trained[i]),
    condition: Math.max(
      ...scales.map(({ greatest, deviation }) => greatest / deviation),
    ),
  };
}

/** Loss and derivatives: (Xᵀ(p − y)/n + λW, the column means of p − y). */
function closedForm(
  x: Matrix,
  labels: number[],
  weights: Matrix,
  bias: number[],
  penalty: number,
) {
  const logits = x.map((row) =>
    bias.map((b, j) => b + sum(row.map((each, k) => each * weights[k][j])))
  );
  const p = logits.map((row) => {
    const powers = row.map((z) => Math.exp(z - Math.max(...row)));
    return powers.map((power) => power / sum(powers));
  });
  const excess = p.map((row, i) =>
    row.map((each, j) => each - (labels[i] === j ? 1 : 0))
  );
  const n = x.length;
  const squares = weights.flat().map((w) => w * w);
  return {
    loss: -sum(labels.map((label, i) => Math.log(p[i][label]))) / n +
      penalty / 2 * sum(squares),
    weights: weights.map((row, k) =>
      row.map((w, j) =>
        sum(excess.map((each, i) => x[i][k] * each[j])) / n + penalty * w
      )
    ),
    bias: bias.map((_, j) => sum(excess.map((each) => each[j])) / n),
    logits,
  };
}

Deno.test("softmaxRegression() has the loss and the gradient Xᵀ(p − y)/n + λW of the closed form", () => {
  const numbers = fc.double({ min: -3, max: 3, noNaN: true });
  check(
    fc.property(
      cases(),
      fc.array(numbers, { minLength: 12, maxLength: 12 }),
      fc.array(numbers, { minLength: 4, maxLength: 4 }),
      fc.constantFrom(0, 0.01, 2),
      (each, w, b, penalty) => {
        const { data, trainingSize, seed } = each;
        const { x, labels, condition } = standardised(each);
        const classes = data.classes.length;
        const weights = x[0].map((_, k) =>
          w.slice(k * classes, (k + 1) * classes)
        );
        const bias = b.slice(0, classes);
        const expected = closedForm(x, labels, weights, bias, penalty);
        const { loss } = instanceOf(data, { trainingSize, penalty }, key(seed));
        const { value, grad } = valueAndGrad(loss)({
          weights: tensor(weights),
          bias: tensor(bias),
        });
        // A standardised number is off by (n + 4)·condition·u, on both sides;
        // a logit, a sum of width + 1 terms, by as much of its size Z, with
        // a rounding a term; a probability by twice a logit's error, with
        // those of exp, of a sum of the classes and of a division; a
        // derivative by the greatest number times that, with n roundings.
        const [n, width] = [x.length, x[0].length];
        const greatest = Math.max(1, ...x.flat().map(Math.abs));
        const size = 3 * (width * greatest + 1);
        const roundings = (n + 4) * (1 + condition) + width + classes + 8;
        const bound = 2 * u * (2 * roundings * (1 + size) + n) * greatest +
          8 * width * classes * u * penalty * 9;
        const near = (actual: number, right: number, what: string) => {
          const error = Math.abs(actual - right);
          assert(error <= bound, `${what}: ${actual} for ${right}`);
        };
        near(value.item(), expected.loss, "loss");
        const flat = expected.weights.flat();
        numbersOf(grad.weights).forEach((d, i) => near(d, flat[i], "weights"));
        numbersOf(grad.bias).forEach((d, j) =>
          near(d, expected.bias[j], "bias")
        );
        // The bound is far below what any wrong factor would change.
        assert(bound < 1e-9);
      },
    ),
    { numRuns: 300 },
  );
});
