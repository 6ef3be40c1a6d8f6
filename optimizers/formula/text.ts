import { nameText } from "./name.ts";
import { level, type Notation, type Part } from "./render.ts";

/** Formulas as text: `w_t = w_{t−1} − (η/√h_t)·g_t`. */
export const textNotation: Notation = {
  name: nameText,
  number(number) {
    const text = numberText(number);
    return { text, level: number < 0 ? level.sum : level.one };
  },
  signs: {
    add: " + ",
    subtract: " − ",
    multiply: "·",
    elementwise: " ⊙ ",
    less: " < ",
    lessEqual: " ≤ ",
    greater: " > ",
    greaterEqual: " ≥ ",
    equal: " = ",
    notEqual: " ≠ ",
    logicalAnd: " and ",
    logicalOr: " or ",
  },
  minus: "−",
  bracket,
  quotient(a, b) {
    const above = a.level < level.product || a.endsInQuotient;
    const divisor = b.level <= level.product ? bracket(b.text) : b.text;
    return {
      text: `${above ? bracket(a.text) : a.text}/${divisor}`,
      level: level.product,
      endsInQuotient: true,
    };
  },
  root: (x) => ({ text: `√${one(x)}`, level: level.root }),
  power(base, exponent, text) {
    const { name, number } = exponent;
    const raised = name?.base === "t" && name.time === undefined
      ? "ᵗ"
      : number !== undefined && Number.isSafeInteger(number) && number >= 0
      ? [...String(number)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")
      : `^(${text})`;
    return { text: base.text + raised, level: level.root };
  },
  cases: (condition, a, b) => `${a} if ${condition}, else ${b}`,
  around: { abs: ["|", "|"], norm: ["‖", "‖"], floor: ["⌊", "⌋"] },
  isFinite: (x) => `${one(x)} is finite`,
  call: (name, args) => `${short[name] ?? name}(${args.join(", ")})`,
};

/** Functions under the names that formulas have for them. */
export const short: Readonly<Record<string, string>> = {
  maximum: "max",
  minimum: "min",
  log: "ln",
  logicalNot: "not",
};

/** A number as the shortest decimal that reads back the same; ∞ and π. */
export function numberText(number: number): string {
  const size = Math.abs(number);
  const text = size === Infinity ? "∞" : size === Math.PI ? "π" : String(size);
  return number < 0 ? `−${text}` : text;
}

function bracket(text: string): string {
  return `(${text})`;
}

function one(part: Part): string {
  return part.level === level.one ? part.text : bracket(part.text);
}
