import { assert, assertEquals } from "@std/assert";
import { packagedData } from "../../../experiments/data/packages.ts";

const { features, labels, classes } = await packagedData.iris();

Deno.test("packagedData.iris() has 150 flowers with 4 measurements", () => {
  assertEquals(features.length, 150);
  assert(features.every((row) => row.length === 4));
  // Millimetres, written as centimetres with one decimal; 7.9 is the greatest.
  const measurements = features.flat();
  assert(measurements.every((x) => x > 0 && x <= 7.9));
  assert(measurements.every((x) => Number(x.toFixed(1)) === x));
  assertEquals(features[0], [5.1, 3.5, 1.4, 0.2]);
});

Deno.test("packagedData.iris() has 50 flowers of each of 3 species", () => {
  assertEquals(classes, ["setosa", "versicolor", "virginica"]);
  assertEquals(labels.length, 150);
  for (const species of [0, 1, 2]) {
    const members = labels.filter((label) => label === species);
    assertEquals(members.length, 50);
  }
});

Deno.test("packagedData.iris() has the means of Fisher (1936) for each species", () => {
  // Copies of the data differ from the paper in up to three measurements of
  // setosa, by 0.5 at most, which moves a mean of 50 by 0.01.
  const means = [
    [5.006, 3.428, 1.462, 0.246],
    [5.936, 2.77, 4.26, 1.326],
    [6.588, 2.974, 5.552, 2.026],
  ];
  means.forEach((row, species) => {
    const members = features.filter((_, i) => labels[i] === species);
    row.forEach((right, k) => {
      const mean = members.reduce((sum, x) => sum + x[k], 0) / members.length;
      assert(Math.abs(mean - right) <= 0.0101, `${mean} for ${right}`);
    });
  });
});

Deno.test("packagedData.iris() gives the same data again", async () => {
  assertEquals(await packagedData.iris(), { features, labels, classes });
});
