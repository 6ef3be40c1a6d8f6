import { paragraph } from "./table.ts";
import type { Study } from "./study.ts";
import { inTeachingOrder } from "./teaching_order.ts";

/** The name of the file that shows what a folder of results holds. */
export const overviewFile = "README.md";

/** The files of each study's results by name, by the study's name. */
export type Results = ReadonlyMap<string, ReadonlyMap<string, string>>;

const introduction = `# Results

${
  paragraph(
    "What the studies of Descent found. Each has a folder: `summary.md` with",
    "its answer, tables as CSV, pictures as SVG, and `manifest.json` with its",
    "configuration and the SHA-256 of every file. Everything here is computed,",
    "this page too.",
  )
}

\`\`\`sh
deno task experiment   # run every study and write this folder
deno task verify       # run every study again and compare byte for byte
\`\`\``;

/**
 * What a folder of results shows: of each study that has some the question,
 * the answer, the main plot and the names of its files, in Markdown.
 */
export function overview(studies: readonly Study[], results: Results): string {
  const sections = inTeachingOrder(studies).flatMap((study) => {
    const files = results.get(study.id);
    return files?.has("summary.md") ? [section(study, files)] : [];
  });
  return [introduction, ...sections].join("\n\n") + "\n";
}

function section(
  { id, question }: Study,
  files: ReadonlyMap<string, string>,
): string {
  const summary = files.get("summary.md")!;
  const [answer] = /^\*\*Answer\.\*\*.*$/m.exec(summary) ?? [];
  const [, caption, picture] = /^!\[(.*)\]\((\S+\.svg)\)$/m.exec(summary) ?? [];
  const links = (ending: string) =>
    [...files.keys()].filter((name) => name.endsWith(ending)).sort(byName)
      .map((name) => `[${name.slice(0, -ending.length)}](${id}/${name})`)
      .join(", ");
  const plots = links(".svg");
  return [
    `## [${id}](${id}/summary.md)`,
    `**Question.** ${question}`,
    ...answer === undefined ? [] : [answer],
    ...picture === undefined
      ? []
      : [`![${caption}](${id}/${picture})`, caption],
    `Tables: ${links(".csv")}.${plots === "" ? "" : ` Plots: ${plots}.`}`,
  ].join("\n\n");
}

const byName = (a: string, b: string): number => a < b ? -1 : 1;
