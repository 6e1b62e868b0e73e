import type { FileExport, FileExports } from "./file-exports.ts";

/** The exports of a file, and the files that the modules in them stand for. */
export type LinkedFile = FileExports & { readonly links: ReadonlyMap<string, string> };

/** An export with the file that declares it, and its name there. */
export type LocatedExport = Omit<FileExport, "from"> & { readonly origin: string };

type Declared = { readonly one: FileExport; readonly file: string };

/** The exports of files that pass on each other's, in circles or not. Each export is located once. */
export class ExportGraph {
  readonly #files: ReadonlyMap<string, LinkedFile>;
  readonly #located = new Map<FileExport, LocatedExport>();
  readonly #offered = new Map<string, ReadonlyMap<string, Declared>>();

  constructor(files: ReadonlyMap<string, LinkedFile>) {
    this.#files = files;
  }

  /** The exports of a file: its own, then those of the files of which it exports all names. */
  of(file: string): LocatedExport[] {
    return Array.from(this.#offeredBy(file).values(), (declared) => this.#locate(declared));
  }

  #offeredBy(file: string): ReadonlyMap<string, Declared> {
    const known = this.#offered.get(file);
    if (known !== undefined) return known;
    const found = new Map<string, Declared>();
    for (const other of this.#passedOn(file)) {
      for (const one of this.#files.get(other)?.own ?? []) {
        const key = keyOf(one);
        if ((one.isDefault && other !== file) || found.has(key)) continue;
        found.set(key, { one, file: other });
      }
    }
    this.#offered.set(file, found);
    return found;
  }

  /** The file, and those of which it exports all names, directly or through others. */
  #passedOn(file: string): ReadonlySet<string> {
    const found = new Set<string>();
    const waiting = [file];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      const { all = [], links } = this.#files.get(next) ?? {};
      waiting.push(...all.flatMap((module) => links?.get(module) ?? []).toReversed());
    }
    return found;
  }

  #locate(declared: Declared): LocatedExport {
    const { one, file } = declared;
    const known = this.#located.get(one);
    if (known !== undefined) return known;
    const { from, ...rest } = one;
    const itself = { ...rest, origin: `${file} ${rest.name ?? ""}` };
    // The answer for an export that leads back to itself.
    this.#located.set(one, itself);
    const other = from && this.#files.get(file)?.links.get(from.module);
    const source = other === undefined ? undefined : this.#offeredBy(other).get(from?.name ?? "");
    if (source === undefined) return itself;
    const { name, isDefault, isType } = rest;
    const end = this.#locate(source);
    const located = { ...end, name, isDefault, isType: isType || end.isType };
    this.#located.set(one, located);
    return located;
  }
}

function keyOf({ name, isDefault }: FileExport): string {
  return isDefault ? "default" : (name ?? "");
}
