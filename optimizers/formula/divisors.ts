import type { Expression } from "./expression.ts";
import type { Line } from "./lines.ts";
import type { TracedUpdate } from "./trace.ts";

/** What is known of a number: above 0, or at least not below. */
type Sign = "positive" | "not negative" | undefined;

/** The quotients of `divideOrZero` whose divisor is not known to be above 0. */
export function openQuotients(
  update: TracedUpdate,
  lines: readonly Line[],
  values: ReadonlyMap<string, number>,
): Expression[] {
  const signOf = signs(update, values);
  const found = new Set<Expression>();
  const visit = (expression: Expression): void => {
    const { op, args } = expression;
    args.forEach(visit);
    if (op === "divideOrZero" && signOf(args[1]) !== "positive") {
      found.add(expression);
    }
  };
  for (const { expression } of lines) visit(expression);
  return [...found];
}

/**
 * Signs of expressions. A slot is not negative where it starts so and its
 * update leaves it so, whatever the gradient.
 */
function signs(
  { slots }: TracedUpdate,
  values: ReadonlyMap<string, number>,
): (expression: Expression) => Sign {
  let kept = new Set(slots.map(({ base }) => base));
  let known = new Map<Expression, Sign>();
  const signOf = (expression: Expression): Sign => {
    if (!known.has(expression)) known.set(expression, derive(expression));
    return known.get(expression);
  };
  const every = (args: readonly Expression[], sign: Sign) =>
    args.every((arg) => signOf(arg) === sign);
  const some = (args: readonly Expression[], sign: Sign) =>
    args.some((arg) => signOf(arg) === sign);

  function derive({ op, args, number, name }: Expression): Sign {
    if (number !== undefined) return signOfNumber(number);
    if (name !== undefined) {
      if (name.base === "t") return "positive";
      if (name.time === undefined) return signOfNumber(values.get(name.base));
      return kept.has(name.base) && name.time === "t-1"
        ? "not negative"
        : undefined;
    }
    const none = some(args, undefined);
    switch (op) {
      case "square":
      case "abs":
      case "norm":
      case "sigmoid":
        return "not negative";
      case "exp":
        return "positive";
      case "sqrt":
      case "power":
        return signOf(args[0]);
      case "add":
        return none
          ? undefined
          : some(args, "positive")
          ? "positive"
          : "not negative";
      case "multiply":
      case "divide":
      case "divideOrZero":
      case "minimum":
        return none
          ? undefined
          : every(args, "positive")
          ? "positive"
          : "not negative";
      case "maximum":
        return some(args, "positive")
          ? "positive"
          : some(args, "not negative")
          ? "not negative"
          : undefined;
      case "where": {
        const [, ...branches] = args;
        return some(branches, undefined)
          ? undefined
          : every(branches, "positive")
          ? "positive"
          : "not negative";
      }
      case "subtract":
        if (args[0].number === 1 && isFraction(args[1])) return "positive";
        // The first step is 1.
        return args[0].name?.base === "t" && args[1].number === 1
          ? "not negative"
          : undefined;
      case "floor":
        return none ? undefined : "not negative";
    }
    return undefined;
  }

  /** Whether it is a number in [0, 1), or a power of one. */
  function isFraction({ op, args, name, number }: Expression): boolean {
    const value = number ?? (name && values.get(name.base));
    if (value !== undefined) return value >= 0 && value < 1;
    return op === "power" && isFraction(args[0]) &&
      signOf(args[1]) === "positive";
  }

  for (;;) {
    const still = slots.filter(({ base, start, next }) =>
      kept.has(base) && signOf(start) !== undefined &&
      signOf(next) !== undefined
    );
    if (still.length === kept.size) return signOf;
    kept = new Set(still.map(({ base }) => base));
    known = new Map();
  }
}

function signOfNumber(number: number | undefined): Sign {
  if (number === undefined || !(number >= 0)) return undefined;
  return number > 0 ? "positive" : "not negative";
}
