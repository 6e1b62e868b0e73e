import { kindName, proposedKinds } from "../types/answers/completion.ts";
import { proposalsIn } from "../types/compiler/replies/read-editor-replies.ts";
import { likeliestExports, type WantedImport } from "../types/imports/likeliest-exports.ts";
import type { Importable } from "../types/imports/importable.ts";
import type { ProjectExports } from "../types/imports/project-exports.ts";
import { spellingIn } from "../types/imports/path-spelling.ts";
import type { LiveCompiler } from "../types/live-compiler.ts";
import { importEdit } from "./import-edit.ts";
import type { ReadCell } from "./live-cells.ts";
import type { Answers, Fix, LiveEdit } from "./messages.ts";

/** The sources of proposals. */
export type ImportSource = {
  readonly cells: readonly ReadCell[];
  readonly compiler: LiveCompiler;
  readonly exports: ProjectExports;
};

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
// With fewer letters, too many names fit.
const FEWEST = 2;

/** The names that an import could bring for the word before an offset of a cell; null where there is no such word. */
export async function proposedImports(
  asked: ReadCell,
  offset: number,
  source: ImportSource,
): Promise<Answers["imports"] | null> {
  const start = WORD.exec(asked.code.slice(0, offset))?.[0] ?? "";
  if (start.length < FEWEST) return null;
  const names = await importableNames(asked, offset, { start, isWhole: false }, source);
  return {
    start: offset - start.length,
    end: offset,
    names: names.map((one) => {
      const { name, kind, module } = one;
      return { name, kind, module, edit: editFor(one, asked) };
    }),
  };
}

function editFor(wanted: Importable, { id, code }: ReadCell): LiveEdit {
  return { cell: id, ...importEdit(code, wanted) };
}

/** The quick fixes that import a name which ends at an offset of a cell, the likeliest first. */
export async function importFixes(asked: ReadCell, offset: number, source: ImportSource): Promise<Fix[]> {
  const start = WORD.exec(asked.code.slice(0, offset))?.[0];
  if (start === undefined) return [];
  const found = await importableNames(asked, offset, { start, isWhole: true }, source);
  return found.map((one) => ({ title: `Add import from "${one.module}"`, edits: [editFor(one, asked)] }));
}

/** Lets the compiler collect the names that packages export, which takes about a second. */
export async function readyImports({ compiler, exports, cells }: ImportSource): Promise<null> {
  await Promise.all([
    compiler.ask("imports", { text: "re", language: "typescript" }, "textDocument/completion", {
      position: { line: 0, character: FEWEST },
    }),
    exports.ofFiles(spellingIn(cells.map(({ code }) => code))),
    exports.ofOffered(),
  ]);
  return null;
}

async function importableNames(
  { code, facts, lastFacts }: ReadCell,
  offset: number,
  word: Pick<WantedImport, "start" | "isWhole">,
  { cells, compiler, exports }: ImportSource,
): Promise<Importable[]> {
  const lines = code.slice(0, offset).split("\n");
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const language = (facts ?? lastFacts)?.language ?? "typescript";
  // The cell alone, so that the answer takes equally long in a notebook of any size.
  const document = { text: code, language };
  const [answer, own, offered] = await Promise.all([
    compiler.ask("imports", document, "textDocument/completion", { position }),
    exports.ofFiles(spellingIn(cells.map((cell) => cell.code))),
    exports.ofOffered(),
  ]);
  // A global declaration of the cell would otherwise stay in two documents.
  compiler.write("imports", { text: "export {};", language });
  const { labels, imports } = proposalsIn(answer ?? null);
  const known = new Set([...labels, ...cells.flatMap((cell) => declaredIn(cell))]);
  const modules = new Set(
    cells.flatMap((cell) => (cell.facts ?? cell.lastFacts)?.modules.map(({ name }) => name) ?? []),
  );
  const others = imports.map((one) => ({ ...one, kind: kindName(one.kind) }));
  return likeliestExports([...own, ...offered], others, { ...word, known, modules, ...proposedKinds(labels) });
}

function declaredIn({ facts, lastFacts }: ReadCell): string[] {
  return (facts ?? lastFacts)?.declarations.map(({ name }) => name) ?? [];
}
