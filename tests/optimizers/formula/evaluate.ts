/**
 * Reads equations as they are printed and computes them in plain numbers: it
 * knows the notation, and nothing of what it was printed from.
 */

/** One number for each coordinate, or one for all of them. */
export type Numbers = readonly number[];

const TOKEN =
  /\s*(\d+(?:\.\d+)?(?:e[-+]?\d+)?|∇f|[A-Za-zα-ωΔ][A-Za-zα-ω0-9₀-₉\u0302′]*(?:_\{t−1\}|_[a-z]+\b)?′*|[ᵗ⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^|.)/uy;

const FUNCTIONS: Record<string, (...args: number[]) => number> = {
  max: Math.max,
  min: Math.min,
  cos: Math.cos,
  exp: Math.exp,
  ln: Math.log,
  sign: Math.sign,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

const total = (x: Numbers) => x.reduce((sum, x) => sum + x, 0);

/** Functions of all coordinates together. */
const REDUCTIONS: Record<string, (x: Numbers) => number> = {
  sum: total,
  mean: (x) => total(x) / x.length,
  max: (x) => Math.max(...x),
  RMS: (x) => Math.sqrt(total(x.map((x) => x * x)) / x.length),
};

/** Functions that equations leave open, such as f and ∇f, of all coordinates. */
export type Open = Readonly<Record<string, (x: Numbers) => Numbers>>;

/** What each equation, in its turn, gives the name on its left side. */
export function evaluateEquations(
  equations: readonly string[],
  given: Readonly<Record<string, Numbers>>,
  open: Open = {},
): Record<string, Numbers> {
  const names: Record<string, Numbers> = { ...given };
  for (const equation of equations) {
    const split = equation.indexOf(" = ");
    names[equation.slice(0, split)] = evaluate(
      equation.slice(split + 3),
      names,
      open,
    );
  }
  return names;
}

function each(f: (...xs: number[]) => number, ...all: Numbers[]): Numbers {
  const length = Math.max(...all.map((numbers) => numbers.length));
  const at = (numbers: Numbers, i: number) =>
    numbers.length === 1 ? numbers[0] : numbers[i];
  return Array.from({ length }, (_, i) => f(...all.map((n) => at(n, i))));
}

/** The value of the right side of an equation. */
export function evaluate(
  text: string,
  names: Readonly<Record<string, Numbers>>,
  open: Open = {},
): Numbers {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) tokens.push(TOKEN.exec(text)![1]);
  let at = 0;
  const peek = () => tokens[at];
  const take = (right?: string): string => {
    if (right !== undefined && tokens[at] !== right) {
      throw new SyntaxError(`${right} expected at token ${at} of ${text}`);
    }
    return tokens[at++];
  };
  const taken = (...signs: string[]) =>
    signs.includes(peek()) ? take() : undefined;

  const side = (): Numbers => {
    const value = sum();
    if (!taken("if")) return value;
    const holds = condition();
    take(",");
    take("else");
    return each((c, a, b) => c ? a : b, holds, value, sum());
  };
  const condition = (): Numbers => {
    let holds = comparison();
    for (let sign = taken("and", "or"); sign; sign = taken("and", "or")) {
      const and = sign === "and";
      holds = each((a, b) => +(and ? a && b : a || b), holds, comparison());
    }
    return holds;
  };
  const comparison = (): Numbers => {
    const start = at;
    const isNot = taken("not") !== undefined;
    if (peek() === "(") {
      try {
        take();
        const inner = condition();
        take(")");
        if (/^(?:if|and|or|,|\))?$/.test(peek() ?? "")) {
          return isNot ? each((x) => 1 - x, inner) : inner;
        }
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
      at = start; // The bracket was that of a number.
    }
    const left = sum();
    const sign = take();
    if (sign === "is") {
      take("finite");
      return each((x) => +Number.isFinite(x), left);
    }
    if (!/^[<≤>≥=]$/u.test(sign ?? "")) {
      throw new SyntaxError(`No comparison: ${sign} in ${text}`);
    }
    const right = sum();
    switch (sign) {
      case "<":
        return each((a, b) => +(a < b), left, right);
      case "≤":
        return each((a, b) => +(a <= b), left, right);
      case ">":
        return each((a, b) => +(a > b), left, right);
      case "≥":
        return each((a, b) => +(a >= b), left, right);
      default:
        return each((a, b) => +(a === b), left, right);
    }
  };
  const sum = (): Numbers => {
    let value = product();
    for (let sign = taken("+", "−"); sign; sign = taken("+", "−")) {
      const factor = sign === "+" ? 1 : -1;
      value = each((a, b) => a + factor * b, value, product());
    }
    return value;
  };
  const product = (): Numbers => {
    let value = factor();
    for (let s = taken("·", "⊙", "/"); s; s = taken("·", "⊙", "/")) {
      const right = factor();
      value = s === "/"
        ? each((a, b) => b === 0 ? 0 : a / b, value, right)
        : each((a, b) => a * b, value, right);
    }
    return value;
  };
  const factor = (): Numbers => {
    if (taken("−")) return each((x) => -x, factor());
    if (taken("√")) return each(Math.sqrt, single());
    let value = single();
    while (/^[ᵗ⁰¹²³⁴⁵⁶⁷⁸⁹^]/u.test(peek() ?? "")) {
      value = each(Math.pow, value, exponent(take()));
    }
    return value;
  };
  const exponent = (sign: string): Numbers => {
    if (sign === "ᵗ") return names.t;
    if (sign === "^") return bracket("(", ")");
    const digits = [...sign].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(d));
    return [Number(digits.join(""))];
  };
  const bracket = (open: string, close: string): Numbers => {
    take(open);
    const value = sum();
    take(close);
    return value;
  };
  const single = (): Numbers => {
    const token = peek();
    switch (token) {
      case "(":
        return bracket("(", ")");
      case "|":
        return each(Math.abs, bracket("|", "|"));
      case "⌊":
        return each(Math.floor, bracket("⌊", "⌋"));
      case "‖": {
        const squares = bracket("‖", "‖").map((x) => x * x);
        return [Math.sqrt(total(squares))];
      }
    }
    take();
    if (/^\d/.test(token)) return [Number(token)];
    if (token === "∞") return [Infinity];
    if (token === "π") return [Math.PI];
    if (peek() !== "(") {
      if (names[token] === undefined) {
        throw new ReferenceError(`Unknown name: ${token} in ${text}`);
      }
      return names[token];
    }
    take("(");
    const args = [sum()];
    while (taken(",")) args.push(sum());
    take(")");
    if (open[token] !== undefined) return open[token](args[0]);
    const whole = REDUCTIONS[token];
    if (whole !== undefined && args.length === 1) return [whole(args[0])];
    return each(FUNCTIONS[token], ...args);
  };

  const value = side();
  if (at < tokens.length) {
    throw new SyntaxError(
      `Left over: ${tokens.slice(at).join(" ")} of ${text}`,
    );
  }
  return value;
}
