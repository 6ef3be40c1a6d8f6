import { assert, assertEquals } from "@std/assert";
import { packagedData } from "../../../experiments/data/packages.ts";

const { features, labels, classes } = await packagedData.digits();

Deno.test("packagedData.digits() has 10,000 pictures of ten digits", () => {
  assertEquals(classes, [..."0123456789"]);
  assertEquals(features.length, 10_000);
  assert(features.every(({ length }) => length === 784));
  const counts = classes.map((_, digit) =>
    labels.filter((label) => label === digit).length
  );
  assertEquals(counts, [
    ...[1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978],
  ]);
});

Deno.test("packagedData.digits() has ink from 0 to 1 in three decimals, in each picture", () => {
  let edge = 0;
  for (const picture of features) {
    let ink = 0;
    for (const [i, x] of picture.entries()) {
      if (!(x >= 0 && x <= 1) || Math.round(x * 1000) / 1000 !== x) {
        assert(false, `${x} is no share of ink`);
      }
      ink += x;
      if (i < 28 || i % 28 === 0) edge += x;
    }
    // From a thin 1 to a fat 0, of 784 pixels.
    assert(ink > 10 && ink < 320, `${ink}`);
  }
  // Digits stand amid their pictures.
  assert(edge / features.length < 0.1);
});

Deno.test("packagedData.digits() has pictures that belong to their labels", () => {
  // A 0 has no ink in the middle, where a 1 has it all; a 1 is narrow.
  const mean = (digit: number, pixels: readonly number[]) => {
    const own = features.filter((_, i) => labels[i] === digit);
    const sum = own.reduce(
      (sum, picture) => pixels.reduce((s, i) => s + picture[i], sum),
      0,
    );
    return sum / own.length / pixels.length;
  };
  const middle = [13, 14].flatMap((row) => [row * 28 + 13, row * 28 + 14]);
  const sides = [13, 14].flatMap((row) => [row * 28 + 7, row * 28 + 20]);
  assert(mean(0, middle) < 0.1 && mean(1, middle) > 0.6);
  assert(mean(1, sides) < 0.1 && mean(0, sides) > 0.3);
});

Deno.test("packagedData.digits() gives the same data again", async () => {
  const again = await packagedData.digits();
  assertEquals(again.labels, labels);
  for (const i of [0, 1, 1000, 1001, 5000, 9999]) {
    assertEquals(again.features[i], features[i]);
  }
  assert(String(features[1]) !== String(features[2]));
});
