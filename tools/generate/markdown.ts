/** The first sentence of a doc comment, without links. */
export function firstSentence(doc: readonly string[]): string {
  const end = doc.findIndex((line) => line === "" || line.startsWith("@"));
  const paragraph = doc.slice(0, end < 0 ? undefined : end).join(" ");
  const [sentence] = /^.*?[.:](?= |$)/.exec(paragraph) ?? [paragraph];
  return sentence.replace(/:$/, ".").replace(/\{@link(?:code)? (\w+)\}/g, "$1");
}

/** A table with a head and rows of cells. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)]
    .join("\n");
}
