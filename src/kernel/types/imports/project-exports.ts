import { ExportingFiles } from "./exporting-files.ts";
import { HelperExports } from "./helper-exports.ts";
import type { Importable } from "./importable.ts";
import { OfferedExports } from "./offered-exports.ts";

/** The names that a notebook can import without looking at what the compiler proposes. */
export class ProjectExports {
  readonly #helpers: HelperExports;
  readonly #offered: OfferedExports;

  /** @param directory the notebook's folder. */
  constructor(directory: string) {
    const exports = new ExportingFiles();
    this.#helpers = new HelperExports(directory, exports);
    this.#offered = new OfferedExports(directory, exports);
  }

  /** The names that files of the project export. */
  ofFiles(spelled: (path: string) => string): Promise<readonly Importable[]> {
    return this.#helpers.all(spelled);
  }

  /** The names of modules that the kernel offers without an installation. */
  ofOffered(): Promise<readonly Importable[]> {
    return this.#offered.all();
  }

  /** Looks again after packages were installed or removed. */
  forget(): void {
    this.#offered.forget();
  }
}
