import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import { ServerAccessError } from "./errors.ts";
import { Server, type ServerSettings } from "./server.ts";

const User = v.object({ name: v.string() });
const START_MS = 300_000;
const LOOK_EVERY_MS = 500;

/**
 * A server, ready for requests. A JupyterHub is asked whose token it is, and starts that user's server if it does not
 * run; a server that asks for nothing else may still want the cookie that it sets with its pages.
 *
 * @throws {ServerError} when it does not answer, lets nobody in, or does not start.
 */
export async function reachServer(settings: ServerSettings): Promise<Server> {
  const server = new Server(settings);
  const answer = await server.ask("api/kernelspecs");
  const hub = hubOf(settings.url, answer.status, answer.headers.location);
  if (hub === undefined) {
    if (!server.hasCredentials && answer.status === 200) await server.ask("login");
    return server;
  }
  server.close();
  return userServer(new Server({ ...settings, url: hub.url }), settings, hub.user);
}

type Hub = { readonly url: string; readonly user: string | undefined };

/** The hub behind an address that a hub answered for; undefined for other servers. */
function hubOf(url: string, status: number, location: string | undefined): Hub | undefined {
  const [, above = url, user] = /^(.*\/)user\/([^/]+)\//.exec(url) ?? [];
  const isSentOn = status >= 300 && status < 400 && /\/hub\//.test(location ?? "");
  const isDown = (status === 424 || status === 503) && user !== undefined;
  return isSentOn || isDown ? { url: above, user } : undefined;
}

async function userServer(hub: Server, settings: ServerSettings, named: string | undefined): Promise<Server> {
  const doing = "Asking the JupyterHub for the user's server";
  try {
    if (!hub.hasCredentials) {
      const fix = "Give a token of the hub's token page with --token-file FILE, or in JUPYTERHUB_API_TOKEN";
      throw new ServerAccessError(hub.url, { doing: `${doing} at ${hub.url}`, got: "no token was given", fix });
    }
    const user = named ?? v.parse(User, await hub.json(doing, "hub/api/user")).name;
    const path = `hub/api/users/${user}/server`;
    const until = performance.now() + START_MS;
    for (;;) {
      const { status } = await hub.ask(path, { method: "POST", silence: 0 });
      // 201: it runs; 202: it starts; 400: it runs already, or still ends.
      if (status !== 201 && status !== 202 && status !== 400) await hub.json(doing, path, { method: "POST" });
      const server = new Server({ ...settings, url: `${hub.url}user/${user}/` });
      const answer = await server.ask("api/kernelspecs");
      if (answer.status === 200 || performance.now() > until) return server;
      if (answer.status === 401 || answer.status === 403) return server;
      server.close();
      await delay(LOOK_EVERY_MS);
    }
  } finally {
    hub.close();
  }
}
