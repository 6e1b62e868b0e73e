import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { findFile, signatureOf } from "../../project/find-file.ts";
import { exportsIn, type FileExport, type FileExports } from "./file-exports.ts";

type Known = FileExports & { readonly signature: string };

/** An export with the file that declares it, and its name there. */
export type LocatedExport = Omit<FileExport, "from"> & { readonly origin: string };

/** The exports of files. A file is read again only when it has changed. */
export class ExportingFiles {
  readonly #known = new Map<string, Known>();

  /**
   * The exports of a file, including those that it passes on from files named by path.
   *
   * @param above the files whose exports are being collected, in case files export each other's.
   */
  async of(file: string, above: ReadonlySet<string> = new Set()): Promise<readonly LocatedExport[]> {
    if (above.has(file)) return [];
    const { own, all } = await this.#read(file);
    const within = new Set([...above, file]);
    const exportsOf = async (module: string): Promise<readonly LocatedExport[]> => {
      const other = module.startsWith(".") ? fileNamed(resolve(dirname(file), module)) : undefined;
      return other === undefined ? [] : this.of(other, within);
    };
    const found: LocatedExport[] = [];
    for (const { from, ...one } of own) {
      const others = from ? await exportsOf(from.module) : [];
      const source = others.find(({ name, isDefault }) => (from?.name === "default" ? isDefault : name === from?.name));
      const { name, isDefault, isType } = one;
      if (source) found.push({ ...source, name, isDefault, isType: isType || source.isType });
      else found.push({ ...one, origin: `${file} ${name ?? ""}` });
    }
    for (const module of all) {
      const others = (await exportsOf(module)).filter(({ isDefault }) => !isDefault);
      found.push(...others.filter(({ name }) => !found.some((one) => one.name === name && !one.isDefault)));
    }
    return found;
  }

  async #read(file: string): Promise<Known> {
    const signature = signatureOf(file);
    const known = this.#known.get(file);
    if (known?.signature === signature) return known;
    const read = { ...exportsIn(file, await readFile(file, "utf8").catch(() => "")), signature };
    this.#known.set(file, read);
    // The kernel answers other messages between two files.
    await setImmediate();
    return read;
  }
}

// Declaration files name each other by the sources that they were made from, or without an extension.
function fileNamed(path: string): string | undefined {
  const declarations = [path.replace(/\.([cm]?)[jt]s$/, ".d.$1ts"), `${path}.d.ts`, join(path, "index.d.ts")];
  return findFile(path) ?? declarations.find((file) => signatureOf(file) !== "");
}
