import { type HubWait, startHubServer } from "./hub/start-hub-server.ts";
import { hubBehind } from "./hub/jupyterhub.ts";
import { Server, type ServerSettings } from "./http/server.ts";
import { STATUS } from "./http/status.ts";

/**
 * A server, ready for requests. A JupyterHub starts the server of the user in the address, else of the token's user,
 * if it does not run. A server that requires no credentials may still require the cookie that its pages set.
 *
 * @throws {ServerError} when it does not answer, lets nobody in, or does not start.
 */
export async function reachServer(settings: ServerSettings, wait: HubWait): Promise<Server> {
  const server = new Server(settings);
  const answer = await server.ask("api/kernelspecs");
  const place = hubBehind(settings.url, answer);
  if (place === undefined) {
    if (!server.hasCredentials && answer.status === STATUS.ok) await server.ask("login");
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
