import * as v from "valibot";
import { RequestError } from "../http/request-error.ts";
import { DONE, jsonResponse } from "../http/answer.ts";
import { parseBody } from "../http/parse-body.ts";
import type { RouteHandler, Routes } from "../http/router.ts";
import { insideFolder } from "./inside-folder.ts";
import { type ContentsModel, readEntry } from "./read-entry.ts";
import { copyEntry, deleteEntry, freeName, renameEntry, saveEntry } from "./write-entry.ts";

const New = v.object({
  type: v.nullish(v.picklist(["notebook", "file", "directory"]), "file"),
  ext: v.nullish(v.pipe(v.string(), v.regex(/^\.?[\w.-]*$/, "it is not a file extension")), ""),
  copy_from: v.nullish(v.string()),
});
const Renamed = v.object({ path: v.string() });
const EMPTY_NOTEBOOK = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };

/** Jupyter's REST interface to the files in a folder. */
export function contentRoutes(root: string, isWritable: boolean): Routes {
  const entry = async (path: string, query = new URLSearchParams("content=0")): Promise<ContentsModel> =>
    readEntry({ root, file: await insideFolder(root, path), path, isWritable, ...wanted(query) });
  const get: RouteHandler = async ({ params, query }) => jsonResponse(await entry(pathIn(params), query));
  return { ...onBoth("GET", get), ...(isWritable ? writingRoutes(root, entry) : refusals()) };
}

function writingRoutes(root: string, entry: (path: string) => Promise<ContentsModel>): Routes {
  const save: RouteHandler = async ({ params, body }) => {
    const path = pathIn(params);
    const file = await insideFolder(root, path);
    await saveEntry(file, path, await body());
    return jsonResponse(await entry(path));
  };
  const create: RouteHandler = async ({ params, body }) => {
    const folder = await insideFolder(root, pathIn(params));
    const { type, ext, copy_from: from } = parseBody(New, await body());
    const name = await freeName(folder, from ? nameOf(from) : NAMES[type] + (type === "file" ? dotted(ext) : ""));
    const path = [pathIn(params), name].filter(Boolean).join("/");
    const file = await insideFolder(root, path);
    if (from) await copyEntry(await insideFolder(root, from), file, from);
    else await saveEntry(file, path, BODIES[type]);
    return jsonResponse(await entry(path), 201);
  };
  const move: RouteHandler = async ({ params, body }) => {
    const to = parseBody(Renamed, await body()).path;
    const file = await insideFolder(root, pathIn(params));
    if (file === root) throw new RequestError(403, "The served folder cannot be renamed");
    await renameEntry(file, await insideFolder(root, to), pathIn(params));
    return jsonResponse(await entry(to.split("/").filter(Boolean).join("/")));
  };
  const remove: RouteHandler = async ({ params }) => {
    const file = await insideFolder(root, pathIn(params));
    if (file === root) throw new RequestError(403, "The served folder cannot be deleted");
    await deleteEntry(file, pathIn(params));
    return DONE;
  };
  return { ...onBoth("POST", create), ...onBoth("PUT", save), ...onBoth("PATCH", move), ...onBoth("DELETE", remove) };
}

const NAMES = { notebook: "Untitled.ipynb", file: "untitled", directory: "Untitled Folder" } as const;
const BODIES = {
  notebook: { type: "notebook", content: EMPTY_NOTEBOOK },
  file: { type: "file", content: "" },
  directory: { type: "directory" },
} as const;

function refuse(): never {
  throw new RequestError(403, "This server is read-only; start it with --write to allow changes");
}

function refusals(): Routes {
  return Object.assign({}, ...["POST", "PUT", "PATCH", "DELETE"].map((method) => onBoth(method, refuse)));
}

function onBoth(method: string, handler: RouteHandler): Routes {
  return { [`${method} /api/contents`]: handler, [`${method} /api/contents/*path`]: handler };
}

/** The path of a request, without slashes around it. */
function pathIn(params: Readonly<Record<string, string>>): string {
  return (params["path"] ?? "").split("/").filter(Boolean).join("/");
}

function nameOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}

function dotted(extension: string): string {
  return extension === "" || extension.startsWith(".") ? extension : `.${extension}`;
}

function wanted(query: URLSearchParams): { type?: string; format?: string; withContent: boolean } {
  const [type, format] = [query.get("type"), query.get("format")];
  return {
    ...(type ? { type } : {}),
    ...(format ? { format } : {}),
    withContent: query.get("content") !== "0",
  };
}
