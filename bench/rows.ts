/** Everything that is measured. */
import type { CommandRow, ContestRow } from "./row.ts";
import { processRows } from "./workloads/processes.ts";
import { productRows } from "./workloads/products.ts";
import { threadRows, trainingRows } from "./workloads/training.ts";
import { updateRows } from "./workloads/updates.ts";
import { ownRows, rosenbrockRows } from "./workloads/valleys.ts";

/** All rows, in the order of the tables. */
export const allRows: readonly (ContestRow | CommandRow)[] = [
  ...trainingRows,
  ...updateRows,
  ...productRows,
  ...rosenbrockRows,
  ...threadRows,
  ...processRows,
  ...ownRows,
];
