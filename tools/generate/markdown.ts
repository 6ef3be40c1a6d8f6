/** The first sentence of a doc comment, without links; a colon ends it too. */
export function firstSentence(doc: readonly string[]): string {
  return beginning(doc, /^.*?[.:](?= |$)/);
}

/** The first sentence of a doc comment, without links, with its colons. */
export function wholeSentence(doc: readonly string[]): string {
  return beginning(doc, /^.*?\.(?= |$)/);
}

function beginning(doc: readonly string[], pattern: RegExp): string {
  const end = doc.findIndex((line) => line === "" || line.startsWith("@"));
  const paragraph = doc.slice(0, end < 0 ? undefined : end).join(" ");
  const [sentence] = pattern.exec(paragraph) ?? [paragraph];
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

/** The name under which a module exports something, as code. */
export function exportedName(module: object, value: unknown): string {
  const found = Object.entries(module).find(([, each]) => each === value);
  if (found === undefined) throw new RangeError("Cannot find an export");
  return `\`${found[0]}\``;
}
