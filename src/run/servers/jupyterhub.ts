import type { Answer } from "./http-request.ts";
import type { Server } from "./server.ts";

/** The place of a hub's server: the hub's base URL, and the user's server there, as far as the address names one. */
export type HubPlace = { readonly url: string; readonly user: string | undefined; readonly server: string };

/** The hub's part of the address of a user's server. */
function hubPlaceIn(url: string): HubPlace {
  const [, above = url, user, server = ""] = /^(.*\/)user\/([^/]+)\/(?:([^/]+)\/)?/.exec(url) ?? [];
  return { url: above, user, server };
}

/** The hub behind an address that a hub answered for; undefined for other servers. */
export function hubBehind(url: string, { status, headers }: Pick<Answer, "status" | "headers">): HubPlace | undefined {
  const place = hubPlaceIn(url);
  const isSentOn = status >= 300 && status < 400 && /\/hub\//.test(headers.location ?? "");
  // Without a named server, its user's default server answers for it.
  const isUnknown = status === 404 && place.server !== "";
  const isDown = (status === 424 || status === 503 || isUnknown) && place.user !== undefined;
  return isSentOn || isDown ? place : undefined;
}

/** True when a hub says, in place of a user's server, that it does not run. */
export async function stoppedByHub(server: Server, { status, headers }: Answer): Promise<boolean> {
  if (status === 424) return true;
  const { location = "" } = headers;
  // Its proxy sends what it has no server for on to the hub.
  if (status !== 302 || !/\/hub\/user\//.test(location)) return false;
  const to = new URL(location, server.url);
  const from = new URL(server.url);
  if (to.origin !== from.origin) return false;
  const up = "../".repeat(from.pathname.split("/").length - 2);
  const answer = await server.ask(`${up}${to.pathname.slice(1)}`).catch(() => undefined);
  return answer?.status === 424;
}
