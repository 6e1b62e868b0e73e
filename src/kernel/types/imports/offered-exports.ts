import { existsSync, readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { nearestFolder } from "../../../util/files/nearest-folder.ts";
import { jsonWithComments } from "../../project/json-with-comments.ts";
import { OWN_MODULES } from "../../project/own-entries.ts";
import { OFFERED, offeredFile } from "../compiler/settings/cell-config.ts";
import type { ExportingFiles } from "./exporting-files.ts";
import type { Importable } from "./importable.ts";

const MODULES = ["nodejs-polars", ...OWN_MODULES];
// Others are rarely used in notebooks, or warn when they are loaded.
const BUILTINS =
  "assert buffer child_process crypto events fs fs/promises http https os path perf_hooks readline/promises stream stream/promises timers/promises url util worker_threads zlib".split(
    " ",
  );

/**
 * The exports of modules that the kernel offers to every notebook, and of Node's modules, where the compiler does not
 * propose them: it looks only into packages that are installed and listed in the package.json.
 */
export class OfferedExports {
  readonly #directory: string;
  readonly #exports: ExportingFiles;
  #all: Promise<readonly Importable[]> | undefined;

  /** @param directory the notebook's folder. */
  constructor(directory: string, exports: ExportingFiles) {
    this.#directory = directory;
    this.#exports = exports;
  }

  all(): Promise<readonly Importable[]> {
    this.#all ??= this.#collect();
    return this.#all;
  }

  /** Looks again after packages were installed or removed. */
  forget(): void {
    this.#all = undefined;
  }

  async #collect(): Promise<Importable[]> {
    const hasNode = nearestFolder(this.#directory, join("node_modules", "@types", "node")) !== undefined;
    const found = hasNode ? [] : BUILTINS.flatMap(namesOfBuiltin);
    const files = MODULES.flatMap((module) => {
      const file = this.#fileOf(module);
      return file !== undefined && existsSync(file) ? [{ module, file }] : [];
    });
    const exported = await this.#exports.of(files.map(({ file }) => file));
    for (const { module, file } of files) {
      for (const { name, kind, isType, isDefault } of exported.get(file) ?? []) {
        if (name !== undefined) found.push({ name, kind, module, isType, style: isDefault ? "default" : "named" });
      }
    }
    return found;
  }

  /** The file with the types of a module; undefined where the compiler proposes its exports. */
  #fileOf(module: string): string | undefined {
    const [name = module, entry] = module.split("/");
    const folder = nearestFolder(this.#directory, join("node_modules", name));
    if (folder === undefined) return OFFERED.includes(module) ? offeredFile(module) : undefined;
    if (isListed(name, this.#directory)) return undefined;
    // npm also installs the packages that this one needs there, and no package.json lists this package in itself.
    return entry === undefined ? offeredFile(module) : join(folder, "node_modules", name, "dist", entry, "index.d.ts");
  }
}

/** True when the nearest package.json lists a package among its dependencies. */
function isListed(name: string, directory: string): boolean {
  const folder = nearestFolder(directory, "package.json");
  const content: unknown =
    folder === undefined ? undefined : jsonWithComments(readFileSync(join(folder, "package.json"), "utf8"));
  if (typeof content !== "object" || content === null) return false;
  return Object.entries(content).some(
    ([field, list]) =>
      /^(?:d|\w+D)ependencies$/.test(field) && typeof list === "object" && list !== null && name in list,
  );
}

const require = createRequire(import.meta.url);

function namesOfBuiltin(name: string): Importable[] {
  const module = `node:${name}`;
  if (!isBuiltin(module)) return [];
  const exported: object = require(module);
  return Object.entries(exported).flatMap(([key, value]): Importable[] => {
    if (/^_|^default$/.test(key)) return [];
    const kind = typeof value !== "function" ? "variable" : /^[A-Z]/.test(key) ? "class" : "function";
    return [{ name: key, kind, module, style: "named", isType: false }];
  });
}
