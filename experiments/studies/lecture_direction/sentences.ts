import { paragraph, roundedText } from "../../lab/table.ts";
import { valley } from "./problems.ts";
import { type DirectionRun, labelOf } from "./runs.ts";
import { bestHeavyBall } from "./theory.ts";

/** What γ did to the directions on one problem, of the trials shown. */
export function directionSentence(shown: readonly DirectionRun[]): string {
  const [{ trial, rate }] = shown;
  const isValley = trial.cell.problem.id === valley.id;
  const parts = shown.map((run) => {
    const { turns, steps, along } = run.way;
    const { status, finalLoss, steps: taken } = run.trial;
    const back = `${turns} back${
      Number.isNaN(along) ? "" : `, ${roundedText(100 * along, 2)} % along`
    }`;
    return `${labelOf(run, shown)} ` +
      (!Number.isNaN(steps)
        ? `after ${steps} (${back})`
        : status === "diverged"
        ? `not, it diverged (${back})`
        : `not in ${taken} (${back}), loss ${
          roundedText(finalLoss, 2)
        } in the end`);
  });
  return `On ${trial.cell.problem.id} at η = ${rate}, w came within 1 % of its ` +
    "first distance from the minimum after so many steps, of which so many " +
    "turned back by more than a right angle" +
    (isValley ? ", so much of their length along the valley" : "") +
    `: ${parts.join("; ")}.`;
}

/** How near the measured contractions are to the theory. */
export function contractionSentence(runs: readonly DirectionRun[]): string {
  const all = runs.flatMap(({ contractions }) => contractions)
    .filter(({ measured }) => !Number.isNaN(measured));
  if (all.length === 0) return "No contraction could be measured.";
  const worst = (some: typeof all) =>
    `${
      roundedText(100 * Math.max(...some.map((each) => each.difference)), 2)
    } %`;
  const complex = all.filter(({ theory }) => theory.roots === "complex");
  const others = all.filter(({ theory }) => theory.roots !== "complex");
  const within = all.filter((each) => each.difference <= each.bound).length;
  const parts = [
    ...(complex.length > 0
      ? [
        `from √γ by at most ${worst(complex)} in the ${complex.length} ` +
        `cases in which theory says √γ`,
      ]
      : []),
    ...(others.length > 0
      ? [
        `from the greater root by at most ${worst(others)} in the ` +
        `${others.length} others`,
      ]
      : []),
  ];
  return `The contraction measured on ${valley.id} differs ` +
    `${parts.join(" and ")}; ${within} of ${all.length} are as near as the ` +
    `bound says.`;
}

/** The greatest contraction of a trial, if all of them were measured. */
function slowest({ contractions }: DirectionRun): number {
  return contractions.reduce(
    (greatest, { measured }) => measured <= greatest ? greatest : measured,
    -Infinity,
  );
}

/** The trials of which all contractions were measured. */
function measuredRuns(runs: readonly DirectionRun[]): DirectionRun[] {
  return runs.filter(({ contractions }) =>
    contractions.length > 0 &&
    contractions.every(({ measured }) => !Number.isNaN(measured))
  );
}

/** Whether the distance shrank where theory says so. */
export function courseSentence(runs: readonly DirectionRun[]): string {
  const measured = measuredRuns(runs);
  if (measured.length === 0) return "";
  const greatest = Math.max(...valley.eigenvalues);
  const isBelow = ({ rate, momentum }: DirectionRun) =>
    rate * greatest < 2 * (1 + momentum);
  const below = measured.filter(isBelow);
  const beyond = measured.filter((run) => !isBelow(run));
  const shrank = below.filter((run) => slowest(run) < 1).length;
  const grew = beyond.filter((run) => slowest(run) > 1).length;
  const parts = [
    ...(below.length > 0
      ? [
        `the greatest contraction measured was below 1 in ${shrank} of ` +
        `${below.length} such trials`,
      ]
      : []),
    ...(beyond.length > 0
      ? [`it was above 1 in ${grew} of ${beyond.length} others`]
      : []),
  ];
  return "Theory lets w come nearer to the minimum where " +
    `η·λmax < 2·(1 + γ): ${parts.join(", ")}.`;
}

/** The best η and γ of those tried, beside the theory. */
export function bestSentence(runs: readonly DirectionRun[]): string {
  const [best] = measuredRuns(runs).sort((a, b) => slowest(a) - slowest(b));
  if (best === undefined) return "";
  const theory = bestHeavyBall(valley.eigenvalues);
  return paragraph(
    "The least contraction of the slowest direction was",
    `${roundedText(slowest(best))}, at η = ${best.rate} and`,
    `γ = ${best.momentum}; in theory the best is`,
    `${roundedText(theory.contraction)}, at η = ${roundedText(theory.rate)}`,
    `and γ = ${roundedText(theory.momentum)}.`,
  );
}
