/** How means of squares are read off the steps of rules. */
import type { Approximate } from "../approximate.ts";
import { adamEpsilon, correction, meanOf } from "../closed_forms/means.ts";
import { rectified } from "../closed_forms/rectified.ts";
import type { Hull, Told } from "./hull.ts";
import type { Reading } from "./reading.ts";

/** Each rule's, by Descent's name of the rule. */
export const hulls: Readonly<Record<string, Hull>> = {
  "rmsprop-momentum": {
    start: (reading) => reading.exact(0),
    read: (reading) => ({
      mean: belowNewPart(reading),
      met: squareOf(reading.gradient),
    }),
  },
  "centered-rmsprop": {
    start: (reading) => reading.exact(0),
    read: readVariance,
  },
  radam: { read: readRectified },
  amsgrad: {
    keepsGreatest: true,
    start: (reading) => keepsEarly(reading) ? undefined : reading.exact(0),
    read: readGreatest,
  },
  adabelief: { read: readSurprise },
  adan: { at: { weightDecay: 0 }, read: readAhead },
  adafactor: { at: { clippingThreshold: 0 }, read: readElements },
};

function squareOf(x: Approximate): Approximate {
  return x.multiply(x);
}

/** η·g/(√h + ε) is what a step with momentum adds to γ times the one before. */
function belowNewPart(reading: Reading): Approximate {
  const part = reading.step.subtract(
    reading.hyper("momentum").multiply(reading.at(reading.t - 1).step),
  );
  const inside = reading.choice("epsilonPlacement", "outside") === "inside";
  return reading.squareBelow(
    reading.hyper("learningRate").multiply(reading.gradient),
    { epsilon: reading.hyper("epsilon"), inside, step: part },
  );
}

/**
 * h − a² becomes ρ times what it was and 1 − ρ times ρ·(g − a)², with the a
 * before: put h + a² for h, and multiply out.
 */
function readVariance(reading: Reading): Told {
  const variance = belowNewPart(reading);
  const off = reading.gradient.subtract(
    reading.at(reading.t - 1).mean("decay"),
  );
  // Roundings of h and of a², which is below it.
  const lost = (12 * reading.t + 24) * reading.unit * reading.greatestSquare;
  return {
    mean: variance.of(variance.value, variance.error + lost),
    met: reading.hyper("decay").multiply(squareOf(off)),
  };
}

/** α·m̂, where m̂ is known from the gradients. */
function adamPart(reading: Reading, corrected = true): Approximate {
  const mHat = reading.mean("beta1")
    .divide(correction(reading, "beta1", corrected));
  return reading.hyper("learningRate").multiply(mHat);
}

/** v̂ from α·r·m̂/(√v̂ + ε). */
function readRectified(reading: Reading): Told {
  const { isLong = false, factor } = rectified(reading);
  const met = squareOf(reading.gradient);
  if (!isLong) return { met };
  const part = adamPart(reading).multiply(factor);
  return {
    mean: reading.squareBelow(part, { epsilon: adamEpsilon(reading) }),
    met,
  };
}

function keepsEarly(reading: Reading): boolean {
  return reading.choice("maximumOf", "uncorrected") === "corrected";
}

/** u from α·m̂/(√û + ε). */
function readGreatest(reading: Reading): Told {
  const corrected = reading.choice("biasCorrection", "none") !== "none";
  const uHat = reading.squareBelow(adamPart(reading, corrected), {
    epsilon: adamEpsilon(reading),
  });
  return {
    mean: keepsEarly(reading)
      ? uHat
      : uHat.multiply(correction(reading, "beta2", corrected)),
    met: squareOf(reading.gradient),
  };
}

/** ŝ from α·m̂/(√ŝ + ε). */
function readSurprise(reading: Reading): Told {
  const off = reading.gradient.subtract(reading.mean("beta1"));
  return {
    mean: reading.squareBelow(adamPart(reading), {
      epsilon: reading.hyper("epsilon"),
    }),
    met: squareOf(off),
    added: reading.hyper("epsilonRoot").divide(correction(reading, "beta2")),
  };
}

/** v̂ from α·(m̂ + β₂·d̂)/(√v̂ + ε). */
function readAhead(reading: Reading): Told {
  const published = reading.choice("form", "published") === "published";
  const beta2 = reading.hyper("beta2");
  let [m, d, y] = [reading.exact(0), reading.exact(0), reading.exact(0)];
  for (let t = 1; t <= reading.t; t++) {
    const g = reading.at(t).gradient;
    if (t > 1) y = g.subtract(reading.at(t - 1).gradient);
    m = published && t === 1 ? g : meanOf(reading, "beta1", m, g);
    d = published && t <= 2 ? y : meanOf(reading, "beta2", d, y);
  }
  const hat = (x: Approximate, beta: string) =>
    x.divide(correction(reading, beta, !published));
  const ahead = hat(m, "beta1").add(beta2.multiply(hat(d, "beta2")));
  const epsilon = reading.hyper("epsilon");
  const v = reading.squareBelow(
    reading.hyper("learningRate").multiply(ahead),
    { epsilon },
  );
  return {
    mean: published ? v : v.subtract(epsilon),
    met: squareOf(reading.gradient.add(beta2.multiply(y))),
  };
}

/** v from ε₂·min(ρ, 1/√t)·g/√v, the step of a vector of zeros. */
function readElements(reading: Reading): Told {
  const rho = reading.hyper("learningRate");
  const most = reading.exact(1 / Math.sqrt(reading.t));
  const isFree = reading.choice("rateLimit", "inverse-root") === "none";
  const part = reading.hyper("epsilonWeights")
    .multiply(isFree ? rho : rho.minimum(most)).multiply(reading.gradient);
  const isFloor = reading.choice("epsilonPlacement", "added") === "floor";
  const square = squareOf(reading.gradient);
  return {
    mean: reading.squareBelow(part, { epsilon: reading.exact(0) }),
    met: isFloor ? square : square.add(reading.hyper("epsilon")),
  };
}
