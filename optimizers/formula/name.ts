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

/** A name in LaTeX: `h_t`, `h_{t-1}`, `h_0`, `\beta_1`. */
export function nameLatex({ base, hat, time }: Name): string {
  const [, stem, rest] = /^(.*?)((?:[₀-₉]+|_\w+)?)$/u.exec(base)!;
  const head = hat ? `\\hat{${letters(stem)}}` : letters(stem);
  const own = rest.replace(/[₀-₉]/gu, digit).replace("_", "");
  const all = [own, time].filter((part) => part).join(",");
  if (all === "") return head;
  return `${head}_${all.length === 1 ? all : `{${all}}`}`;
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
  const prime = stem.replace(/′/gu, "'");
  if (greek[stem] !== undefined) return `\\${greek[stem]}`;
  const [, word, primes] = /^(.*?)('*)$/.exec(prime)!;
  const one = greek[word] === undefined
    ? word.length > 1 ? `\\mathit{${word}}` : word
    : `\\${greek[word]}`;
  return one + primes;
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
