import * as v from "valibot";
import { jsonOf } from "../http/answer-text.ts";
import type { Server } from "../http/server.ts";

const Status = v.object({ started: v.string() });

/** The time at which a server says that it was started; undefined where it gives none. */
export async function startOf(server: Server): Promise<string | undefined> {
  const answer = await server.ask("api/status").catch(() => undefined);
  const status = v.safeParse(Status, answer && jsonOf(answer.body.toString("utf8")));
  return status.success ? status.output.started : undefined;
}
