/** Paths shorter than this are not worth a reference. */
const leastLength = 200;

/**
 * An SVG text in which a long path that is there several times, as the same
 * contours in several panels are, is written once and referred to.
 *
 * @param lines the elements, one a line.
 */
export function shareRepeated(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (!line.startsWith("<path ") || line.length < leastLength) continue;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const names = new Map<string, string>();
  return lines.map((line) => {
    const known = names.get(line);
    if (known !== undefined) return `<use href="#${known}"/>`;
    if ((counts.get(line) ?? 0) < 2) return line;
    const name = `path${names.size + 1}`;
    names.set(line, name);
    return line.replace("<path ", `<path id="${name}" `);
  });
}
