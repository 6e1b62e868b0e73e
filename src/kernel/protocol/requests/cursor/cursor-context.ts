import { withoutMagics } from "../../../magic/lines/magic-lines.ts";
import { isTooDeep } from "../../../cell/syntax/nesting.ts";

/** The syntax around a cursor; `text` is a string, the text of a template, or a regular expression. */
export type CursorContext = "code" | "text" | "comment";

const TOKEN = /\/[/*]?|["'`]|[\p{ID_Continue}$]+|\S/gu;
// After these words and signs, a slash starts a regular expression.
const BEFORE_VALUE =
  /^(?:await|case|delete|do|else|in|instanceof|new|of|return|throw|typeof|void|yield|[^\p{ID_Continue}$)\]}"'`<])$/u;
const ENDS: ReadonlyMap<string | undefined, RegExp> = new Map([
  ["//", /.*\n/y],
  ["/*", /[^]*?\*\//y],
  ["/", /(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])*(?:[/\n]|[[\\].*\n)/y],
  ['"', /(?:\\[^]|[^"\\\n])*["\n]/y],
  ["'", /(?:\\[^]|[^'\\\n])*['\n]/y],
  ["`", /(?:\\[^]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y],
]);

/** The syntax around an offset of a cell, which may be unfinished or invalid. */
export function surroundingsAt(cell: string, offset: number): CursorContext {
  const before = cell.slice(0, offset);
  return surroundingsBehind(isTooDeep(before) ? before : withoutMagics(before));
}

function surroundingsBehind(source: string): CursorContext {
  // The number of open braces inside each `${`.
  const holes: number[] = [];
  let before = "";
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source)?.[0];
    if (token === undefined) return "code";
    at = TOKEN.lastIndex;
    const opener = openerOf(token, before, holes);
    if (!token.startsWith("/") || token === "/") before = token;
    const end = ENDS.get(opener);
    if (!end) continue;
    end.lastIndex = at;
    const inside = end.exec(source)?.[0];
    if (inside === undefined) return opener === "//" || opener === "/*" ? "comment" : "text";
    at = end.lastIndex;
    if (opener === "`" && inside.endsWith("${")) {
      holes.push(0);
      before = "{";
    } else if (opener === "/") before = ")";
    else if (opener === "`") before = "`";
  }
}

/** The opener of a string, comment or regular expression, if the token is one; counts the braces. */
function openerOf(token: string, before: string, holes: number[]): string | undefined {
  if (token === "/") return before === "" || BEFORE_VALUE.test(before) ? "/" : undefined;
  const depth = holes.at(-1);
  if (token === "}" && depth === 0) {
    holes.pop();
    return "`";
  }
  if (depth !== undefined && token === "{") holes[holes.length - 1] = depth + 1;
  if (depth !== undefined && token === "}") holes[holes.length - 1] = depth - 1;
  return token;
}
