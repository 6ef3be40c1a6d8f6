/** Numbers as text that reads back as the same numbers. */

/** One number: the shortest decimal, with the sign of −0. */
export function formatNumber(x: number | undefined): string {
  return Object.is(x, -0) ? "-0" : String(x);
}

/** Numbers in arrays and records, on one line. */
export function formatValue(value: unknown): string {
  if (typeof value === "number") return formatNumber(value);
  if (Array.isArray(value)) return `[${value.map(formatValue).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([key, inner]) =>
      `${key}: ${formatValue(inner)}`
    );
    return `{ ${fields.join(", ")} }`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
