/** The committed results against the present definitions; no study is run. */
import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { createHash } from "node:crypto";
import { numericsVersion, studies, type Study } from "../../mod.ts";
import { overview, overviewFile } from "../../experiments/lab/overview.ts";
import { canonicalText } from "../../experiments/lab/canonical.ts";
import { packagedData } from "../../experiments/data/packages.ts";
import {
  allHyperparameters,
  enumerateCells,
  gridPoints,
} from "../../experiments/lab/trial.ts";
import { granted } from "../support/permissions.ts";
import { assertSameRows } from "./support/rows.ts";

const root = new URL("../../results/", import.meta.url);
const ignore = !granted({ name: "read" });

/** The names in a folder but for hidden ones; folders with a slash at the end. */
async function namesIn(folder: URL): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.filter(({ name }) => !name.startsWith(".")).map((
    { name, isDirectory },
  ) => isDirectory ? `${name}/` : name)
    .sort();
}

const folderOf = ({ id }: Study) => new URL(`${id}/`, root);

async function manifestOf(study: Study) {
  const url = new URL("manifest.json", folderOf(study));
  return JSON.parse(await Deno.readTextFile(url));
}

/** What a manifest says of a study, from its definition. */
async function configurationOf(study: Study) {
  const { id, revision, question, grid, seeds, steps, metrics } = study;
  const { curvePoints, curvesOf, tolerance } = study;
  const problems = await study.problems(packagedData);
  const [point] = gridPoints(grid);
  const optimizers = study.optimizers.map((optimizer) => {
    const hyperparameters = Object.fromEntries(
      Object.entries(allHyperparameters(optimizer, point))
        .filter(([name]) => !(name in grid)),
    );
    const { choices } = optimizer.create(point);
    const { id, revision, grid: own } = optimizer;
    const part = own === undefined ? {} : { grid: own };
    return [id, { revision, hyperparameters, choices, ...part }];
  });
  return {
    id,
    revision,
    question,
    problems: Object.fromEntries(problems.map((p) => [p.id, p.revision])),
    optimizers: Object.fromEntries(optimizers),
    grid,
    seeds,
    steps,
    metrics,
    ...(curvePoints === undefined ? {} : { curvePoints }),
    ...(curvesOf === undefined ? {} : { curvesOf }),
    ...(tolerance === undefined ? {} : { tolerance }),
    trials: problems.length * seeds *
      study.optimizers.reduce(
        (sum, optimizer) =>
          sum + gridPoints({ ...grid, ...optimizer.grid }).length,
        0,
      ),
  };
}

Deno.test({
  name:
    "results/ has its page, a folder for each study and nothing else (needs read)",
  ignore,
  async fn() {
    const folders = studies.map(({ id }) => `${id}/`).sort();
    assertEquals(await namesIn(root), [overviewFile, ...folders]);
  },
});

Deno.test({
  name: "results/README.md shows what the committed files say (needs read)",
  ignore,
  async fn() {
    const results = new Map<string, ReadonlyMap<string, string>>();
    for (const study of studies) {
      const folder = folderOf(study);
      const texts = (await namesIn(folder)).map(async (name) =>
        [name, await Deno.readTextFile(new URL(name, folder))] as const
      );
      results.set(study.id, new Map(await Promise.all(texts)));
    }
    const text = await Deno.readTextFile(new URL(overviewFile, root));
    assertEquals(text, overview(studies, results));
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path);
    assert(links.length > 2 * studies.length);
    for (const path of links) await Deno.stat(new URL(path, root));
  },
});

Deno.test({
  name: "results/ has less than 5 MB (needs read)",
  ignore,
  async fn() {
    let size = 0;
    for (const folder of await namesIn(root)) {
      if (!folder.endsWith("/")) continue;
      for (const name of await namesIn(new URL(folder, root))) {
        size += (await Deno.stat(new URL(`${folder}${name}`, root))).size;
      }
    }
    assert(size > 0 && size < 5_000_000, `${size} bytes`);
  },
});

for (const study of studies) {
  const { id } = study;

  Deno.test({
    name: `the manifest of ${id} has the SHA-256 of each file (needs read)`,
    ignore,
    async fn() {
      const folder = folderOf(study);
      const { files, plots } = await manifestOf(study);
      const names = await namesIn(folder);
      const others = names.filter((name) => name !== "manifest.json");
      const pictures = others.filter((name) => name.endsWith(".svg"));
      const tables = others.filter((name) => !name.endsWith(".svg"));
      assertEquals(Object.keys(files).sort(), tables);
      assertEquals(Object.keys(plots).sort(), pictures);
      for (const name of ["trials.csv", "curves.csv", "summary.md"]) {
        assert(others.includes(name), `${id}/${name} is missing`);
      }
      for (const name of others) {
        const bytes = await Deno.readFile(new URL(name, folder));
        const hash = createHash("sha256").update(bytes).digest("hex");
        assertEquals({ ...files, ...plots }[name], hash, `${id}/${name}`);
      }
    },
  });

  Deno.test({
    name: `the manifest of ${id} has what is defined (needs read)`,
    ignore,
    async fn() {
      const { files: _, plots: __, ...manifest } = await manifestOf(study);
      assertEquals(manifest, {
        schema: 1,
        numerics: numericsVersion,
        study: JSON.parse(canonicalText(await configurationOf(study))),
      });
    },
  });

  Deno.test({
    name: `trials.csv of ${id} has the trials that would run (needs read)`,
    ignore,
    async fn() {
      const url = new URL("trials.csv", folderOf(study));
      const [head, ...rows] = parse(await Deno.readTextFile(url));
      const cells = enumerateCells(study, await study.problems(packagedData));
      const names = Object.keys(study.grid);
      const columns = ["trial", "problem", "optimizer", ...names, "seed"];
      assertEquals(head.slice(0, columns.length), columns);
      assertSameRows(
        rows.map((row) => row.slice(0, columns.length)),
        cells.map(({ id, problem, optimizer, hyperparameters, seed }) => [
          id,
          problem.id,
          optimizer.id,
          ...names.map((name) => String(hyperparameters[name])),
          String(seed),
        ]),
      );
    },
  });

  Deno.test({
    name: `curves.csv of ${id} has the curves of its trials (needs read)`,
    ignore,
    async fn() {
      const read = async (name: string) => {
        const text = await Deno.readTextFile(new URL(name, folderOf(study)));
        return parse(text).slice(1).map(([trial]) => trial);
      };
      const shown = new Set(await read("curves.csv"));
      const trials = await read("trials.csv");
      const kept = trials.filter((trial) => shown.has(trial));
      assertSameRows([...shown], kept);
      const problems = await study.problems(packagedData);
      const groups = problems.length * study.optimizers.length;
      const { curvesOf = "all" } = study;
      const expected = { all: trials.length, best: groups * study.seeds };
      assertEquals(kept.length, { ...expected, first: groups }[curvesOf]);
    },
  });
}
