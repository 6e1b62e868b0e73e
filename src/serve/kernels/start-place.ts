import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { JsonObject } from "../../jupyter/json.ts";
import { insideFolder } from "../contents/inside-folder.ts";

/** The folder that a kernel for a notebook starts in: the notebook's, or the nearest above it that exists. */
export async function folderFor(root: string, path: string): Promise<string> {
  const file = await insideFolder(root, path).catch(() => root);
  for (let folder = file; folder.startsWith(root); folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) return folder;
  }
  return root;
}

/**
 * The environment of a kernel: the server's own, without its token, and what the client adds. As with Jupyter's
 * gateways, a client may set variables whose names begin with KERNEL_.
 */
export function environmentFor(added: JsonObject): NodeJS.ProcessEnv {
  const { JUPYTER_TOKEN: _, ...own } = process.env;
  const allowed = Object.entries(added).filter(
    (entry): entry is [string, string] => entry[0].startsWith("KERNEL_") && typeof entry[1] === "string",
  );
  return { ...own, ...Object.fromEntries(allowed) };
}
