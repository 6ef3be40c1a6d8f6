import { parse as read } from "npm:csv-parse@7.0.3/sync";

/** Options of `parse`. */
export interface ParseOptions {
  /** What stands between values, a comma by default. */
  separator?: string;
  /** Whether the first row is left out, and gives the names unless `columns` does. */
  skipFirstRow?: boolean;
  /** Names of the columns, which make each row a record. */
  columns?: readonly string[];
}

/** What `parse` returns: lists of text, or records where columns have names. */
export type ParseResult<T extends ParseOptions> = T extends
  { columns: readonly (infer C extends string)[] } ? Record<C, string>[]
  : T extends { skipFirstRow: true } ? Record<string, string>[]
  : T extends { columns?: undefined; skipFirstRow?: false | undefined }
    ? string[][]
  : Record<string, string>[] | string[][];

function rows(input: string, delimiter: string): string[][] {
  try {
    const lines: string[][] = read(input, {
      bom: true,
      delimiter,
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
      skip_empty_lines: true,
    });
    return lines.map((row) => row.map((s) => s.replaceAll("\r\n", "\n")));
  } catch (cause) {
    const { message } = cause as Error;
    throw new SyntaxError(`Syntax error: ${message}`, { cause });
  }
}

/** Reads CSV into rows of text. @throws SyntaxError for stray quotes. */
export function parse(input: string): string[][];
/**
 * Reads CSV into rows of text, or into records where `columns` or
 * `skipFirstRow` is given. Empty lines are left out.
 *
 * @throws SyntaxError for stray quotes, Error for a row that has not as many
 * values as there are names, TypeError where names are to be read and there is
 * no row.
 */
export function parse<const T extends ParseOptions>(
  input: string,
  options: T,
): ParseResult<T>;
export function parse(
  input: string,
  { separator = ",", skipFirstRow = false, columns }: ParseOptions = {},
): string[][] | Record<string, string>[] {
  const lines = rows(input, separator);
  if (!skipFirstRow && columns === undefined) return lines;
  const first = skipFirstRow ? lines.shift() : [];
  if (first === undefined) {
    throw new TypeError("Cannot parse input: headers must be defined");
  }
  const names = columns ?? first;
  return lines.map((row, i) => {
    if (row.length !== names.length) {
      const line = i + (skipFirstRow ? 2 : 1);
      throw new Error(
        `Syntax error on line ${line}: The record has ${row.length} fields, ` +
          `but the header has ${names.length} fields`,
      );
    }
    return Object.fromEntries(names.map((name, k) => [name, row[k]]));
  });
}
