import { readFileSync, statSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { parseSync } from "oxc-parser";
import { foldersUpward } from "../../../../util/files/nearest-folder.ts";

/** The `type` in the nearest package.json for the files of a folder; undefined without one. */
export function packageType(folder: string): string | undefined {
  const files = foldersUpward(folder).map((at) => join(at, "package.json"));
  const file = files.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
  if (file === undefined) return undefined;
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  return typeof content === "object" && content !== null && "type" in content ? String(content.type) : undefined;
}

/** True when Node loads a file of JavaScript or JSON as CommonJS, whose exports are one value. */
export function isCommonJs(path: string): boolean {
  if (/\.(cjs|json)$/.test(path)) return true;
  // Node imports no files with other endings.
  if (!path.endsWith(".js") && extname(path) !== "") return false;
  const type = packageType(dirname(path));
  if (type === "module" || type === "commonjs") return type === "commonjs";
  const text = readFileSync(path, "utf8");
  // Parsing a large file is slow.
  if (!/\b(?:import|export)\b/.test(text)) return true;
  return !parseSync("file.js", text, { lang: "js", sourceType: "unambiguous" }).module.hasModuleSyntax;
}
