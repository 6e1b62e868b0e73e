import type { JsonObject } from "../../jupyter/json.ts";
import type { Context, Request } from "../context.ts";
import { numberField, textField } from "../fields.ts";
import { toUtf16 } from "../text-offsets.ts";
import type { Inspection } from "../types/service-interface.ts";

// A busy process does not answer; types alone must do then.
const VALUE_MS = 100;

/** Says what is known about the name at the cursor: its type, documentation, and the look of its value. */
export async function inspect({ message }: Request, context: Context): Promise<JsonObject> {
  const code = textField(message.content, "code");
  const offset = toUtf16(code, numberField(message.content, "cursor_pos") ?? code.length);
  const detail = numberField(message.content, "detail_level") === 1 ? 1 : 0;
  const typed = await context.typing.inspect(code, offset, detail);
  const expression = typed ? typed.expression : expressionAt(code, offset);
  const value = expression === undefined ? undefined : await valueOf(expression, detail, context);
  const found = typed !== undefined || value !== undefined;
  return { status: "ok", found, data: found ? describe(typed, value) : {}, metadata: {} };
}

async function valueOf(expression: string, detail: 0 | 1, { supervisor }: Context): Promise<string | undefined> {
  const answer = await supervisor.ask({ type: "inspect-value", expression, detail }, VALUE_MS);
  if (answer?.type !== "value" || !answer.found) return undefined;
  const text = answer.data["text/plain"];
  return typeof text === "string" ? text : undefined;
}

function describe(typed: Inspection | undefined, value: string | undefined): JsonObject {
  const plain = [typed?.signature, typed?.documentation, value, typed?.source].filter(isThere);
  const markdown = [
    typed?.signature && fenced("typescript", typed.signature),
    typed?.documentation,
    value && fenced("", value),
    typed?.source && fenced("typescript", typed.source),
  ].filter(isThere);
  return { "text/plain": plain.join("\n\n"), "text/markdown": markdown.join("\n\n") };
}

function isThere(part: string | undefined): part is string {
  return part !== undefined && part !== "";
}

function fenced(language: string, text: string): string {
  // The fence must be longer than any run of backticks inside.
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

// The dotted name around a position, when there are no types to say.
function expressionAt(code: string, offset: number): string | undefined {
  const before = /[\p{ID_Continue}$.]*$/u.exec(code.slice(0, offset))?.[0] ?? "";
  const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset))?.[0] ?? "";
  const name = before + after;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*(\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u.test(name) ? name : undefined;
}
