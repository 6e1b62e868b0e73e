import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createTypeService } from "../../../src/kernel/types/service.ts";
import type { Diagnostic, TypeService } from "../../../src/kernel/types/service-interface.ts";

const installed = resolve(import.meta.dirname, "../../../node_modules");

/** Creates a folder with these files and, as pnpm does, links to these installed packages. Returns its path. */
export function makeProject(files: Record<string, string> = {}, packages: readonly string[] = []): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tsnb-types-")));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  for (const name of packages) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(installed, name), link, "junction");
  }
  return folder;
}

export function removeProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A notebook whose cells are checked and then accepted as run, one after the other. */
export class Notebook {
  readonly service: TypeService;
  readonly troubles: string[] = [];
  #count = 0;

  constructor(directory: string) {
    this.service = createTypeService({ directory, onTrouble: (text) => this.troubles.push(text) });
  }

  async check(code: string, origin?: string): Promise<readonly Diagnostic[]> {
    const executionCount = this.#count + 1;
    return this.service.check({ id: executionCount, code, executionCount, ...(origin ? { origin } : {}) });
  }

  accept(code: string, origin?: string): void {
    const executionCount = ++this.#count;
    this.service.accept({ id: executionCount, code, executionCount, ...(origin ? { origin } : {}) });
  }

  /** Checks and accepts a cell; resolves to its complaints, as `TS2322 1:7`. */
  async run(code: string, origin?: string): Promise<string[]> {
    const found = await this.check(code, origin);
    this.accept(code, origin);
    return found.map((diagnostic) => `${diagnostic.code} ${diagnostic.line}:${diagnostic.column}`);
  }

  /** Runs cells in order; resolves to the complaints about each. A cell is its code, or its code and its origin. */
  async runAll(cells: readonly (string | readonly [string, string])[]): Promise<string[][]> {
    const found: string[][] = [];
    for (const cell of cells) found.push(typeof cell === "string" ? await this.run(cell) : await this.run(...cell));
    return found;
  }

  /** The proposals at `|`. */
  async complete(marked: string) {
    const offset = marked.indexOf("|");
    const code = marked.slice(0, offset) + marked.slice(offset + 1);
    const found = await this.service.complete(code, offset);
    return {
      texts: found?.items.map(({ text }) => text) ?? [],
      kinds: Object.fromEntries(found?.items.map(({ text, kind }) => [text, kind]) ?? []),
      replaced: found && code.slice(found.start, found.end),
      start: found?.start,
    };
  }

  /** The answer to an inspection at `|`. */
  async inspect(marked: string, detail: 0 | 1 = 0) {
    const offset = marked.indexOf("|");
    return this.service.inspect(marked.slice(0, offset) + marked.slice(offset + 1), offset, detail);
  }
}
