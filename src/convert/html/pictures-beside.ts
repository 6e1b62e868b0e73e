import { readFileSync, realpathSync } from "node:fs";
import { dirname, extname, resolve, sep } from "node:path";
import { pictureUrl } from "./picture.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

/** Pictures in the notebook's folder and below as data URLs; a notebook cannot name files elsewhere. */
export function picturesBeside(notebookFile: string): (path: string) => string | undefined {
  const folder = realpathSync(dirname(resolve(notebookFile)));
  return (path) => {
    const type = TYPES[extname(path).toLowerCase()];
    if (type === undefined) return undefined;
    try {
      const file = realpathSync(resolve(folder, path));
      if (!file.startsWith(`${folder}${sep}`)) return undefined;
      return pictureUrl(type, readFileSync(file, type === "image/svg+xml" ? "utf8" : "base64"));
    } catch {
      // The picture is missing or unreadable; the page shows that.
      return undefined;
    }
  };
}
