import type { Outcome, Report } from "../../lab/study.ts";
import { markdownTable, paragraph, roundedText } from "../../lab/table.ts";
import { directionPlots } from "./plots.ts";
import { valley } from "./problems.ts";
import { type DirectionRun, directionRuns, shownRuns } from "./runs.ts";
import {
  bestSentence,
  contractionSentence,
  courseSentence,
  directionSentence,
} from "./sentences.ts";
import { contractionsTable, pathsTable, waysTable } from "./tables.ts";
import { bestHeavyBall } from "./theory.ts";

/** What each γ did to the direction, and how fast it was. */
export function directionReport(outcome: Outcome): Report {
  const { study } = outcome;
  const runs = directionRuns(outcome);
  const problems = [...new Set(runs.map(({ trial }) => trial.cell.problem.id))];
  const shown = problems.map((problem) => shownRuns(runs, problem));
  const best = bestHeavyBall(valley.eigenvalues);
  const [least, greatest] = valley.eigenvalues;
  const kappa = greatest / least;
  const answer = `
${
    paragraph(
      ...[
        "**Answer.**",
        ...shown.map(directionSentence),
        contractionSentence(runs),
        courseSentence(runs),
        bestSentence(runs),
      ].filter((sentence) => sentence !== ""),
    )
  }

${
    paragraph(
      "The update is w_t = w_{t−1} − m_t with m_t = η·g_t + γ·m_{t−1}, g_t the",
      "derivative at w_{t−1}; γ = 0 is gradient descent. In m the parts of the",
      "derivatives that change sign from step to step cancel, those across a",
      "valley, and the parts that keep theirs add up, those along it.",
    )
  }

## The ways to the minimum

${
    paragraph(
      "At the greatest of the learning rates at which each γ lowered the loss,",
      "or the least where there is none. Until the first point within 1 % of",
      "the first distance from the minimum, or the end after",
      `${study.steps} steps: how many steps that took; how many turned back,`,
      "by more than a right angle from the step before; the mean cosine of",
      "the angle between consecutive steps; how straight the path is (the",
      "distance between its ends as a part of its length); and, in the",
      "straight valley, which part of its length leads along it.",
    )
  }

${
    shown.map((own) =>
      `On ${own[0].trial.cell.problem.id} at η = ${own[0].rate}:\n\n` +
      waysMarkdown(own)
    ).join("\n\n")
  }

## The contraction on ${valley.id}, measured and in theory

${
    paragraph(
      "Along a direction of curvature λ the component c of w follows",
      "c_{t+1} = (1 + γ − ηλ)·c_t − γ·c_{t−1}, whose solutions are powers of",
      "the roots of z² − (1 + γ − ηλ)·z + γ. In the long run each step",
      "multiplies by the modulus of the greater root: by √γ where the roots",
      "are complex, which is where (1 − √γ)² < ηλ < (1 + √γ)², and there the",
      "component swings around the minimum. That is below 1 where",
      "ηλ < 2·(1 + γ) (Polyak 1964). What was measured is the mean, over the",
      "second half of the steps, of what a step multiplies √(ηλ·c_t² + m_t²)",
      "by: the root of the energy of a heavy ball, which does not swing as",
      "c_t does. The bound says how far that can be from the modulus after so",
      "many steps.",
    )
  }

${contractionsMarkdown(runs)}

${
    paragraph(
      `For curvatures of ${least} to ${greatest} (κ = ${kappa}) the best are`,
      "η = 4/(√λmax + √λmin)² and γ = ((√κ − 1)/(√κ + 1))², which make both",
      "roots double: theory gives",
      `η = ${roundedText(best.rate)}, γ = ${roundedText(best.momentum)} and a`,
      `contraction of (√κ − 1)/(√κ + 1) = ${roundedText(best.contraction)}.`,
      "Gradient descent has at best (κ − 1)/(κ + 1) =",
      `${roundedText((kappa - 1) / (kappa + 1))}.`,
    )
  }

## Files

${
    paragraph(
      "`ways.csv` and `contractions.csv` have these numbers for every trial,",
      "`paths.csv` the paths of the tables above, at the steps that the curves",
      "record.",
    )
  }
`.trim();
  return {
    tables: [
      contractionsTable(runs),
      waysTable(runs),
      pathsTable(study, shown.flat()),
    ],
    plots: directionPlots(study, runs, shown),
    answer,
  };
}

function waysMarkdown(shown: readonly DirectionRun[]): string {
  return markdownTable(
    [
      "optimizer",
      "γ",
      "steps to 1 %",
      "turned back",
      "mean cosine",
      "straightness",
      "part along the valley",
      "loss at the end",
    ],
    shown.map(({ trial, momentum, way }) => [
      trial.cell.optimizer.id,
      momentum,
      Number.isNaN(way.steps) ? "not reached" : way.steps,
      `${way.turns} of ${way.pairs}`,
      way.cosine,
      way.straightness,
      way.along,
      trial.status === "diverged" ? "diverged" : trial.finalLoss,
    ]),
  );
}

function contractionsMarkdown(runs: readonly DirectionRun[]): string {
  const rows = runs.flatMap((run) =>
    run.contractions.filter(({ measured }) => !Number.isNaN(measured))
      .map((each) => [
        run.trial.cell.optimizer.id,
        run.rate,
        run.momentum,
        each.eigenvalue,
        each.theory.roots,
        each.theory.contraction,
        each.measured,
        each.difference,
        each.bound,
      ])
  );
  if (rows.length === 0) return "No contraction could be measured.";
  return markdownTable(
    [
      "optimizer",
      "η",
      "γ",
      "λ",
      "roots",
      "theory",
      "measured",
      "relative difference",
      "bound",
    ],
    rows,
  );
}
