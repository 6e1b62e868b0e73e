import type { Comment } from "oxc-parser";
import type { Declaration } from "./declarations.ts";

const DECLARED = /@(?:typedef|callback)\s+(?:\{(?:[^{}]|\{[^}]*\})*\}\s*)?([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;
const TEMPLATE =
  /@template\s+(?:\{[^}]*\}\s*)?([\p{ID_Start}$_][\p{ID_Continue}$]*(?:\s*,\s*[\p{ID_Start}$_][\p{ID_Continue}$]*)*)/gu;

/** The types that documentation comments declare: `@typedef` and `@callback`, which a module of JavaScript exports. */
export function jsdocTypes(comments: readonly Comment[], code: string): Declaration[] {
  return comments.flatMap(({ type, value, start, end }): Declaration[] => {
    if (type !== "Block" || !value.startsWith("*")) return [];
    const parameters = Array.from(value.matchAll(TEMPLATE), ([, names = ""]) => names.replaceAll(/\s/g, "")).join(",");
    const typeParameters =
      parameters === "" ? {} : { typeParameters: { declared: `<${parameters}>`, used: `<${parameters}>` } };
    return Array.from(value.matchAll(DECLARED), ([, name = ""]) => {
      return { name, kind: "type", start, end, documentation: "", text: code.slice(start, end), ...typeParameters };
    });
  });
}
