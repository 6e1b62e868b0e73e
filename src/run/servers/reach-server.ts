import { type HubWait, startHubServer } from "./hub-server.ts";
import { hubBehind } from "./jupyterhub.ts";
import { Server, type ServerSettings } from "./server.ts";

/**
 * A server, ready for requests. A JupyterHub is asked whose token it is, and starts that user's server if it does not
 * run; a server that asks for nothing else may still want the cookie that it sets with its pages.
 *
 * @throws {ServerError} when it does not answer, lets nobody in, or does not start.
 */
export async function reachServer(settings: ServerSettings, wait: HubWait): Promise<Server> {
  const server = new Server(settings);
  const answer = await server.ask("api/kernelspecs");
  const place = hubBehind(settings.url, answer);
  if (place === undefined) {
    if (!server.hasCredentials && answer.status === 200) await server.ask("login");
    return server;
  }
  server.close();
  const hub = new Server({ ...settings, url: place.url });
  try {
    return new Server({ ...settings, url: await startHubServer(hub, place, wait) });
  } finally {
    hub.close();
  }
}
