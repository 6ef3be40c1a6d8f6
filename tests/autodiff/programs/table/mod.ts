/** How tests call every operation and transformation. */
import type { Entry } from "../entry.ts";
import { choice } from "./choice.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { nestedEntries } from "./nested.ts";
import { products } from "./product.ts";
import { reductions } from "./reduction.ts";
import { structure } from "./structure.ts";

/** The operations, by name. */
export const operationEntries: Record<string, Entry> = {
  ...elementwise,
  ...choice,
  ...reductions,
  ...structure,
  ...products,
  ...indexing,
};

/** The operations and the transformations, by name. */
export const entries: Record<string, Entry> = {
  ...operationEntries,
  ...nestedEntries(operationEntries),
};
