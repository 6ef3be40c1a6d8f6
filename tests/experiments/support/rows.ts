import { assertEquals } from "@std/assert";

/**
 * Asserts that lists are equal, and shows the first of their elements that
 * differ alone: to compare all of a long list as text takes gigabytes.
 */
export function assertSameRows(
  actual: readonly unknown[],
  expected: readonly unknown[],
): void {
  actual.forEach((row, i) => {
    if (i < expected.length) assertEquals(row, expected[i], `row ${i + 1}`);
  });
  assertEquals(actual.length, expected.length, "the number of rows");
}
