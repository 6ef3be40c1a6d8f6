import { scalar } from "../../../autodiff/mod.ts";

/**
 * What theory says of Momentum along one direction of a quadratic.
 *
 * From w_t = w_{t−1} − m_t and m_t = η·λ·c_{t−1} + γ·m_{t−1} follows, for the
 * component c of w along the direction, c_{t+1} = b·c_t − γ·c_{t−1} with
 * b = 1 + γ − ηλ. Its solutions are powers of the roots of z² − b·z + γ.
 */
export interface HeavyBall {
  /** Two complex roots, a double one, or two real ones. */
  readonly roots: "complex" | "double" | "real";
  /** The modulus of the greater root: √γ where they are complex. */
  readonly contraction: number;
  /** The modulus of the other root. */
  readonly other: number;
  /** b = 1 + γ − ηλ, the sum of the roots. */
  readonly sum: number;
}

/** Half an ulp of 1. */
const unit = 1 / 9007199254740992;

/**
 * The roots for ηλ and γ.
 *
 * @see Polyak (1964), Some methods of speeding up the convergence of iteration
 * methods.
 */
export function heavyBall(
  rateTimesEigenvalue: number,
  gamma: number,
): HeavyBall {
  const sum = 1 + gamma - rateTimesEigenvalue;
  const discriminant = sum * sum - 4 * gamma;
  // The sum is off by 3 roundings of numbers up to this, so a discriminant
  // within 8 roundings of its terms may as well be 0.
  const size = 1 + gamma + rateTimesEigenvalue;
  if (Math.abs(discriminant) <= 8 * unit * (size * size + 4 * gamma)) {
    const contraction = Math.abs(sum) / 2;
    return { roots: "double", contraction, other: contraction, sum };
  }
  if (discriminant < 0) {
    const contraction = Math.sqrt(gamma);
    return { roots: "complex", contraction, other: contraction, sum };
  }
  const contraction = (Math.abs(sum) + Math.sqrt(discriminant)) / 2;
  return { roots: "real", contraction, other: gamma / contraction, sum };
}

/**
 * The greatest relative distance of the mean contraction of the root of the
 * energy, √(ηλ·c_t² + m_t²) with m_t = c_{t−1} − c_t, from step `from` to step
 * `to` of a run that starts at rest, from the modulus of the greater root;
 * infinite where nothing can be said.
 *
 * For complex roots each step is a turn, stretched by √γ, seen in other
 * coordinates, and start and end can differ by no more than the condition of
 * these: of the matrix P with columns (√(ηλ)·z, z − 1). For real roots a start
 * at rest (c_{−1} = c₀) gives c_t ∝ z₁ᵗ + s·z₂ᵗ and m_t ∝ z₁ᵗ − z₂ᵗ with
 * s = −z₂(1 − z₁)/(z₁(1 − z₂)): a part max(|s|, 1)·|z₂/z₁|ᵗ is of the other
 * root. For a double one c_t ∝ (1 + (1 − z)·t)·zᵗ and m_t ∝ t·zᵗ grow by no
 * more than t beside zᵗ. Rounding adds fewer than 20 roundings a step,
 * enlarged by the condition.
 */
export function contractionBound(
  ball: HeavyBall,
  rateTimesEigenvalue: number,
  from: number,
  to: number,
): number {
  const { roots, contraction, other, sum } = ball;
  const steps = to - from;
  if (roots === "double") {
    return rootOf(to / from, steps) - 1 + 20 * unit * to;
  }
  const condition = conditionOf(ball, rateTimesEigenvalue);
  const rounding = 20 * unit * condition;
  if (roots === "complex") return rootOf(condition, steps) - 1 + rounding;
  const sign = sum < 0 ? -1 : 1;
  const [first, second] = [sign * contraction, sign * other];
  const share = Math.abs(second * (1 - first) / (first * (1 - second)));
  let left = Math.max(share, 1);
  for (let t = 0; t < from; t++) left *= other / contraction;
  return left < 1
    ? rootOf((1 + left) / (1 - left), steps) - 1 + rounding
    : Infinity;
}

/** ‖P‖·‖P⁻¹‖ in the spectral norm, from F = ‖P‖_F²/|det P| = κ + 1/κ. */
function conditionOf(
  { roots, contraction, other, sum }: HeavyBall,
  rateTimesEigenvalue: number,
): number {
  const isComplex = roots === "complex";
  const squares = contraction * contraction + other * other;
  const gap = isComplex
    ? Math.sqrt(2 * squares - sum * sum)
    : contraction - other;
  // |1 − z₁|² + |1 − z₂|², for complex roots of a sum b and for real ones.
  const rest = 2 - 2 * sum + squares;
  const frobenius = (rateTimesEigenvalue * squares + rest) /
    (Math.sqrt(rateTimesEigenvalue) * gap);
  const beyond = Math.max(frobenius * frobenius - 4, 0);
  return (frobenius + Math.sqrt(beyond)) / 2;
}

/** The n-th root of a number greater than 0. */
export function rootOf(x: number, n: number): number {
  return scalar(x).log().div(n).exp().item();
}

/** The best η and γ for curvatures from λmin to λmax, and their contraction. */
export interface BestHeavyBall {
  /** 4/(√λmax + √λmin)². */
  readonly rate: number;
  /** ((√κ − 1)/(√κ + 1))², κ = λmax/λmin. */
  readonly momentum: number;
  /** (√κ − 1)/(√κ + 1). */
  readonly contraction: number;
}

/**
 * The η and γ with the least contraction of the slowest direction.
 *
 * @see Polyak (1964), Some methods of speeding up the convergence of iteration
 * methods.
 */
export function bestHeavyBall(eigenvalues: readonly number[]): BestHeavyBall {
  const low = Math.sqrt(Math.min(...eigenvalues));
  const high = Math.sqrt(Math.max(...eigenvalues));
  const contraction = (high - low) / (high + low);
  return {
    rate: 4 / ((high + low) * (high + low)),
    momentum: contraction * contraction,
    contraction,
  };
}
