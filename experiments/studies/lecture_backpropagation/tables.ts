import { grad } from "../../../autodiff/mod.ts";
import type { Table } from "../../lab/table.ts";
import type { ExampleRun } from "./derivatives.ts";
import { example, learningRate } from "./example.ts";

/** Every net input zᵢ and output hᵢ, with fᵢ′(zᵢ). */
export function forwardTable(runs: readonly ExampleRun[]): Table {
  return {
    name: "forward",
    columns: ["activation", "layer", "input", "weight", "z", "h", "slope"],
    rows: runs.flatMap(({ activation, chain, weights }) => {
      const { h, z } = chain.forward(weights, example.input, example.target);
      return weights.map((weight, i) => [
        activation.name,
        i + 1,
        h[i].item(),
        weight.item(),
        z[i + 1].item(),
        h[i + 1].item(),
        activation.derivative(z[i + 1]).item(),
      ]);
    }),
  };
}

/** Every factor of the chain rule, by name. */
export function factorsTable(runs: readonly ExampleRun[]): Table {
  return {
    name: "factors",
    columns: ["activation", "factor", "value"],
    rows: runs.flatMap(({ activation, chain, weights }) => {
      const factors = chain.factors(weights, example.input, example.target);
      return [...factors].map(([name, value]) => [
        activation.name,
        name,
        value.item(),
      ]);
    }),
  };
}

/** ∂e/∂w_k in four ways, side by side. */
export function derivativesTable(runs: readonly ExampleRun[]): Table {
  return {
    name: "derivatives",
    columns: [
      "activation",
      "k",
      "closedFormula",
      "chainRule",
      "automatic",
      "finiteDifference",
    ],
    rows: runs.flatMap(({ derivatives }) =>
      derivatives.map((d) => [
        d.activation,
        d.k,
        d.closed,
        d.chained,
        d.automatic,
        d.difference,
      ])
    ),
  };
}

/** The weights before and after the one update. */
export function updateTable(runs: readonly ExampleRun[]): Table {
  return {
    name: "update",
    columns: ["activation", "k", "weight", "derivative", "newWeight"],
    rows: runs.flatMap(({ activation, chain, weights }) => {
      const { input, target } = example;
      const gradient = grad(chain.error)(weights, input, target);
      const updated = chain.update(weights, gradient, learningRate);
      return weights.map((weight, i) => [
        activation.name,
        i + 1,
        weight.item(),
        gradient[i].item(),
        updated[i].item(),
      ]);
    }),
  };
}

/** After how many updates the error is noted. */
export const notedUpdates: readonly number[] = [0, 1, 2, 5, 10, 20];

/** The error if the update were repeated: it falls without end, or to −y. */
export function repeatedTable(runs: readonly ExampleRun[]): Table {
  return {
    name: "repeated",
    columns: ["activation", "updates", "error"],
    rows: runs.flatMap(({ activation, chain, weights }) => {
      const { input, target } = example;
      const rows: [string, number, number][] = [];
      let w = weights;
      for (let updates = 0; updates <= notedUpdates.at(-1)!; updates++) {
        if (notedUpdates.includes(updates)) {
          const error = chain.error(w, input, target).item();
          rows.push([activation.name, updates, error]);
        }
        const gradient = grad(chain.error)(w, input, target);
        w = chain.update(w, gradient, learningRate);
      }
      return rows;
    }),
  };
}
