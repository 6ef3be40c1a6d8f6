import { stringify as format } from "npm:csv-stringify@6.9.0/sync";

/** A key of a record or an index of a list. */
export type PropertyAccessor = number | string;

/** Where a column's values are, and its heading if it isn't the last accessor. */
export type ColumnDetails = {
  /** Text of the heading. */
  header?: string;
  /** One accessor, or several that lead inwards. */
  prop: PropertyAccessor | PropertyAccessor[];
};

/** A column: accessors, or accessors with a heading. */
export type Column = ColumnDetails | PropertyAccessor | PropertyAccessor[];

/** A row: a list of values or a record. */
export type DataItem = Readonly<Record<string, unknown> | unknown[]>;

/** Options of `stringify`. */
export type StringifyOptions = {
  /** Whether headings come first, `true` by default; there are none without `columns`. */
  headers?: boolean;
  /** What stands between values, a comma by default. */
  separator?: string;
  /** The columns in order; needed for records. */
  columns?: readonly Column[];
  /** Whether a byte-order mark comes first, `false` by default. */
  bom?: boolean;
};

function accessors(column: Column): PropertyAccessor[] {
  const prop = typeof column === "object" && "prop" in column
    ? column.prop
    : column;
  return [prop].flat() as PropertyAccessor[];
}

function heading(column: Column): string {
  const named = typeof column === "object" && "prop" in column;
  return named && column.header !== undefined
    ? column.header
    : String(accessors(column).at(-1));
}

function at(value: unknown, path: PropertyAccessor[]): unknown {
  for (const key of path) {
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value) && typeof key !== "number") {
      throw new TypeError('Property accessor is not of type "number"');
    }
    value = (value as Record<PropertyAccessor, unknown>)[key];
  }
  return value;
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * Writes rows as CSV (RFC 4180): each row ends in CRLF, values that hold a
 * separator, a quote or a line feed are quoted, `-0` is written `0`, `null`
 * and `undefined` are empty.
 *
 * @throws TypeError for records without `columns`, for a text that leads into a
 * list, and for a separator with a quote or CRLF in it.
 */
export function stringify(
  data: readonly DataItem[],
  options: StringifyOptions = {},
): string {
  const { headers = true, separator = ",", columns = [], bom = false } =
    options;
  if (/"|\r\n/.test(separator)) {
    throw new TypeError("Separator cannot include a quotation mark or CRLF");
  }
  const rows = data.map((item) => {
    if (columns.length > 0) {
      return columns.map((column) => text(at(item, accessors(column))));
    }
    if (Array.isArray(item)) return item.map(text);
    throw new TypeError(
      "No property accessor function was provided for object",
    );
  });
  if (headers && columns.length > 0) rows.unshift(columns.map(heading));
  return format(rows, {
    bom,
    delimiter: separator,
    record_delimiter: "\r\n",
    quoted_match: "\n",
  });
}
