import { MagicString } from "magic-string";
import type { Node } from "oxc-parser";
import { parseCell } from "./parse.ts";
import { unexported } from "./ast.ts";

/** The range of an object literal that is the last statement of a cell. */
type ObjectLiteral = { readonly start: number; readonly end: number };

const LEADING = /^(?:\s|\/\/.*\n|\/\*[^]*?\*\/)*\{/;
const LINE = /^\{/gm;

/**
 * The object literal that a cell ends with, such as `{ a: 1, b: 2 }`. In a file it would be a block with labels, or a
 * syntax error. A block that can be read as an object is of no use in a cell.
 */
function objectLiteralIn(source: string): ObjectLiteral | undefined {
  const leading = LEADING.exec(source)?.[0].length;
  const lines = Array.from(source.matchAll(LINE), ({ index }) => index);
  const end = source.replace(/[;\s]+$/, "").length;
  for (const start of new Set([...(leading === undefined ? [] : [leading - 1]), ...lines])) {
    if (isObject(source.slice(start, end)) && isComplete(source.slice(0, start))) return { start, end };
  }
  return undefined;
}

/** A cell with its object literal in parentheses. */
export type WithObjectLiteral = {
  readonly source: string;
  /** The place of the inserted opening parenthesis, and the length of the insertion. */
  readonly start: number;
  readonly added: number;
  /** Returns the source map back to the cell. */
  readonly mappings: () => string;
};

/** Puts the object literal at the end of a cell in parentheses; undefined when there is none. */
export function withObjectLiteral(source: string): WithObjectLiteral | undefined {
  const found = objectLiteralIn(source);
  if (!found) return undefined;
  const { start, end } = found;
  const opening = openingOf(source, found);
  const text = new MagicString(source).appendLeft(start, opening).appendRight(end, CLOSING);
  const mappings = (): string => text.generateMap({ hires: "boundary" }).mappings;
  return { source: text.toString(), start, added: opening.length, mappings };
}

// On a new line, because the cell may end in a comment.
const CLOSING = "\n)";

/** The code to insert before the literal. Without the semicolon, the value of the statement before would be called. */
function openingOf(source: string, { start }: ObjectLiteral): string {
  return source.slice(0, start).trim() === "" ? "(" : ";(";
}

function isObject(text: string): boolean {
  const [statement, ...others] = parseCell(`(${text}${CLOSING}`)?.parsed.program.body ?? [];
  if (others.length > 0 || statement?.type !== "ExpressionStatement") return false;
  const { expression } = statement;
  return expression.type === "ParenthesizedExpression" && leftmost(expression.expression).type === "ObjectExpression";
}

function leftmost(node: Node): Node {
  switch (node.type) {
    case "MemberExpression":
      return leftmost(node.object);
    case "CallExpression":
      return leftmost(node.callee);
    case "BinaryExpression":
    case "LogicalExpression":
      return leftmost(node.left);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
      return leftmost(node.expression);
    default:
      return node;
  }
}

/** True when a statement ends here, so that the braces that follow are not the body of a function or module. */
function isComplete(before: string): boolean {
  const parsed = parseCell(before);
  if (!parsed) return false;
  const last = parsed.parsed.program.body.at(-1);
  const node = last && unexported(last);
  return (
    node?.type !== "TSDeclareFunction" && !(node?.type === "TSModuleDeclaration" && !("body" in node && node.body))
  );
}
