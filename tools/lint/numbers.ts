/**
 * A lint plugin that keeps out of results whatever ECMAScript leaves to the
 * engine, the machine or the moment: elementary functions of `Math`, `**`,
 * random numbers, clocks, locales and sorting by text.
 *
 * @module
 */
import { memberName, type Mention, mentions } from "./mentions.ts";
import { decidesBits } from "./scope.ts";

/** What of `Math` is exact, or a constant. */
const EXACT = new Set(
  ("abs ceil clz32 floor fround imul max min round sign sqrt trunc " +
    "E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2").split(" "),
);

const CLOCKS = new Set(["Date", "performance", "Temporal"]);

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
  return rule((context) => ({
    MemberExpression(node) {
      if (pattern.test(memberName(node) ?? "")) {
        context.report({ node, message });
      }
    },
  }));
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
    sort: rule((context) => ({
      CallExpression(node) {
        const callee = node.callee.type === "ChainExpression"
          ? node.callee.expression
          : node.callee;
        if (callee.type !== "MemberExpression") return;
        const [comparator] = node.arguments;
        const sorts = /^(?:sort|toSorted)$/.test(memberName(callee) ?? "");
        const isUndefined = comparator?.type === "Identifier" &&
          comparator.name === "undefined";
        if (sorts && (comparator === undefined || isUndefined)) {
          const message = "Sorting needs a comparator: without, it is by text";
          context.report({ node, message });
        }
      },
    })),
  },
};

export default plugin;
