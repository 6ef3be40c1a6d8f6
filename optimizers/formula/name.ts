/** A name in a formula: `m̂_{t−1}` is base `m` with a hat at time t − 1. */
export interface Name {
  /** A letter, or what a table has for a symbol: `β₁`, `η_t`. */
  readonly base: string;
  readonly hat?: boolean;
  /** The step it belongs to; none for what is the same in all steps. */
  readonly time?: "t" | "t-1" | "0";
}

/** A name as text: `h_t`, `h_{t−1}`, `h₀`, `β₁`. */
export function nameText({ base, hat, time }: Name): string {
  const subscripts = { t: "_t", "t-1": "_{t−1}", "0": "₀" };
  const head = hat ? `${base}\u0302` : base;
  return time === undefined ? head : head + subscripts[time];
}

/**
 * A name in LaTeX: `h_t`, `h_{t-1}`, `h_0`, `\beta_1`. Primes come last, so that
 * a power may follow: `\beta_1'^t`.
 */
export function nameLatex({ base, hat, time }: Name): string {
  const [, stem, rest, primes] = /^(.*?)((?:[₀-₉]+|_\w+)?)(′*)$/u.exec(base)!;
  const head = hat ? `\\hat{${letters(stem)}}` : letters(stem);
  const own = rest.replace(/[₀-₉]/gu, digit).replace("_", "");
  const all = [own, time].filter((part) => part).join(",");
  const index = all === "" ? "" : `_${all.length === 1 ? all : `{${all}}`}`;
  return head + index + primes.replaceAll("′", "'");
}

const greek: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
  Δ: "Delta",
  Σ: "Sigma",
};

function letters(stem: string): string {
  if (greek[stem] !== undefined) return `\\${greek[stem]}`;
  return stem.length > 1 ? `\\mathit{${stem}}` : stem;
}

function digit(subscript: string): string {
  return String(subscript.charCodeAt(0) - "₀".charCodeAt(0));
}

/** The name, with primes where others already read the same. */
export function freshName(name: Name, taken: Set<string>): Name {
  let fresh = name;
  while (taken.has(nameText(fresh))) {
    fresh = { ...fresh, base: `${fresh.base}′` };
  }
  taken.add(nameText(fresh));
  return fresh;
}
