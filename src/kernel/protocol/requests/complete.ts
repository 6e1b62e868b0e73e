import type { JsonObject } from "../../../jupyter/json.ts";
import type { KernelContext, Request } from "../context.ts";
import { numberField, textField } from "./request-fields.ts";
import { toCodePoints, toUtf16 } from "./cursor/text-offsets.ts";
import type { Completion, Completions } from "../../types/service-interface.ts";

// A busy child does not answer; completion then uses only the types.
const MEMBERS_MS = 100;
const MOST_OWNERS = 3;

/** Proposes completions at the cursor: from the types, otherwise from existing values. */
export async function complete({ message }: Request, context: KernelContext): Promise<JsonObject> {
  const code = textField(message.content, "code");
  const offset = toUtf16(code, numberField(message.content, "cursor_pos") ?? code.length);
  const found = await completionsAt(code, offset, context);
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

async function completionsAt(code: string, offset: number, context: KernelContext): Promise<Completions> {
  const { commandCompletions, commandPartAt } = await import("./cursor/magic-completions.ts");
  const command = commandPartAt(code, offset);
  if (command?.type === "shell") {
    const { wordCompletions } = await import("../../types/answers/path-completion.ts");
    const { programNames } = await import("./cursor/program-names.ts");
    const found = (await programNames(code, offset)) ?? (await wordCompletions(code, offset, process.cwd()));
    return found ?? { start: offset, end: offset, items: [] };
  }
  if (command && command.type !== "code") {
    const { typed, items } = commandCompletions(command);
    return { start: offset - typed.length, end: offset, items };
  }
  const cell = command?.cell ?? code;
  const columns = await columnsAt(cell, offset, context);
  if (columns) return columns;
  const typed = await context.typeChecker.complete(cell, offset);
  const { memberQuestion, proposedMembers } = await import("./cursor/runtime-members.ts");
  const question = memberQuestion(cell, offset);
  const isKnown = typed !== undefined && typed.items.length > 0;
  // For keys, a data frame's type gives its methods, but its value gives the columns.
  if (!question || (isKnown && question.quote === undefined)) return typed ?? { start: offset, end: offset, items: [] };
  const answer = await context.supervisor.ask({ type: "members", expression: question.owner }, MEMBERS_MS);
  const found = proposedMembers(answer?.type === "members" ? answer.names : [], question, offset);
  return isKnown ? merged(found, typed) : found;
}

/** Completes a string at an offset with the columns of a frame; `undefined` without any. */
async function columnsAt(
  code: string,
  offset: number,
  { supervisor }: KernelContext,
): Promise<Completions | undefined> {
  const { columnQuestion } = await import("./cursor/column-question.ts");
  const { proposedMembers } = await import("./cursor/runtime-members.ts");
  const question = columnQuestion(code, offset);
  for (const owner of question?.owners.slice(0, MOST_OWNERS) ?? []) {
    const answer = await supervisor.ask({ type: "columns", expression: owner }, MEMBERS_MS);
    const names = answer?.type === "members" ? answer.names : [];
    if (question && names.length > 0) return proposedMembers(names, { owner, ...question }, offset);
  }
  return undefined;
}

function merged(first: Completions, second: Completions): Completions {
  if (first.items.length === 0 || first.start !== second.start) return second;
  const texts = new Set(first.items.map(({ text }) => text));
  return { ...first, items: [...first.items, ...second.items.filter(({ text }) => !texts.has(text))] };
}

function described({ text, kind, signature }: Completion, start: number, end: number): JsonObject {
  return { text, type: kind, start, end, ...(signature === undefined ? {} : { signature }) };
}
