import { RequestError } from "../errors.ts";
import { json } from "../http/answer.ts";
import type { Handler, Routes } from "../http/router.ts";
import { insideFolder } from "./inside-folder.ts";
import { readEntry } from "./read-entry.ts";

const refuse: Handler = () => {
  throw new RequestError(403, "This server only reads files");
};

/** Jupyter's REST interface to the files in a folder. */
export function contentRoutes(root: string): Routes {
  const get: Handler = async ({ params, query }) => {
    const path = pathIn(params);
    const file = await insideFolder(root, path);
    return json(await readEntry({ root, file, path, ...wanted(query) }));
  };
  return {
    "GET /api/contents": get,
    "GET /api/contents/*path": get,
    ...Object.fromEntries(
      ["POST", "PUT", "PATCH", "DELETE"].flatMap((method) => [
        [`${method} /api/contents`, refuse],
        [`${method} /api/contents/*path`, refuse],
      ]),
    ),
  };
}

/** The path of a request, without slashes around it. */
export function pathIn(params: Readonly<Record<string, string>>): string {
  return (params["path"] ?? "").split("/").filter(Boolean).join("/");
}

function wanted(query: URLSearchParams): { type?: string; format?: string; withContent: boolean } {
  const [type, format] = [query.get("type"), query.get("format")];
  return {
    ...(type ? { type } : {}),
    ...(format ? { format } : {}),
    withContent: query.get("content") !== "0",
  };
}
