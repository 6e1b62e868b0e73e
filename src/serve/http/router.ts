import type { JsonObject } from "../../jupyter/json.ts";
import { RequestError } from "./request-error.ts";
import type { RouteResponse } from "./answer.ts";

/** A request, as a route sees it. */
type Asked = {
  /** The parts of the path that the route names, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: () => Promise<JsonObject>;
};

export type RouteHandler = (asked: Asked) => RouteResponse | Promise<RouteResponse>;

/**
 * Handlers by method and path: `GET /api/kernels/:id`. A name with a colon stands for one part of the path, one with a
 * star for the rest of it.
 */
export type Routes = Readonly<Record<string, RouteHandler>>;

type Found = { readonly handler: RouteHandler; readonly params: Readonly<Record<string, string>> };

/**
 * The handler for a method and path; HEAD is handled as GET.
 *
 * @throws {RequestError} when there is none for the path, or none for the method.
 */
export function routeFor(routes: Routes, method: string, path: string): Found {
  const wanted = method === "HEAD" ? "GET" : method;
  let isKnown = false;
  for (const [route, handler] of Object.entries(routes)) {
    const [own = "", pattern = ""] = route.split(" ");
    const params = match(pattern, path);
    if (params === undefined) continue;
    if (own === wanted) return { handler, params };
    isKnown = true;
  }
  if (isKnown) throw new RequestError(405, `${path} does not support ${method}`);
  throw new RequestError(404, `There is no ${path} on this server`);
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const [parts, given] = [pattern.split("/"), path.replace(/(?<=.)\/$/, "").split("/")];
  const rest = parts.at(-1)?.startsWith("*") ? parts.pop()?.slice(1) : undefined;
  if (rest === undefined ? parts.length !== given.length : parts.length > given.length) return undefined;
  const params: Record<string, string> =
    rest === undefined ? {} : { [rest]: decoded(given.slice(parts.length).join("/")) };
  for (const [index, part] of parts.entries()) {
    const text = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decoded(text);
    else if (part !== text) return undefined;
  }
  return params;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RequestError(400, "The path is not encoded correctly");
  }
}
