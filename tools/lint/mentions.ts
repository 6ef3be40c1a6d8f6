/** What a source mentions, for the lint rules and the architecture test. */

/** An identifier or a member of `globalThis` that stands for a variable. */
export type Mention = Deno.lint.Identifier | Deno.lint.MemberExpression;

/** The name of a member that is named by an identifier or a text: `x.name`, `x["name"]`. */
export function memberName(
  node: Deno.lint.MemberExpression,
): string | undefined {
  const { property, computed } = node;
  if (!computed && property.type === "Identifier") return property.name;
  return computed ? textOf(property) : undefined;
}

/** The text that a literal, or a template without expressions, stands for. */
function textOf(node: Deno.lint.Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") {
    return node.value;
  }
  return node.type === "TemplateLiteral" && node.expressions.length === 0
    ? node.quasis[0].cooked
    : undefined;
}

/** A visitor that is told each use of a member by name: `x.name`, `x["name"]`, `{ name } = x`. */
export function memberUses(
  found: (
    name: string,
    node: Deno.lint.MemberExpression | Deno.lint.Property,
  ) => void,
): Deno.lint.LintVisitor {
  return {
    MemberExpression(node) {
      const name = memberName(node);
      if (name !== undefined) found(name, node);
    },
    "ObjectPattern > Property"(node: Deno.lint.Property) {
      const { key, computed } = node;
      const name = !computed && key.type === "Identifier"
        ? key.name
        : textOf(key);
      if (name !== undefined) found(name, node);
    },
  };
}

/** The node around a node; none around the program. */
export function parentOf(node: Deno.lint.Node): Deno.lint.Node | undefined {
  return (node as { parent?: Deno.lint.Node | null }).parent ?? undefined;
}

/** Whether a block around a node declares a variable of a name. */
export function isLocal(name: string, node: Deno.lint.Node): boolean {
  const parent = parentOf(node);
  if (parent === undefined) return false;
  const isBlock = parent.type === "BlockStatement" || parent.type === "Program";
  return isBlock && parent.body.some((each) => declares(name, each)) ||
    isLocal(name, parent);
}

function declares(name: string, statement: Deno.lint.Node): boolean {
  return statement.type === "VariableDeclaration" &&
    statement.declarations.some(({ id }) =>
      id.type === "Identifier" && id.name === name
    );
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
