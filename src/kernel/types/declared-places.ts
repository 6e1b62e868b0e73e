import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { sliceRange } from "./answers/inspection.ts";
import type { Definition } from "./compiler/replies/read-replies.ts";
import type { CellFacts } from "./facts/cell-facts.ts";
import type { CellDocument } from "./modules/cell-document.ts";
import type { CellModule, Meaning, NameSource } from "./modules/cell-module.ts";
import { notebookDeclaredBy } from "./notebook-declarations.ts";
import { slashed } from "../../util/files/slashed.ts";

type Knowing = {
  /** The notebook's folder, to which the paths of files are relative. */
  readonly directory: string;
  /** The names of the notebook. */
  readonly meanings: () => ReadonlyMap<string, Meaning>;
  /** The text of a document that is not a file of the user; undefined for other files. */
  readonly textOf: (file: string) => string | undefined;
};

/** The cell in which a name was looked up, and its file in the compiler. */
type Asking = { readonly file: string; readonly document: CellDocument };

/** Finds where names are declared: in the run of a cell, or in a file. */
export class DeclaredPlaces {
  readonly #knowing: Knowing;
  readonly #counts = new WeakMap<CellModule, number>();

  constructor(knowing: Knowing) {
    this.#knowing = knowing;
  }

  /** Remembers the run of a cell that declared its names. */
  count({ declarations, code }: CellFacts, executionCount: number): void {
    const meanings = this.#knowing.meanings();
    for (const { name } of declarations) {
      const { value, type } = meanings.get(name) ?? {};
      for (const source of [value, type]) {
        if (source?.module.facts?.code === code) this.#counts.set(source.module, executionCount);
      }
    }
  }

  /** The source of a declaration; undefined when its file cannot be read. */
  async sourceOf(found: Definition, asking: Asking, name: string): Promise<string | undefined> {
    const earlier = this.#earlier(found, asking, name);
    if (earlier) return earlier.text;
    const text = this.#knowing.textOf(found.file) ?? (await readFile(found.file, "utf8").catch(() => undefined));
    return text === undefined ? undefined : sliceRange(text, found);
  }

  /** "cell [3]", "area.ts, line 2" or "area.ipynb"; undefined for the cell itself and the language's library. */
  placeOf(found: Definition, asking: Asking, name: string): string | undefined {
    const earlier = this.#earlier(found, asking, name);
    const count = earlier && this.#counts.get(earlier.module);
    if (earlier) return count === undefined ? undefined : `cell [${count}]`;
    if (found.file === asking.file) return undefined;
    const notebook = notebookDeclaredBy(found.file);
    if (notebook === undefined && this.#knowing.textOf(found.file) !== undefined) return undefined;
    const shown = slashed(relative(this.#knowing.directory, notebook ?? found.file));
    const short = shown.replace(/^.*\bnode_modules\//, "node_modules/");
    return notebook === undefined ? `${short}, line ${found.startLine + 1}` : short;
  }

  /** The declaration of a name by an earlier cell, if a definition is one. */
  #earlier(found: Definition, { file, document }: Asking, name: string): NameSource | undefined {
    // The code before the cell only points to the declaring module, which may hold only part of that cell.
    const isOwn = found.file !== file && this.#knowing.textOf(found.file) !== undefined;
    const isBefore = found.file === file && found.startLine < document.firstLine;
    const meaning = isOwn || isBefore ? this.#knowing.meanings().get(name) : undefined;
    return meaning?.value ?? meaning?.type;
  }
}
