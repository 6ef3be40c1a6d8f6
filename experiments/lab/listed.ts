/**
 * A list in a sentence: all of it where it is short, else its beginning and
 * its end, with how many are between.
 */
export function listed(texts: readonly string[], most = 10): string {
  if (texts.length <= most) return texts.join(", ");
  const between = texts.length - most;
  return [
    ...texts.slice(0, most - 1),
    `… (${between} between)`,
    texts[texts.length - 1],
  ].join(", ");
}
