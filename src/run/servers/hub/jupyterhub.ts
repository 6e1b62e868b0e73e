import type { HttpResponse } from "../http/http-request.ts";
import type { Server } from "../http/server.ts";
import { isRedirect, STATUS } from "../http/status.ts";

/** A hub's base URL, and the user and server that an address names there; `server` is "" for the default server. */
export type HubPlace = { readonly url: string; readonly user: string | undefined; readonly server: string };

/** The parts of the address of a user's server. */
function hubPlaceIn(url: string): HubPlace {
  const [, above = url, user, server = ""] = /^(.*\/)user\/([^/]+)\/(?:([^/]+)\/)?/.exec(url) ?? [];
  return { url: above, user, server };
}

/** The hub and user behind an address when a hub, not a server, answered; undefined otherwise. */
export function hubBehind(
  url: string,
  { status, headers }: Pick<HttpResponse, "status" | "headers">,
): HubPlace | undefined {
  const place = hubPlaceIn(url);
  const isSentOn = isRedirect(status) && /\/hub\//.test(headers.location ?? "");
  // While a named server does not run, the user's default server answers its requests.
  const isUnknown = status === STATUS.notFound && place.server !== "";
  const isStopped = status === STATUS.failedDependency || status === STATUS.serviceUnavailable;
  const isDown = (isStopped || isUnknown) && place.user !== undefined;
  return isSentOn || isDown ? place : undefined;
}

/** True when a hub answers, in place of a user's server, that the server does not run. */
export async function stoppedByHub(server: Server, { status, headers }: HttpResponse): Promise<boolean> {
  if (status === STATUS.failedDependency) return true;
  const { location = "" } = headers;
  // The hub's proxy forwards requests without a running server to the hub.
  if (status !== STATUS.found || !/\/hub\/user\//.test(location)) return false;
  const to = new URL(location, server.url);
  const from = new URL(server.url);
  if (to.origin !== from.origin) return false;
  const up = "../".repeat(from.pathname.split("/").length - 2);
  const answer = await server.ask(`${up}${to.pathname.slice(1)}`).catch(() => undefined);
  return answer?.status === STATUS.failedDependency;
}
