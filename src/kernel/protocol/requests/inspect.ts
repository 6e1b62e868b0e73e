import type { JsonObject } from "../../../jupyter/json.ts";
import type { KernelContext, Request } from "../context.ts";
import { numberField, textField } from "./request-fields.ts";
import { toUtf16 } from "./cursor/text-offsets.ts";
import type { Inspection } from "../../types/service-interface.ts";

// A busy child does not answer; the description then has only the types.
const VALUE_MS = 100;

/** Describes the name at the cursor: its type, its documentation and its value. */
export async function inspect({ message }: Request, context: KernelContext): Promise<JsonObject> {
  const code = textField(message.content, "code");
  const offset = toUtf16(code, numberField(message.content, "cursor_pos") ?? code.length);
  const detail = numberField(message.content, "detail_level") === 1 ? 1 : 0;
  const data = await describeAt(code, offset, detail, context);
  return { status: "ok", found: data !== undefined, data: data ?? {}, metadata: {} };
}

type Knowing = Pick<KernelContext, "supervisor" | "typeChecker">;

/** Describes the name at an offset in a MIME bundle; `undefined` when nothing is known. */
export async function describeAt(
  code: string,
  offset: number,
  detail: 0 | 1,
  context: Knowing,
): Promise<JsonObject | undefined> {
  const cell = await typeScriptAround(code, offset);
  const typed = cell === undefined ? undefined : await context.typeChecker.inspect(cell, offset, detail);
  const value = cell === undefined ? undefined : await valueAt(cell, offset, { typed, detail, context });
  return typed === undefined && value === undefined ? undefined : describe(typed, value);
}

/** The cell as TypeScript; undefined if the offset is in a comment or a command to the kernel. */
async function typeScriptAround(code: string, offset: number): Promise<string | undefined> {
  const { commandPartAt } = await import("./cursor/magic-completions.ts");
  const { surroundingsAt } = await import("./cursor/cursor-context.ts");
  const command = commandPartAt(code, offset);
  if (command && command.type !== "code") return undefined;
  const cell = command?.cell ?? code;
  return surroundingsAt(cell, offset) === "comment" ? undefined : cell;
}

type Asked = { readonly typed: Inspection | undefined; readonly detail: 0 | 1; readonly context: Knowing };

// A parameter or a local variable may have the same name as a variable of the notebook.
async function valueAt(code: string, offset: number, { typed, detail, context }: Asked) {
  const { isTopLevelName } = await import("./cursor/top-level-name.ts");
  const name = nameAt(code, offset);
  const expression = typed ? typed.expression : name?.expression;
  if (expression === undefined || name === undefined || !isTopLevelName(code, name.start)) return undefined;
  return valueOf(expression, detail, context);
}

async function valueOf(expression: string, detail: 0 | 1, { supervisor }: Knowing): Promise<string | undefined> {
  const answer = await supervisor.ask({ type: "inspect-value", expression, detail }, VALUE_MS);
  if (answer?.type !== "value" || !answer.found) return undefined;
  const text = answer.data["text/plain"];
  return typeof text === "string" ? text : undefined;
}

function describe(typed: Inspection | undefined, value: string | undefined): JsonObject {
  const place = typed?.place && `Declared in ${typed.place}`;
  const plain = [typed?.signature, typed?.documentation, place, value, typed?.source].filter(isThere);
  const markdown = [
    typed?.signature && fenced("typescript", typed.signature),
    typed?.documentation,
    place,
    value && fenced("", value),
    typed?.source && fenced("typescript", typed.source),
  ].filter(isThere);
  return { "text/plain": plain.join("\n\n"), "text/markdown": markdown.join("\n\n") };
}

function isThere(part: string | undefined): part is string {
  return part !== undefined && part !== "";
}

function fenced(language: string, text: string): string {
  // The fence must be longer than any run of backticks in the text.
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

// The dotted name around an offset.
function nameAt(code: string, offset: number): { expression: string; start: number } | undefined {
  const before = /[\p{ID_Continue}$.]*$/u.exec(code.slice(0, offset))?.[0] ?? "";
  const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset))?.[0] ?? "";
  const expression = before + after;
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u.test(expression);
  return isName ? { expression, start: offset - before.length } : undefined;
}
