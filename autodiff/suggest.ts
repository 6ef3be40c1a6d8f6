/**
 * The end of a message about an unknown name: the nearest known one, if it is
 * near, else all of them.
 */
export function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0) return "; there is none";
  const distances = known.map((right) => distance(name, right));
  const nearest = Math.min(...distances);
  return nearest <= Math.max(2, name.length / 3)
    ? `; did you mean ${known[distances.indexOf(nearest)]}?`
    : `; there ${known.length === 1 ? "is" : "are"} ${known.join(", ")}`;
}

/** The number of letters to add, drop or replace (Levenshtein, 1966). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1].toLowerCase() === b[j - 1].toLowerCase();
      next[j] = Math.min(
        row[j] + 1,
        next[j - 1] + 1,
        row[j - 1] + (same ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length];
}
