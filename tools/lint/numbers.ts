/**
 * A lint plugin that keeps out of results whatever ECMAScript leaves to the
 * engine, the machine or the moment: elementary functions of `Math`, `**`,
 * random numbers, clocks, locales, sorting by text, and the ways around these
 * rules: the global object by any name, and code made from text.
 *
 * @module
 */
import {
  isLocal,
  memberName,
  memberUses,
  type Mention,
  mentions,
  parentOf,
} from "./mentions.ts";
import { decidesBits } from "./scope.ts";

/** What of `Math` is exact, or a constant. */
const EXACT = new Set(
  ("abs ceil clz32 floor fround imul max min round sign sqrt trunc " +
    "E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2").split(" "),
);

const CLOCKS = new Set(["Date", "performance", "Temporal"]);

/** Other names of the global object, and what makes code from text. */
const DETOURS = new Set(["self", "window", "Reflect", "eval", "Function"]);

const LOCALE_METHOD = /^(?:toLocale[A-Z]\w*|localeCompare)$/;

type Visitor = Deno.lint.LintVisitor;
type Context = Deno.lint.RuleContext;

/** A rule for the files that decide bits; the others pass unseen. */
function rule(visit: (context: Context) => Visitor): Deno.lint.Rule {
  return {
    create: (context) => decidesBits(context.filename) ? visit(context) : {},
  };
}

/** Reports each mention of a global that `examine` has something to say about. */
function globals(
  context: Context,
  examine: (name: string, node: Mention) => string | undefined,
): Visitor {
  return mentions((name, node) => {
    const message = examine(name, node);
    if (message !== undefined) context.report({ node, message });
  });
}

/** A rule that reports each method of a name that matches. */
function methods(pattern: RegExp, message: string): Deno.lint.Rule {
  return rule((context) =>
    memberUses((name, node) => {
      if (pattern.test(name)) context.report({ node, message });
    })
  );
}

/** The node that an expression is part of, apart from casts and `?.`. */
function outer(node: Deno.lint.Node): [Deno.lint.Node, Deno.lint.Node] {
  const parent = parentOf(node) as Deno.lint.Node;
  const isWrapper =
    /^(?:TSAsExpression|TSNonNullExpression|TSSatisfiesExpression|ChainExpression)$/;
  return isWrapper.test(parent.type) ? outer(parent) : [parent, node];
}

/** Whether `globalThis` is only asked for what is kept under a registered symbol. */
function holdsSymbol(globalObject: Deno.lint.Node): boolean {
  const [member, object] = outer(globalObject);
  if (member.type !== "MemberExpression" || member.object !== object) {
    return false;
  }
  const { property, computed } = member;
  return computed && property.type === "CallExpression" &&
    property.callee.type === "MemberExpression" &&
    property.callee.object.type === "Identifier" &&
    property.callee.object.name === "Symbol" &&
    memberName(property.callee) === "for";
}

/** Whether a method is called in place, with a first argument that is one. */
function hasArgument(method: Deno.lint.Node): boolean {
  const [call, callee] = outer(method);
  if (call.type !== "CallExpression" || call.callee !== callee) return false;
  const [first] = call.arguments;
  return first !== undefined && first.type !== "SpreadElement" &&
    !(first.type === "Identifier" && first.name === "undefined");
}

const plugin: Deno.lint.Plugin = {
  name: "numbers",
  rules: {
    math: rule((context) =>
      globals(context, (name, node) => {
        if (name !== "Math") return undefined;
        const parent = node.parent as Deno.lint.Node;
        const member = parent.type === "MemberExpression" &&
            parent.object === node && !parent.computed
          ? memberName(parent)
          : undefined;
        if (member === undefined) {
          return "Name what is used of Math in place, as in Math.sqrt(x)";
        }
        return EXACT.has(member)
          ? undefined
          : `Math.${member} is left to the engine: use the elementary functions or keys of autodiff/`;
      })
    ),
    exponent: rule((context) => {
      const message = "** is left to the engine: multiply, or use pow";
      return {
        'BinaryExpression[operator="**"]'(node: Deno.lint.BinaryExpression) {
          context.report({ node, message });
        },
        'AssignmentExpression[operator="**="]'(
          node: Deno.lint.AssignmentExpression,
        ) {
          context.report({ node, message });
        },
      };
    }),
    clock: rule((context) =>
      globals(
        context,
        (name) =>
          CLOCKS.has(name)
            ? `${name} depends on the moment: a result must not`
            : undefined,
      )
    ),
    locale: rule((context) =>
      globals(
        context,
        (name) =>
          name === "Intl" ? "Intl depends on the machine's locale" : undefined,
      )
    ),
    "locale-method": methods(
      LOCALE_METHOD,
      "This method depends on the machine's locale",
    ),
    "random-bytes": methods(
      /^(?:getRandomValues|randomUUID)$/,
      "Random numbers come from keys",
    ),
    global: rule((context) =>
      mentions((name, node) => {
        if (node.type !== "Identifier") return;
        const isDetour = name === "globalThis"
          ? !holdsSymbol(node)
          : DETOURS.has(name);
        if (isDetour && !isLocal(name, node)) {
          const message = `${name} leads around the rules on numbers`;
          context.report({ node, message });
        }
      })
    ),
    constructor: methods(
      /^constructor$/,
      "Constructors lead to Function, which makes code from text",
    ),
    sort: rule((context) =>
      memberUses((name, node) => {
        if (!/^(?:sort|toSorted)$/.test(name) || hasArgument(node)) return;
        const message =
          "Sorting needs a comparator, given in place: without, it is by text";
        context.report({ node, message });
      })
    ),
  },
};

export default plugin;
