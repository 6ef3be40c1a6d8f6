/** What a source mentions, for the lint rules and the architecture test. */

/** An identifier or a member of `globalThis` that stands for a variable. */
export type Mention = Deno.lint.Identifier | Deno.lint.MemberExpression;

/** The name of a member that is named by an identifier or a text: `x.name`, `x["name"]`. */
export function memberName(
  node: Deno.lint.MemberExpression,
): string | undefined {
  const { property, computed } = node;
  if (!computed && property.type === "Identifier") return property.name;
  if (property.type === "Literal" && typeof property.value === "string") {
    return property.value;
  }
  return undefined;
}

/** Whether an identifier names a member or a key, not a variable. */
function isName(node: Deno.lint.Identifier): boolean {
  const parent = node.parent as Deno.lint.Node;
  switch (parent.type) {
    case "MemberExpression":
      return parent.property === node && !parent.computed;
    case "Property":
      return parent.key === node && !parent.computed && !parent.shorthand;
    case "PropertyDefinition":
    case "MethodDefinition":
    case "TSPropertySignature":
    case "TSMethodSignature":
      return parent.key === node && !parent.computed;
    default:
      return false;
  }
}

/** A visitor that is told each mention of a variable, by itself or as a member of `globalThis`. */
export function mentions(
  found: (name: string, node: Mention) => void,
): Deno.lint.LintVisitor {
  return {
    Identifier(node) {
      if (!isName(node)) found(node.name, node);
    },
    'MemberExpression[object.name="globalThis"]'(
      node: Deno.lint.MemberExpression,
    ) {
      const name = memberName(node);
      if (name !== undefined) found(name, node);
    },
  };
}
