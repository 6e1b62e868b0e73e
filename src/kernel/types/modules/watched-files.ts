import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { foldersUpward } from "../../../util/files/nearest-folder.ts";
import { isTooDeep } from "../../cell/syntax/nesting.ts";
import { withoutMagics } from "../../magic/lines/magic-lines.ts";
import { codeIn } from "../../notebooks/read-notebook-code.ts";
import { findFile, isInstalled, isNotebook } from "../../project/find-file.ts";
import type { FileEvent } from "../compiler/language-server.ts";

/**
 * The project's files that cells import, directly or not. They are watched here because the compiler keeps the
 * files that it has read and does not look at the disk again by itself.
 */
export class WatchedFiles {
  /** The modification time and size of each file, as one string (see lookAt). */
  readonly #seen = new Map<string, string>();
  readonly #imports = new Map<string, readonly string[]>();
  readonly #looked = new Set<string>();

  /** The added files among these, and the added files that they import, directly or not. */
  reachedFrom(files: readonly string[]): string[] {
    const reached = new Set(files.filter((file) => this.#seen.has(file)));
    for (const file of reached) for (const imported of this.#imports.get(file) ?? []) reached.add(imported);
    return [...reached];
  }

  /** A string that identifies the version of an added file; empty for a missing or unknown file. */
  versionOf(file: string): string {
    return this.#seen.get(file) ?? "";
  }

  /**
   * Adds a file and all files that it imports by path, except those of installed packages.
   *
   * @param readAt the time at which the compiler read them, in milliseconds since 1970. Later changes are reported.
   */
  async add(file: string, readAt: number): Promise<void> {
    if (this.#seen.has(file) || isInstalled(file)) return;
    const { look, changedAt } = lookAt(file);
    this.#seen.set(file, changedAt < readAt ? look : "changed since");
    await this.#addImportsOf(file, readAt);
  }

  /** The changes of the added files since the last call. */
  async changes(): Promise<FileEvent[]> {
    const events: FileEvent[] = [];
    for (const [file, before] of this.#seen) {
      const now = lookAt(file).look;
      if (before === now) continue;
      this.#seen.set(file, now);
      events.push({ file, kind: now === "" ? "deleted" : before === "" ? "created" : "changed" });
    }
    for (const { file, kind } of events) if (kind !== "deleted") await this.#addImportsOf(file, Date.now());
    return events;
  }

  /**
   * The file that now exists for a module that the compiler did not find, if any. Each file is returned only once.
   *
   * @param directory the folder of the importing file.
   */
  created(module: string, directory: string): FileEvent[] {
    const found = isPath(module) ? findFile(resolve(directory, module)) : packageFile(module, directory);
    if (found === undefined || this.#looked.has(found)) return [];
    this.#looked.add(found);
    return [{ file: found, kind: "created" }];
  }

  forget(): void {
    this.#seen.clear();
    this.#imports.clear();
    this.#looked.clear();
  }

  async #addImportsOf(file: string, readAt: number): Promise<void> {
    if (!isNotebook(file) && !/\.[cm]?[jt]sx?$/.test(file)) return;
    const text = await readFile(file, "utf8").catch(() => "");
    const paths = (isNotebook(file) ? modulesInNotebook(text) : modulesIn(file, text)).filter(isPath);
    const imported = paths.flatMap((path) => findFile(resolve(dirname(file), path)) ?? []);
    this.#imports.set(file, imported);
    for (const found of imported) await this.add(found, readAt);
  }
}

function modulesIn(file: string, text: string): string[] {
  if (isTooDeep(text)) return [];
  const { module } = parseSync(file, text);
  const imports = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  return [
    ...imports,
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
  ];
}

function modulesInNotebook(text: string): string[] {
  return codeIn(text).cells.flatMap(({ source }) =>
    modulesIn("cell.ts", isTooDeep(source) ? "" : withoutMagics(source)),
  );
}

function isPath(module: string): boolean {
  return module.startsWith(".") || isAbsolute(module);
}

/** The package.json of a package, or of its types; undefined when neither is installed. */
function packageFile(module: string, directory: string): string | undefined {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
  const types = `@types/${name.replace(/^@/, "").replace("/", "__")}`;
  return foldersUpward(directory)
    .flatMap((folder) => [name, types].map((one) => join(folder, "node_modules", one, "package.json")))
    .find((manifest) => existsSync(manifest));
}

/**
 * The version of a file as a string (empty when there is no file), and its modification time in milliseconds since
 * 1970. Synchronous, because each cell waits for it, and the thread pool takes several times as long.
 */
function lookAt(file: string): { look: string; changedAt: number } {
  try {
    const { mtimeMs, size } = statSync(file);
    return { look: `${mtimeMs} ${size}`, changedAt: mtimeMs };
  } catch {
    return { look: "", changedAt: 0 };
  }
}
