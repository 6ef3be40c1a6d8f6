import type { Expression } from "./expression.ts";
import type { Name } from "./name.ts";

/** How tightly a text holds together. */
export const level = {
  cases: 0,
  logic: 1,
  relation: 2,
  sum: 3,
  product: 4,
  root: 5,
  one: 6,
} as const;

/** A part of a formula in a notation. */
export interface Part {
  readonly text: string;
  readonly level: number;
  /** Whether a sign behind it could be taken for part of its divisor. */
  readonly endsInQuotient?: boolean;
}

/** How a notation writes what formulas are made of. */
export interface Notation {
  readonly name: (name: Name) => string;
  readonly number: (number: number) => Part;
  /** An infix sign with its spaces: `add`, `multiply`, `elementwise`, `less`, … */
  readonly signs: Readonly<Record<string, string>>;
  readonly minus: string;
  readonly bracket: (text: string) => string;
  readonly quotient: (a: Part, b: Part) => Part;
  readonly root: (x: Part) => Part;
  readonly power: (base: Part, exponent: Expression, text: string) => Part;
  /** A value by condition; stands alone on the right side of an equation. */
  readonly cases: (condition: string, a: string, b: string) => string;
  /** Functions with a notation of their own: `abs`, `norm`, `floor`. */
  readonly around: Readonly<Record<string, readonly [string, string]>>;
  readonly isFinite: (x: Part) => string;
  readonly call: (name: string, args: readonly string[]) => string;
}

/** An expression in a notation; named parts of it are written by their names. */
export function render(
  notation: Notation,
  names: ReadonlyMap<Expression, Name>,
  whole: Expression,
): string {
  const { bracket, signs } = notation;
  const held = (part: Part, least: number): Part =>
    part.level >= least ? part : { text: bracket(part.text), level: level.one };
  const infix = (op: string, a: Part, b: Part, at: number): Part => ({
    text: a.text + signs[op] + b.text,
    level: at,
    endsInQuotient: at === level.product && b.endsInQuotient,
  });

  const read = (expression: Expression): Part => {
    const name = expression === whole ? undefined : names.get(expression);
    return name === undefined
      ? written(expression)
      : { text: notation.name(name), level: level.one };
  };

  function written(expression: Expression): Part {
    const { op, args, number, name, detail } = expression;
    if (name !== undefined) {
      return { text: notation.name(name), level: level.one };
    }
    if (number !== undefined) return notation.number(number);
    const [a, b, c] = args;
    switch (op) {
      case "add":
        return infix(op, held(read(a), level.sum), above(read(b)), level.sum);
      case "subtract":
        return infix(op, held(read(a), level.sum), above(read(b)), level.sum);
      case "multiply":
        return product(a, b);
      case "divide":
      case "divideOrZero":
        return notation.quotient(read(a), read(b));
      case "neg":
        return { text: notation.minus + above(read(a)).text, level: level.sum };
      case "sqrt":
        return notation.root(read(a));
      case "square":
        return squared(a);
      case "power": {
        const text = read(b).text;
        return notation.power(held(read(a), level.one), b, text);
      }
      case "where":
        return {
          text: notation.cases(read(a).text, read(b).text, read(c).text),
          level: level.cases,
        };
      case "isFinite":
        return { text: notation.isFinite(read(a)), level: level.relation };
    }
    if (signs[op] !== undefined) {
      const logic = op.startsWith("logical");
      const least = logic ? level.relation : level.sum;
      const at = logic ? level.logic : level.relation;
      return infix(op, held(read(a), least), held(read(b), least), at);
    }
    const texts = args.map((arg) => read(arg).text);
    const around = notation.around[op];
    const text = around === undefined || detail !== ""
      ? notation.call(op, detail === "" ? texts : [...texts, detail])
      : around[0] + texts[0] + around[1];
    return { text, level: level.one };
  }

  /** What may stand behind a minus sign. */
  const above = (part: Part): Part => held(part, level.product);

  function product(a: Expression, b: Expression): Part {
    const left = read(a);
    const first = left.endsInQuotient
      ? { text: bracket(left.text), level: level.one }
      : above(left);
    // A quotient with one number above it is a step size, of a direction.
    const size = a.scalar || b.scalar || isStepSize(a);
    const sign = size ? "multiply" : "elementwise";
    return infix(sign, first, above(read(b)), level.product);
  }

  function isStepSize(expression: Expression): boolean {
    const { op, args } = expression;
    return !names.has(expression) && /^divide/.test(op) && args[0].scalar;
  }

  function squared(x: Expression): Part {
    const part = read(x);
    const single = x.name !== undefined || names.has(x);
    if (single && !x.scalar) {
      return infix("elementwise", part, part, level.product);
    }
    const two = { op: "number", args: [], number: 2, detail: "", scalar: true };
    return notation.power(held(part, level.one), two, "2");
  }

  return read(whole).text;
}
