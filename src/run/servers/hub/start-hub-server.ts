import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import { jsonOf } from "../http/answer-text.ts";
import { NotJupyterError, ServerAccessError, type ServerError, ServerRefusalError } from "../errors.ts";
import type { HttpResponse } from "../http/http-request.ts";
import type { HubPlace } from "./jupyterhub.ts";
import type { Server } from "../http/server.ts";
import { STATUS } from "../http/status.ts";

/** The wait for a user's server. */
export type HubWait = {
  /** The time that it may take to start, in seconds; 0 for no limit. */
  readonly startupSeconds: number;
  /** Called every 20 s while it starts, with its address and the seconds so far. */
  readonly onWait: (server: string, seconds: number) => void;
};

const User = v.object({ name: v.string() });
const Progress = v.object({ failed: v.optional(v.boolean()), message: v.optional(v.string()) });

const DOING = "Asking the JupyterHub for the user's server";
const TELL_MS = 20_000;
const AGAIN_MS = 1000;
const SILENCE_MS = 60_000;
const ATTEMPTS = 3;
// The hub gives no reason for a start that has failed already.
const UNKNOWN = "it has failed";

/**
 * Has a hub start a user's server unless it runs already.
 *
 * @returns the server's base URL.
 * @throws {ServerError} when no token is given, or the server does not start.
 */
export async function startHubServer(hub: Server, place: HubPlace, wait: HubWait): Promise<string> {
  if (!hub.hasCredentials) {
    const fix = "Give a token from the hub's token page with --token-file FILE, or in JUPYTERHUB_API_TOKEN";
    throw new ServerAccessError(hub.url, { doing: `${DOING} at ${hub.url}`, got: "no token was given", fix });
  }
  const user = place.user ?? (await userOf(hub));
  const url = `${hub.url}user/${user}/${place.server === "" ? "" : `${place.server}/`}`;
  const path = `hub/api/users/${user}/${place.server === "" ? "server" : `servers/${place.server}`}`;
  const { startupSeconds, onWait } = wait;
  const began = performance.now();
  const telling = setInterval(() => onWait(url, Math.round((performance.now() - began) / 1000)), TELL_MS);
  const late = startupSeconds === 0 ? new AbortController().signal : AbortSignal.timeout(startupSeconds * 1000);
  try {
    await start(hub, path, late);
  } catch (error) {
    if (!late.aborted) throw error;
    throw failure(hub, `it did not start within ${startupSeconds} s`, "allow more with --startup-timeout SECONDS");
  } finally {
    clearInterval(telling);
  }
  return url;
}

async function userOf(hub: Server): Promise<string> {
  const parsed = v.safeParse(User, await hub.json(DOING, "hub/api/user"));
  if (parsed.success) return parsed.output.name;
  const got = `the answer does not name the token's user (${hub.redact(parsed.issues[0].message)})`;
  throw new NotJupyterError(hub.url, { doing: `${DOING} at ${hub.url}`, got, fix: "Give the address of a JupyterHub" });
}

async function start(hub: Server, path: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; ) {
    const answer = await hub.ask(path, { method: "POST", silence: 0, signal });
    const { status } = answer;
    const text = hub.said(answer);
    if (status === STATUS.created || (status === STATUS.badRequest && /already running/i.test(text))) return;
    if (status === STATUS.accepted) {
      const failed = failureIn(await hub.ask(`${path}/progress`, { silence: SILENCE_MS, signal }));
      if (failed === undefined) return;
      if (failed !== UNKNOWN || attempt >= ATTEMPTS)
        throw failure(hub, `it could not start it (${hub.redact(failed)})`);
      attempt += 1;
    } else if (status !== STATUS.tooManyRequests && !(status === STATUS.badRequest && /pending/i.test(text))) {
      throw refusalOf(hub, answer);
    }
    // The server is still stopping, too many others are starting, or an unexplained failure is tried again.
    await delay(AGAIN_MS, undefined, { signal });
  }
}

/** The reason that a server did not start, from the events that a hub sends; undefined when it started. */
function failureIn({ status, body }: HttpResponse): string | undefined {
  if (status !== STATUS.ok) return UNKNOWN;
  const events = body.toString("utf8").match(/^data: .*$/gm) ?? [];
  const last = v.safeParse(Progress, jsonOf((events.at(-1) ?? "").slice("data: ".length)));
  if (!last.success) return UNKNOWN;
  return last.output.failed ? (last.output.message ?? UNKNOWN) : undefined;
}

function refusalOf(hub: Server, answer: HttpResponse): ServerError {
  return hub.refusal(DOING, answer) ?? failure(hub, `it answered ${answer.status}`);
}

function failure(hub: Server, got: string, more = "look into its log"): ServerRefusalError {
  const fix = `Start the server on the hub's page to see more, or ${more}`;
  return new ServerRefusalError(hub.url, STATUS.internalServerError, { doing: `${DOING} at ${hub.url}`, got, fix });
}
