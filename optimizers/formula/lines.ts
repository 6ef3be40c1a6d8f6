import { type Expression, isNumber } from "./expression.ts";
import { freshName, type Name, nameText } from "./name.ts";
import type { TracedUpdate } from "./trace.ts";

/** One equation: what a name stands for. */
export interface Line {
  readonly name: Name;
  readonly expression: Expression;
}

/** The equations of an update, and the expressions that have a name. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly names: ReadonlyMap<Expression, Name>;
}

/** From how many operations on a part that is used twice has its own line. */
const LONG = 3;

/** Letters for parts that have no name of their own. */
const LETTERS = "uscdpqrxyzabefk";

/** Operations that give truth, which is written where it decides. */
const CONDITION = /^(?:less|greater|equal|notEqual|logical|isFinite)/;

/**
 * The equations of an update, each after those that it needs: the slots, then
 * the weights, and before them what is used in them under a name of its own.
 */
export function linesOf(update: TracedUpdate): Lines {
  const { slots, order, weights, scheduled } = update;
  const names = new Map<Expression, Name>(scheduled);
  const roots: Line[] = order.map((place) => {
    const { base, next } = slots[place];
    const name: Name = { base, time: "t" };
    if (next.args.length > 0 && !names.has(next)) names.set(next, name);
    return { name, expression: next };
  });
  roots.push({ name: { base: "w", time: "t" }, expression: weights });
  nameParts(roots, names, new Set(update.taken));
  return { lines: inOrder(roots, names), names };
}

/** Names the parts that are to have a line of their own. */
function nameParts(
  roots: readonly Line[],
  names: Map<Expression, Name>,
  taken: Set<string>,
): void {
  const whole = new Set(roots.map(({ expression }) => expression));
  const uses = countUses(whole);
  const costs = new Map<Expression, number>();
  for (const [expression, count] of uses) {
    const { op, args } = expression;
    const paid = args.map((arg) => names.has(arg) ? 0 : costs.get(arg)!);
    const cost = args.length === 0 ? 0 : paid.reduce((a, b) => a + b, 1);
    costs.set(expression, cost);
    if (names.has(expression) || whole.has(expression)) continue;
    if (CONDITION.test(op)) continue;
    const hat = hatted(expression, names);
    if (hat !== undefined && !taken.has(nameText(hat))) {
      names.set(expression, freshName(hat, taken));
    } else if (op === "where" || count > 1 && cost >= LONG) {
      names.set(expression, letter(taken));
    }
  }
}

/** How often each part is used; parts stand before what is made of them. */
function countUses(whole: Iterable<Expression>): Map<Expression, number> {
  const begun = new Map<Expression, number>();
  const ended: Expression[] = [];
  const visit = (expression: Expression): void => {
    if (begun.has(expression)) return;
    begun.set(expression, 0);
    for (const arg of expression.args) {
      visit(arg);
      begun.set(arg, begun.get(arg)! + 1);
    }
    ended.push(expression);
  };
  for (const expression of whole) visit(expression);
  return new Map(ended.map((each) => [each, begun.get(each)!]));
}

/** The lines of the roots, each after those of the names that it mentions. */
function inOrder(
  roots: readonly Line[],
  names: ReadonlyMap<Expression, Name>,
): Line[] {
  const lines: Line[] = [];
  const written = new Set<Expression>();
  const writeNeeded = (expression: Expression): void => {
    for (const arg of expression.args) write(arg);
  };
  const write = (expression: Expression): void => {
    const name = names.get(expression);
    if (name === undefined) return writeNeeded(expression);
    if (written.has(expression)) return;
    written.add(expression);
    writeNeeded(expression);
    lines.push({ name, expression });
  };
  for (const line of roots) {
    write(line.expression);
    if (names.get(line.expression) !== line.name) lines.push(line);
  }
  return lines;
}

/** The name of a slot divided by its bias correction, 1 − βᵗ. */
function hatted(
  { op, args: [slot, divisor] }: Expression,
  names: ReadonlyMap<Expression, Name>,
): Name | undefined {
  if (op !== "divide" && op !== "divideOrZero") return undefined;
  const name = names.get(slot);
  const corrects = divisor.op === "subtract" && isNumber(divisor.args[0], 1) &&
    divisor.args[1].op === "power" &&
    divisor.args[1].args[1].name?.base === "t";
  return corrects && name?.time === "t" && !name.hat
    ? { ...name, hat: true }
    : undefined;
}

/** A name that is free. */
function letter(taken: Set<string>): Name {
  const free = [...LETTERS].find((base) =>
    !taken.has(base) && !taken.has(`${base}_t`)
  );
  return freshName({ base: free ?? "u", time: "t" }, taken);
}
