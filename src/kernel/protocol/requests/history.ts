import type { JsonObject, JsonValue } from "../../../jupyter/json.ts";
import type { KernelContext, Request } from "../context.ts";
import { BadRequestError, flagField, numberField, textField } from "./request-fields.ts";
import type { HistoryEntry } from "../history/history.ts";

/** Lists cells that ran: the last `n`, a range of one session, or those that match a pattern. */
export function history({ message: { content } }: Request, context: KernelContext): JsonObject {
  const output = flagField(content, "output", false);
  const entries = select(content, context).map(
    ({ session, line, input, output: result }): JsonValue => [session, line, output ? [input, result] : input],
  );
  return { status: "ok", history: entries };
}

function select(content: JsonObject, { history: kept }: KernelContext): HistoryEntry[] {
  const n = numberField(content, "n");
  const access = textField(content, "hist_access_type");
  switch (access) {
    case "tail":
      return kept.tail(n ?? 10);
    case "range":
      return kept.range(
        numberField(content, "session") ?? 0,
        numberField(content, "start") ?? 1,
        numberField(content, "stop"),
      );
    case "search":
      return kept.search(textField(content, "pattern", "*"), n, flagField(content, "unique", false));
    default:
      throw new BadRequestError("hist_access_type", '"tail", "range" or "search"');
  }
}
