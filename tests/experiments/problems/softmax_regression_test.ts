import { assert, assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import {
  type Classified,
  grad,
  key,
  softmaxRegression,
  tensor,
} from "../../../mod.ts";
import { assertSameBits } from "../../support/bits.ts";
import { check } from "../../support/property.ts";
import {
  cases,
  instanceOf,
  numbersOf,
  ownClasses,
  slopesAtZero,
  trainingSet,
  u,
} from "./softmax_support.ts";

Deno.test("softmaxRegression() trains on as many samples as it is told", () => {
  for (let samples = 3; samples <= 12; samples++) {
    for (let size = 2; size < samples; size++) {
      const trained = trainingSet(samples, size, key(samples));
      assertEquals(trained.filter((yes) => yes).length, size);
    }
  }
});

Deno.test("softmaxRegression() draws the split from the problem's key alone", () => {
  const splitOf = (seed: number) => trainingSet(10, 5, key(seed)).join();
  const seeds = Array.from({ length: 30 }, (_, seed) => seed);
  // 252 splits: 30 draws with fewer than 20 of them have a chance below 1e-9.
  assert(new Set(seeds.map(splitOf)).size >= 20);
  const data = ownClasses([1, 2, 3, 4, 5]);
  const slopes = (start: number) =>
    slopesAtZero(instanceOf(data, { trainingSize: 3 }, key(1), key(start)));
  assertEquals(slopes(7), slopes(8));
});

Deno.test("softmaxRegression() standardises the training samples to mean 0 and deviation 1", () => {
  const measurements = fc.uniqueArray(fc.integer({ min: -999, max: 999 }), {
    minLength: 3,
    maxLength: 16,
  });
  check(
    fc.property(measurements, fc.nat(), fc.nat(), (whole, cut, seed) => {
      const raw = whole.map((k) => k / 8);
      const n = 2 + cut % (raw.length - 2);
      const problem = key(seed);
      const trained = trainingSet(raw.length, n, problem);
      const instance = instanceOf(
        ownClasses(raw),
        { trainingSize: n },
        problem,
      );
      // A sample j has ∂loss/∂w_j = mean(x)/samples − x_j/n where it is trained
      // on, and without the second term where it is not.
      const slopes = slopesAtZero(instance).weights;
      const other = slopes[trained.indexOf(false)];
      const x = slopes.filter((_, j) => trained[j])
        .map((slope) => n * (other - slope));
      const mean = x.reduce((sum, each) => sum + each, 0) / n;
      const square = x.reduce((sum, each) => sum + each * each, 0) / n;
      // The mean of the raw numbers is off by n·u of the greatest; in units
      // of the deviation that is n·u·scale. Twice that in the squares, with
      // n roundings of their sum and of the sums here and a few of the way
      // from the slopes, each relative to numbers of size √n at most.
      const used = raw.filter((_, j) => trained[j]);
      const centre = used.reduce((sum, each) => sum + each, 0) / n;
      const deviation = Math.sqrt(
        used.reduce((sum, each) => sum + (each - centre) ** 2, 0) / n,
      );
      const scale = Math.max(...used.map(Math.abs)) / deviation;
      const bound = (4 * n + 40) * u * (1 + scale);
      assert(Math.abs(mean) <= bound, `mean ${mean}`);
      assert(Math.abs(square - 1) <= bound, `square ${square}`);
    }),
    { numRuns: 200 },
  );
});

Deno.test("softmaxRegression() does not let the test samples into the loss", () => {
  check(
    fc.property(cases(), ({ data, trainingSize, seed }) => {
      const problem = key(seed);
      const trained = trainingSet(data.labels.length, trainingSize, problem);
      const options = { trainingSize, penalty: 0.5 };
      const features = data.features.map((row, i) =>
        trained[i] ? row : row.map((x, k) => 3 * x + i * i + k)
      );
      const labels = data.labels.map((label, i) =>
        trained[i] ? label : (label + 1) % data.classes.length
      );
      const measure = (data: Classified) => {
        const { loss, metrics, start } = instanceOf(data, options, problem);
        const slopes = grad(loss)(start);
        return [
          loss(start).item(),
          metrics(start).trainAccuracy.item(),
          ...numbersOf(slopes.weights),
          ...numbersOf(slopes.bias),
        ];
      };
      const before = measure(data);
      assertSameBits(measure({ ...data, features, labels }), before);
    }),
    { numRuns: 100 },
  );
});

Deno.test("softmaxRegression() counts what is classified right, by hand", () => {
  const labelings = fc.array(fc.nat({ max: 1 }), {
    minLength: 8,
    maxLength: 8,
  });
  const measurements = [-7, -5, -2, -1, 2, 3, 5, 9];
  const trained = trainingSet(8, 5);
  const used = measurements.filter((_, i) => trained[i]);
  const centre = used.reduce((sum, x) => sum + x, 0) / 5;
  check(
    fc.property(labelings, fc.boolean(), (labels, upwards) => {
      const { metrics } = instanceOf(
        {
          features: measurements.map((x) => [x]),
          labels,
          classes: ["low", "high"],
        },
        { trainingSize: 5 },
      );
      const share = (
        predicted: (x: number) => number,
        part: boolean,
      ) => {
        const right = labels.filter((label, i) =>
          trained[i] === part && predicted(measurements[i]) === label
        );
        return right.length / (part ? 5 : 3);
      };
      const sign = upwards ? 1 : -1;
      const byMeasurement = metrics({
        weights: tensor([[-sign, sign]]),
        bias: tensor([0, 0]),
      });
      const above = (x: number) => sign * (x - centre) > 0 ? 1 : 0;
      assertSameBits(byMeasurement.trainAccuracy.item(), share(above, true));
      assertSameBits(byMeasurement.testAccuracy.item(), share(above, false));
      const byBias = metrics({
        weights: tensor([[0, 0]]),
        bias: tensor(upwards ? [0, 1] : [0, 0]),
      });
      const always = () => upwards ? 1 : 0;
      assertSameBits(byBias.trainAccuracy.item(), share(always, true));
      assertSameBits(byBias.testAccuracy.item(), share(always, false));
    }),
    { numRuns: 100 },
  );
});

const some: Classified = {
  features: [[1, 5], [2, 5], [3, 6], [4, 5], [5, 5]],
  labels: [0, 1, 2, 0, 1],
  classes: ["a", "b", "c"],
};

Deno.test("softmaxRegression() starts from normal weights and a bias of 0", () => {
  const classes = Array.from({ length: 400 }, (_, j) => `class ${j}`);
  const wide = { ...ownClasses([1, 2, 3]), classes };
  const start = (seed: number, startDeviation: number) =>
    instanceOf(wide, { startDeviation }, key(1), key(seed)).start;
  const { weights, bias } = start(2, 1);
  assertEquals([weights.shape, bias.shape], [[1, 400], [400]]);
  assertSameBits(bias.toTypedArray(), new Float64Array(400));
  // Five standard errors of the mean and of the variance of 400 numbers.
  assert(Math.abs(weights.mean().item()) < 5 / Math.sqrt(400));
  assert(Math.abs(weights.variance().item() - 1) < 5 * Math.sqrt(2 / 399));
  assertSameBits(
    weights.toTypedArray(),
    key(2).fold("weights").normal([1, 400]).toTypedArray(),
  );
  const half = start(2, 0.5).weights;
  assertSameBits(half.mul(2).toTypedArray(), weights.toTypedArray());
  assert(
    start(3, 1).weights.notEqual(weights).toArray().toString().includes("true"),
  );
});

Deno.test("softmaxRegression() draws the start from the seed's key alone", () => {
  const start = (problem: number) =>
    numbersOf(instanceOf(some, {}, key(problem), key(2)).start.weights);
  assertSameBits(start(5), start(6));
});

Deno.test("softmaxRegression() refuses a training part that leaves nothing or standardises nothing", () => {
  for (const trainingSize of [-1, 0, 1, 2.5, 5, 6, NaN, Infinity]) {
    assertThrows(
      () => instanceOf(some, { trainingSize }),
      RangeError,
      "Cannot create softmaxRegression: trainingSize must be a whole number " +
        `in [2, 4], current value is ${trainingSize}`,
    );
  }
});

Deno.test("softmaxRegression() refuses a deviation or a penalty that is none", () => {
  for (const option of ["startDeviation", "penalty"]) {
    for (const value of [-1, NaN, Infinity]) {
      assertThrows(
        () => instanceOf(some, { [option]: value }),
        RangeError,
        `Cannot create softmaxRegression: ${option} must be at least 0, ` +
          `current value is ${value}`,
      );
    }
  }
});

Deno.test("softmaxRegression() refuses samples without labels", () => {
  for (const labels of [[0, 1, 2, 0], [0, 1, 2, 0, 1, 2]]) {
    assertThrows(
      () => instanceOf({ ...some, labels }, { trainingSize: 2 }),
      TypeError,
      "5 samples must have as many labels, current number is " +
        labels.length,
    );
  }
});

Deno.test("softmaxRegression() refuses a measurement that is the same in all training samples", () => {
  const trained = trainingSet(5, 3);
  const features = trained.map((yes, i) => [i, yes ? 0.1 : i]);
  assertThrows(
    () => instanceOf({ ...some, features }, { trainingSize: 3 }),
    RangeError,
    "Cannot standardise measurement 2 in softmaxRegression: it must differ " +
      "between training samples, it is the same in all 3",
  );
});

Deno.test("softmaxRegression() names what it is", () => {
  const { id, revision, description } = softmaxRegression({
    id: "flowers",
    data: some,
    trainingSize: 3,
    startDeviation: 1,
    penalty: 0,
  });
  assertEquals({ id, revision, description }, {
    id: "flowers",
    revision: 1,
    description: "softmax regression on 3 of 5 samples",
  });
});
