import { nameLatex } from "./name.ts";
import { level, type Notation } from "./render.ts";
import { short } from "./text.ts";

/** Formulas in LaTeX: `w_t = w_{t-1} - \frac{\eta}{\sqrt{h_t}} \cdot g_t`. */
export const latexNotation: Notation = {
  name: nameLatex,
  number(number) {
    const text = numberLatex(number);
    const whole = number >= 0 && !text.includes("cdot");
    return { text, level: whole ? level.one : level.sum };
  },
  signs: {
    add: " + ",
    subtract: " - ",
    multiply: " \\cdot ",
    elementwise: " \\odot ",
    less: " < ",
    lessEqual: " \\le ",
    greater: " > ",
    greaterEqual: " \\ge ",
    equal: " = ",
    notEqual: " \\ne ",
    logicalAnd: " \\text{ and } ",
    logicalOr: " \\text{ or } ",
  },
  minus: "-",
  bracket,
  quotient: (a, b) => ({
    text: `\\frac{${a.text}}{${b.text}}`,
    level: level.one - 1,
  }),
  root: (x) => ({ text: `\\sqrt{${x.text}}`, level: level.one - 1 }),
  power: (base, _exponent, text) => ({
    text: `${base.text}^${text.length === 1 ? text : `{${text}}`}`,
    level: level.root,
  }),
  cases: (condition, a, b) =>
    `\\begin{cases} ${a} & \\text{if } ${condition} \\\\ ` +
    `${b} & \\text{else} \\end{cases}`,
  around: {
    abs: ["\\left|", "\\right|"],
    norm: ["\\left\\|", "\\right\\|"],
    floor: ["\\left\\lfloor ", "\\right\\rfloor"],
  },
  isFinite: (x) => `${x.text} \\text{ is finite}`,
  call(name, args) {
    const gradient = /^∇(²?)f$/u.exec(name);
    if (gradient !== null) {
      const power = gradient[1] === "" ? "" : "^2";
      return `\\nabla${power} f` + bracket(args.join(", "));
    }
    const own = ["maximum", "minimum", "log", "exp", "sin", "cos", "tanh"];
    const known = own.includes(name)
      ? `\\${short[name] ?? name}`
      : `\\operatorname{${short[name] ?? name}}`;
    return known + bracket(args.join(", "));
  },
};

/** A number in LaTeX: `0.9`, `10^{-7}`, `2.5 \cdot 10^{-7}`, `\pi`. */
export function numberLatex(number: number): string {
  if (Math.abs(number) === Math.PI) return number < 0 ? "-\\pi" : "\\pi";
  if (Math.abs(number) === Infinity) return number < 0 ? "-\\infty" : "\\infty";
  const [digits, exponent] = String(number).split("e");
  if (exponent === undefined) return digits;
  const power = `10^{${Number(exponent)}}`;
  return digits === "1" ? power : `${digits} \\cdot ${power}`;
}

/** Brackets as high as what they hold. */
function bracket(text: string): string {
  return /\\(?:frac|sqrt|left)/.test(text)
    ? `\\left(${text}\\right)`
    : `(${text})`;
}
