import type { Node } from "oxc-parser";
import type { JsonValue } from "../../jupyter/json.ts";
import { unexported } from "../../kernel/cell/syntax/ast.ts";
import { parseCell } from "../../kernel/cell/syntax/parse.ts";

/** A variable at the top level of a cell, with its comment. Offsets are those of the cell. */
export type TopLevelVariable = {
  readonly name: string;
  readonly start: number;
  readonly valueText: string | undefined;
  /** The value, if it is written as JSON could be; else undefined. */
  readonly value: JsonValue | undefined;
  readonly description: string;
};

/** The variables that a cell declares or, as `a = 1`, only sets; none when it is not TypeScript. */
export function topLevelVariables(code: string): TopLevelVariable[] {
  const parsed = parseCell(code)?.parsed;
  if (parsed === undefined) return [];
  const { program, comments } = parsed;
  return program.body.flatMap((statement) =>
    settersIn(statement).map(({ id, init }): TopLevelVariable => {
      const before = comments.filter(
        ({ start, end }) => end <= statement.start && isNextTo(code, end, statement.start, start),
      );
      const behind = comments.filter(
        ({ start }) => start >= statement.end && !/\n/.test(code.slice(statement.end, start)),
      );
      return {
        name: id.name,
        start: id.start,
        valueText: init ? code.slice(init.start, init.end) : undefined,
        value: init ? literalOf(init) : undefined,
        description: [...before.slice(-1), ...behind.slice(0, 1)].map(({ value }) => plain(value)).join(" "),
      };
    }),
  );
}

type Setter = { readonly id: Extract<Node, { type: "Identifier" }>; readonly init: Node | null };

function settersIn(statement: Node): Setter[] {
  const node = unexported(statement);
  if (node.type === "VariableDeclaration") {
    return node.declarations.flatMap(({ id, init }) => (id.type === "Identifier" ? [{ id, init }] : []));
  }
  const assignment = node.type === "ExpressionStatement" ? node.expression : undefined;
  if (assignment?.type !== "AssignmentExpression" || assignment.left.type !== "Identifier") return [];
  return [{ id: assignment.left, init: assignment.right }];
}

// True for a comment directly above, on lines of its own.
function isNextTo(code: string, end: number, statement: number, start: number): boolean {
  const lineStart = code.lastIndexOf("\n", start - 1) + 1;
  return /^[ \t]*\r?\n?[ \t]*$/.test(code.slice(end, statement)) && code.slice(lineStart, start).trim() === "";
}

function plain(comment: string): string {
  return comment
    .split("\n")
    .map((line) => line.replace(/^[ \t]*\*+/, "").trim())
    .filter((line) => line !== "")
    .join(" ");
}

function literalOf(node: Node): JsonValue | undefined {
  if (node.type === "Literal") {
    const { value, raw } = node;
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return isPlain ? value : raw === "null" ? null : undefined;
  }
  if (node.type === "UnaryExpression" && node.operator === "-") {
    const value = literalOf(node.argument);
    return typeof value === "number" ? -value : undefined;
  }
  if (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression") return literalOf(node.expression);
  if (node.type === "ArrayExpression")
    return all(node.elements.map((element) => (element ? literalOf(element) : undefined)));
  if (node.type !== "ObjectExpression") return undefined;
  const entries = node.properties.map((property): readonly [string, JsonValue] | undefined => {
    if (property.type !== "Property" || property.computed) return undefined;
    const { key } = property;
    const name = key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : undefined;
    const value = literalOf(property.value);
    return name === undefined || value === undefined ? undefined : [name, value];
  });
  const known = all(entries);
  return known && Object.fromEntries(known);
}

function all<T>(values: readonly (T | undefined)[]): T[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}
