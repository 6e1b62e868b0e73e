import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { findFile, fileSignature } from "../../project/find-file.ts";
import { ExportGraph, type LinkedFile, type LocatedExport } from "./export-graph.ts";
import { exportsIn, type FileExports } from "./file-exports.ts";

type Known = FileExports & { readonly signature: string };

/** The exports of files. A file is read again only when it has changed. */
export class ExportingFiles {
  readonly #known = new Map<string, Known>();

  /** The exports of each file, including those that it passes on from files named by path. */
  async of(files: readonly string[]): Promise<ReadonlyMap<string, readonly LocatedExport[]>> {
    const graph = new ExportGraph(await this.#linked(files));
    const found = new Map<string, readonly LocatedExport[]>();
    for (const file of files) {
      found.set(file, graph.of(file));
      // The kernel answers other messages between two files.
      await setImmediate();
    }
    return found;
  }

  /** These files, and all from which they pass on exports. */
  async #linked(files: readonly string[]): Promise<ReadonlyMap<string, LinkedFile>> {
    const linked = new Map<string, LinkedFile>();
    const waiting = [...files];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (linked.has(file)) continue;
      const { own, all } = await this.#read(file);
      const links = new Map<string, string>();
      for (const module of new Set([...own.flatMap(({ from }) => from?.module ?? []), ...all])) {
        const other = module.startsWith(".") ? fileNamed(resolve(dirname(file), module)) : undefined;
        if (other === undefined) continue;
        links.set(module, other);
        waiting.push(other);
      }
      linked.set(file, { own, all, links });
    }
    return linked;
  }

  async #read(file: string): Promise<Known> {
    const signature = fileSignature(file);
    const known = this.#known.get(file);
    if (known?.signature === signature) return known;
    const read = { ...exportsIn(file, await readFile(file, "utf8").catch(() => "")), signature };
    this.#known.set(file, read);
    await setImmediate();
    return read;
  }
}

// Declaration files name each other by the sources that they were made from, or without an extension.
function fileNamed(path: string): string | undefined {
  const declarations = [path.replace(/\.([cm]?)[jt]s$/, ".d.$1ts"), `${path}.d.ts`, join(path, "index.d.ts")];
  return findFile(path) ?? declarations.find((file) => fileSignature(file) !== "");
}
