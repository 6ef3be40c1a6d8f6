/** Reading the tables of a study's answer. */

/** Every table of a Markdown text as rows of cells; the first row is the head. */
export function tablesIn(markdown: string): string[][][] {
  const tables: string[][][] = [];
  let inside = false;
  for (const line of markdown.split("\n")) {
    const isRow = line.startsWith("| ") && line.endsWith(" |");
    if (isRow && !inside) tables.push([]);
    inside = isRow;
    if (!isRow || /^\| -/.test(line)) continue;
    tables.at(-1)!.push(line.slice(2, -2).split(" | "));
  }
  return tables;
}

/** A number as a Markdown table shows it. */
export function rounded(x: number, digits = 4): string {
  if (Number.isNaN(x)) return "–";
  return Number.isFinite(x) ? String(Number(x.toPrecision(digits))) : String(x);
}
