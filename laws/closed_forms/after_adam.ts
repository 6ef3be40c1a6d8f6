/** The closed forms of rules that came after Adam. */
import type { Approximate } from "../approximate.ts";
import {
  adamRoot,
  correctedMean,
  correction,
  itself,
  mean,
  meanOf,
  square,
  steps,
} from "./means.ts";
import type { Past } from "./past.ts";
import { rectified } from "./rectified.ts";

/** α·m/√u, where u is the greatest mean of squares so far. */
export function amsgradStep(past: Past): Approximate {
  const corrected = past.choice("biasCorrection", "none") !== "none";
  const early = past.choice("maximumOf", "uncorrected") === "corrected";
  const u = steps(past).map((at) => {
    const v = at.mean("beta2", square);
    return early ? v.divide(correction(at, "beta2", corrected)) : v;
  }).reduce((greatest, v) => greatest.maximum(v));
  const uHat = early ? u : u.divide(correction(past, "beta2", corrected));
  return past.hyper("learningRate").multiply(
    correctedMean(past, corrected).divideOrZero(adamRoot(past, uHat)),
  );
}

/** α·m̂/u, where u is the greatest of all decayed gradients. */
export function adamaxStep(past: Past): Approximate {
  const inside = past.choice("epsilonPlacement", "outside") === "inside";
  const epsilon = past.hyper("epsilon");
  const u = steps(past).map((at) => {
    const size = at.gradient.abs();
    return (inside ? size.add(epsilon) : size)
      .multiply(past.power("beta2", past.t - at.t));
  }).reduce((greatest, x) => greatest.maximum(x));
  return past.hyper("learningRate").multiply(
    correctedMean(past).divideOrZero(inside ? u : u.add(epsilon)),
  );
}

/** μ of a step: β₁, or β₁·(1 − 0.96^(ψ·t)/2). */
function inertia(past: Past, t: number): Approximate {
  const beta1 = past.hyper("beta1");
  if (past.choice("inertia", "published") === "constant") return beta1;
  const { momentumDecay = 0 } = past.subject.hyperparameters;
  const exact = past.exact(0.96 ** (momentumDecay * t));
  // A rounding of the exponent, which is ψ·t·log 0.96, and of the power.
  const roundings = 2 * Math.abs(Math.log(0.96) * momentumDecay * t) + 4;
  const error = roundings * exact.unit * exact.value;
  const power = exact.of(exact.value, error);
  return beta1.multiply(past.exact(1).subtract(power.divide(past.exact(2))));
}

/** α·(μ′·m/(1 − μ′·p) + (1 − μ)·g/(1 − p))/(√v̂ + ε). */
export function nadamStep(past: Past): Approximate {
  const published = past.choice("inertia", "published") === "published";
  const one = past.exact(1);
  let [m, p] = [past.exact(0), one];
  for (const at of steps(past)) {
    const mu = inertia(past, at.t);
    m = published
      ? mean(mu, m, at.gradient)
      : meanOf(past, "beta1", m, at.gradient);
    p = p.multiply(mu);
  }
  const [mu, next] = [inertia(past, past.t), inertia(past, past.t + 1)];
  const ahead = next.multiply(m).divide(one.subtract(next.multiply(p)));
  const here = one.subtract(mu).multiply(past.gradient)
    .divide(one.subtract(p));
  const v = past.mean("beta2", square);
  const vHat = (published ? past.hyper("beta2").multiply(v) : v)
    .divide(correction(past, "beta2"));
  return past.hyper("learningRate").multiply(
    ahead.add(here).divideOrZero(vHat.sqrt().add(past.hyper("epsilon"))),
  );
}

/** α·r·m̂/√v̂, or α·m̂ where the average is short. */
export function radamStep(past: Past): Approximate {
  const alpha = past.hyper("learningRate");
  const mHat = correctedMean(past);
  const { isLong, factor } = rectified(past);
  // Where rounding decides, either step is right.
  if (isLong === undefined) return mHat.of(0, Infinity);
  if (!isLong) return alpha.multiply(mHat);
  const vHat = past.mean("beta2", square).divide(correction(past, "beta2"));
  return alpha.multiply(factor)
    .multiply(mHat.divideOrZero(adamRoot(past, vHat)));
}

/** α·m̂/(√ŝ + ε), where s is the mean of (g − m)², and ε′ from each step. */
export function adabeliefStep(past: Past): Approximate {
  let s = past.exact(0);
  for (const at of steps(past)) {
    const off = at.gradient.subtract(at.mean("beta1", itself));
    s = meanOf(past, "beta2", s, off.multiply(off))
      .add(past.hyper("epsilonRoot"));
  }
  const sHat = s.divide(correction(past, "beta2"));
  return past.hyper("learningRate").multiply(
    correctedMean(past).divideOrZero(sHat.sqrt().add(past.hyper("epsilon"))),
  );
}

/** α·m/(√v + ε), where v moves by (1 − β₂)·g² towards g². */
export function yogiStep(past: Past): Approximate {
  const corrected = past.choice("biasCorrection", "none") !== "none";
  const start = past.hyper("initialAccumulator");
  let v = start;
  for (const at of steps(past)) {
    const g2 = at.gradient.multiply(at.gradient);
    const toward = v.subtract(g2).sign().multiply(g2);
    v = v.subtract(past.complement("beta2").multiply(toward));
  }
  const m = past.mean("beta1", itself)
    .add(past.power("beta1").multiply(start));
  const mHat = m.divide(correction(past, "beta1", corrected));
  const vHat = v.divide(correction(past, "beta2", corrected));
  return past.hyper("learningRate").multiply(
    mHat.divideOrZero(vHat.sqrt().add(past.hyper("epsilon"))),
  );
}

/** The step of Adan: m + β₂·d over the root of v, and the decay. */
export function adanStep(past: Past, w: Approximate): Approximate {
  const published = past.choice("form", "published") === "published";
  const [none, beta2] = [past.exact(0), past.hyper("beta2")];
  const kept = (beta: string, t: number, first: number) =>
    published && t <= first ? undefined : beta;
  let [m, d, v] = [none, none, none];
  for (const at of steps(past)) {
    const y = at.t > 1
      ? at.gradient.subtract(past.at(at.t - 1).gradient)
      : none;
    const ahead = at.gradient.add(beta2.multiply(y));
    const next = (beta: string, first: number, x: Approximate) => {
      const own = kept(beta, at.t, first);
      return (before: Approximate) =>
        own === undefined ? x : meanOf(past, own, before, x);
    };
    m = next("beta1", 1, at.gradient)(m);
    d = next("beta2", 2, y)(d);
    v = next("beta3", 1, ahead.multiply(ahead))(v);
  }
  const hat = (x: Approximate, beta: string) =>
    x.divide(correction(past, beta, !published));
  const [alpha, epsilon] = [past.hyper("learningRate"), past.hyper("epsilon")];
  const vHat = hat(v, "beta3");
  const root = (published ? vHat : vHat.add(epsilon)).sqrt().add(epsilon);
  const part = hat(m, "beta1").add(beta2.multiply(hat(d, "beta2")))
    .divideOrZero(root);
  const decay = past.hyper("weightDecay");
  const both = alpha.multiply(part.add(decay.multiply(w)));
  return published
    ? both.divide(alpha.multiply(decay).add(past.exact(1)))
    : both;
}
