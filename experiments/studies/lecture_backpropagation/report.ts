import type { Outcome, Report } from "../../lab/study.ts";
import { markdownTable, paragraph, roundedText } from "../../lab/table.ts";
import { type Derivative, runExamples } from "./derivatives.ts";
import { chainDrawing } from "./drawing.ts";
import { example, halfDistance, learningRate } from "./example.ts";
import {
  derivativesTable,
  factorsTable,
  forwardTable,
  notedUpdates,
  repeatedTable,
  updateTable,
} from "./tables.ts";

/** The tables of the worked example and what they say. */
export function backpropagationReport({ trials }: Outcome): Report {
  const runs = runExamples();
  const [forward, factors, derivatives, update, repeated] = [
    forwardTable(runs),
    factorsTable(runs),
    derivativesTable(runs),
    updateTable(runs),
    repeatedTable(runs),
  ];
  const compared = runs.flatMap((run) => run.derivatives);
  const lowered = trials.filter((t) => t.finalLoss < t.firstLoss);
  const names = runs.map(({ activation }) => activation.name);
  const errorAfter = (activation: string, updates: number) =>
    repeated.rows.find(([a, u]) => a === activation && u === updates)![2];

  const answer = `
${
    paragraph(
      "**Answer.** From backpropagation, the closed formula differs by at",
      `most ${roundedText(worst(compared, "closed"), 2)} of the derivative,`,
      "the product of the chain rule by at most",
      `${roundedText(worst(compared, "chained"), 2)}, the finite difference`,
      `by at most ${roundedText(worst(compared, "difference"), 2)}. One`,
      `update lowered the error for ${lowered.length} of ${trials.length}`,
      "activations.",
    )
  }

${
    paragraph(
      "The model: ŷ = f₃(w₃·f₂(w₂·f₁(w₁·x))), e = ŷ − y, with",
      `x = ${example.input}, y = ${example.target},`,
      `w = (${example.weights.join(", ")}), η = ${learningRate}. All net`,
      "inputs are positive, so relu gives what the identity gives.",
    )
  }

## Forward

${markdownTable(forward.columns, forward.rows)}

\`slope\` is fᵢ′(zᵢ).

## The factors of the chain rule

${
    markdownTable(
      ["factor", ...names],
      factorNames(factors.rows).map((name) => [
        name,
        ...names.map((activation) =>
          factors.rows.find(([a, f]) => a === activation && f === name)![2]
        ),
      ]),
    )
  }

${
    [1, 2, 3].map((k) =>
      `- ∂e/∂w${k} = ${runs[0].chain.chainRule(k).join(" · ")}`
    ).join("\n")
  }

## The derivatives, found in four ways

${
    paragraph(
      "The closed formula is",
      "∂e/∂w_k = h_{k−1} × ∏ wᵢ (i = k+1 … 3) × ∏ fᵢ′(zᵢ) (i = k … 3);",
      `the finite difference is central, at ±${halfDistance}.`,
    )
  }

${markdownTable(derivatives.columns, derivatives.rows, 8)}

## One update

(w_k)_new = w_k − η × ∂e/∂w_k:

${markdownTable(update.columns, update.rows)}

${
    markdownTable(
      ["activation", "e before", "e after"],
      trials.map((trial, i) => [names[i], trial.firstLoss, trial.finalLoss]),
    )
  }

## Why one update, and why training uses a squared loss

${
    paragraph(
      "The error e is signed: it has no minimum at e = 0, and a step downhill",
      "goes on past it. Repeated updates drive it to −∞ where nothing bounds",
      "the output from below (identity), and towards the least output minus y",
      "elsewhere; relu stops there, for it has no derivative below 0:",
    )
  }

${
    markdownTable(
      ["updates", ...names.map((name) => `e, ${name}`)],
      notedUpdates.map((updates) => [
        String(updates),
        ...names.map((name) => errorAfter(name, updates)),
      ]),
    )
  }

${
    paragraph(
      "The squared error e² has its minimum where e = 0; its derivative",
      "2e·∂e/∂w_k uses the same backpropagation and vanishes there.",
    )
  }
`.trim();
  const tables = [forward, factors, derivatives, update, repeated];
  const drawn = runs.filter(({ activation }) => activation.name === "tanh");
  return { tables, plots: drawn.map(chainDrawing), answer };
}

/** The greatest relative distance from the automatic derivative. */
function worst(
  derivatives: readonly Derivative[],
  way: "closed" | "chained" | "difference",
): number {
  const distances = derivatives.map((d) =>
    Math.abs((d[way] - d.automatic) / d.automatic)
  );
  return Math.max(...distances);
}

function factorNames(rows: readonly (readonly unknown[])[]): string[] {
  return [...new Set(rows.map(([, name]) => name as string))];
}
