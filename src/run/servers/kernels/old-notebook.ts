import * as v from "valibot";
import { jsonOf } from "../http/answer-text.ts";
import type { Server } from "../http/server.ts";

// Gateways and tsnb's own server have further fields.
const Version = v.strictObject({ version: v.string() });
const FIRST = 4;
const LAST = 6;

/**
 * True for the servers of Notebook 4 to 6, from before Jupyter Server. These ignore the folder in a request for a
 * kernel, which then works in the server's own.
 */
export async function isOldNotebook(server: Server): Promise<boolean> {
  const answer = await server.ask("api").catch(() => undefined);
  const parsed = v.safeParse(Version, answer && jsonOf(answer.body.toString("utf8")));
  const major = parsed.success ? Number.parseInt(parsed.output.version, 10) : 0;
  return major >= FIRST && major <= LAST;
}
