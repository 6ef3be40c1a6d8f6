/** Learning rates on quadratics: other rates, and trials that theory does not explain. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lectureLearningRate, runStudy, type Study } from "../../../mod.ts";
import { narrow } from "../../../experiments/lab/narrow.ts";
import { noData } from "../support/studies.ts";
import { tablesIn } from "./markdown.ts";
import { rowsOf } from "./report_rows.ts";

const study = lectureLearningRate;

/** The study at some rates only. */
const at = (learningRate: number[]): Study => ({
  ...study,
  grid: { learningRate },
});

Deno.test("lecture-learning-rate's answer says what is missing where rates are", async () => {
  const large = study.report(await runStudy(at([3, 4]), noData));
  assertStringIncludes(
    large.answer,
    "it grew in 8 of 8 with η > 2/λmax: as theory says in all.",
  );
  assertStringIncludes(
    large.answer,
    "for parabola-1 none, for none brought it nearer to the minimum, in " +
      "theory 1 (0);",
  );
  assertEquals(rowsOf(large, "best").map((row) => row.bestRateTried), [
    "",
    "",
    "",
    "",
  ]);
  const small = study.report(await runStudy(at([0.01]), noData));
  assertEquals(
    tablesIn(small.answer)[0].slice(1).map(([, role]) => role),
    ["best", "best", "best", "best"],
  );
});

Deno.test("lecture-learning-rate calls a contraction 1 that rounding cannot tell from it", async () => {
  const near = [0.2 - 2 ** -54, 0.2 + 2 ** -53];
  const { tables, answer } = study.report(await runStudy(at(near), noData));
  const rows = rowsOf({ tables, answer }, "courses")
    .filter(({ problem }) => problem === "parabola-10");
  assertEquals(
    rows.map(({ expected, course }) => [expected, course]),
    [["shrinks", "keeps"], ["grows", "keeps"]],
  );
  assert(Number(rows[0].measured) < 1 && Number(rows[1].measured) > 1);
  assertStringIncludes(answer, ", otherwise not.");
});

Deno.test("lecture-learning-rate's answer does not agree with theory where the trials don't", async () => {
  const outcome = await runStudy(study, noData);
  // The trials of one rate under the name of another, which theory judges.
  const trials = outcome.trials.map((trial) => {
    const { optimizer, hyperparameters } = trial.cell;
    const wrong = {
      ...optimizer,
      create: () => optimizer.create({ learningRate: 1.9 }),
    };
    return hyperparameters.learningRate === 0.02
      ? { ...trial, cell: { ...trial.cell, optimizer: wrong } }
      : trial;
  });
  const { answer, tables } = study.report({ ...outcome, trials });
  const beyond = rowsOf({ answer, tables }, "contractions")
    .reduce((sum, { unexplained }) => sum + Number(unexplained), 0);
  assert(beyond > 100);
  assertStringIncludes(
    answer,
    `${beyond} of the differences are greater than rounding explains.`,
  );
  assertStringIncludes(answer, "it shrank in 29 of 32 with η < 2/λmax");
  assertStringIncludes(answer, ", otherwise not.");
});

Deno.test("lecture-learning-rate reports on a quick run without gaps", async () => {
  const quick = narrow(study, { quick: true });
  const { answer, plots } = quick.report(await runStudy(quick, noData));
  assert(!/NaN|undefined|Infinity/.test(answer));
  assert(/as theory says in all/.test(answer));
  assertEquals(plots!.length, 3);
});
