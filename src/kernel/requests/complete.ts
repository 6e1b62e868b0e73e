import type { JsonObject } from "../../jupyter/json.ts";
import type { Context, Request } from "../context.ts";
import { numberField, textField } from "../fields.ts";
import { toCodePoints, toUtf16 } from "../text-offsets.ts";
import type { Completion, Completions } from "../types/service-interface.ts";

// A busy process does not answer; types alone must do then.
const MEMBERS_MS = 100;

/** Proposes what could stand at the cursor: from the types, else from the values that exist. */
export async function complete({ message }: Request, context: Context): Promise<JsonObject> {
  const code = textField(message.content, "code");
  const offset = toUtf16(code, numberField(message.content, "cursor_pos") ?? code.length);
  const typed = await context.typing.complete(code, offset);
  const found = typed && typed.items.length > 0 ? typed : await fromValues(code, offset, context);
  const start = toCodePoints(code, found.start);
  const end = toCodePoints(code, found.end);
  return {
    status: "ok",
    matches: found.items.map((item) => item.text),
    cursor_start: start,
    cursor_end: end,
    metadata: { _jupyter_types_experimental: found.items.map((item) => described(item, start, end)) },
  };
}

function described({ text, kind, signature }: Completion, start: number, end: number): JsonObject {
  return { text, type: kind, start, end, ...(signature === undefined ? {} : { signature }) };
}

async function fromValues(code: string, offset: number, { supervisor }: Context): Promise<Completions> {
  const [, owner = "", prefix = ""] = /((?:[\p{ID_Start}$_][\p{ID_Continue}$]*\.)*)([\p{ID_Continue}$]*)$/u.exec(
    code.slice(0, offset),
  ) ?? [""];
  const answer = await supervisor.ask({ type: "members", expression: owner.slice(0, -1) }, MEMBERS_MS);
  const names = answer?.type === "members" ? answer.names : [];
  const items = names
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, kind }) => ({ text: name, kind }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
  return { start: offset - prefix.length, end: offset, items };
}
