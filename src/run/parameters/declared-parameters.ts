import { hasTag } from "../../notebook/tags.ts";
import { type Node, parseSync } from "oxc-parser";
import type { JsonObject } from "../../jupyter/json.ts";
import { pythonAssignments } from "./python-assignments.ts";
import type { CodeCell, Notebook } from "../../notebook/types.ts";
import { unexported } from "../../kernel/cell/syntax/ast.ts";

/** A parameter that a notebook declares. */
export type DeclaredParameter = {
  readonly name: string;
  /** The declaration's `const` or `let`; empty in Python. */
  readonly keyword: string;
  /** The declared type, as written; undefined without one. */
  readonly annotation: string | undefined;
  /** The default value, as written; undefined without one. */
  readonly fallback: string | undefined;
  /** The comment on the same line or above; undefined without one. */
  readonly comment: string | undefined;
  /** The type as JSON Schema, as far as known without the compiler. */
  readonly schema: JsonObject;
};

/** The languages that parameters can be written in. */
export type ParameterLanguage = "typescript" | "javascript" | "python";

/** The cell that declares a notebook's parameters, by papermill's tag `parameters`; undefined without one. */
export function parametersCell({ cells }: Notebook): { readonly cell: CodeCell; readonly index: number } | undefined {
  const index = cells.findIndex((cell) => cell.cell_type === "code" && hasTag(cell.metadata, "parameters"));
  const cell = cells[index];
  return cell?.cell_type === "code" ? { cell, index } : undefined;
}

/** The parameters that a cell declares, in order. */
export function declaredParameters(source: string, language: ParameterLanguage): readonly DeclaredParameter[] {
  return language === "python" ? declaredInPython(source) : declaredInScript(source);
}

function declaredInScript(source: string): readonly DeclaredParameter[] {
  const { program, comments } = parseSync("parameters.ts", source);
  const commentOf = (start: number, end: number): string | undefined => {
    const lineEnd = source.indexOf("\n", end);
    const last = lineEnd < 0 ? source.length : lineEnd;
    const beside = comments.find((comment) => comment.start >= end && comment.start < last);
    const above = comments.findLast(
      (comment) => comment.end <= start && /^\s*$/.test(source.slice(comment.end, start)),
    );
    const isOwn = above && !/\S/.test(source.slice(source.lastIndexOf("\n", above.start - 1) + 1, above.start));
    return cleaned(beside?.value ?? (isOwn ? above.value : undefined));
  };
  return program.body.flatMap((statement): DeclaredParameter[] => {
    const node = unexported(statement);
    if (node.type !== "VariableDeclaration") return [];
    return node.declarations.flatMap(({ id, init }): DeclaredParameter[] => {
      if (id.type !== "Identifier") return [];
      const type = id.typeAnnotation?.typeAnnotation;
      const written = type ? source.slice(type.start, type.end) : widened(init);
      return [
        {
          name: id.name,
          keyword: node.kind,
          annotation: written,
          fallback: init ? source.slice(init.start, init.end) : undefined,
          comment: commentOf(statement.start, statement.end),
          schema: {},
        },
      ];
    });
  });
}

/** The type of a variable initialised with a string, number or boolean literal; undefined for anything else. */
function widened(init: Node | null): string | undefined {
  if (init?.type === "UnaryExpression" && init.operator === "-") return widened(init.argument);
  if (init?.type === "TemplateLiteral") return "string";
  const type = init?.type === "Literal" ? typeof init.value : "undefined";
  return ["string", "number", "boolean"].includes(type) ? type : undefined;
}

const PYTHON_TYPES: Readonly<Record<string, string>> = {
  int: "integer",
  float: "number",
  str: "string",
  bool: "boolean",
};

function declaredInPython(source: string): readonly DeclaredParameter[] {
  return pythonAssignments(source).map(({ name, annotation, value: fallback, comment }) => {
    const type = PYTHON_TYPES[annotation ?? ""];
    return { name, keyword: "", annotation, fallback, comment, schema: type === undefined ? {} : { type } };
  });
}

function cleaned(comment: string | undefined): string | undefined {
  const text = comment
    ?.replace(/^\s*\*+ ?/gm, "")
    .trim()
    .replace(/\s*\n\s*/g, " ");
  return text === "" ? undefined : text;
}
