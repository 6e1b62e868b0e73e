import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import { describe, withoutPlaces } from "../types/answers/inspection.ts";
import * as reply from "../types/compiler/replies/read-editor-replies.ts";
import type { ServerDiagnostic } from "../types/compiler/replies/read-replies.ts";
import type { ProjectExports } from "../types/imports/project-exports.ts";
import type { LiveCompiler } from "../types/live-compiler.ts";
import { withoutMarks } from "../types/modules/reserved-names.ts";
import type { LiveCells, CellView } from "./live-cells.ts";
import { fixOf } from "./fixes.ts";
import { formatted } from "./format-cell.ts";
import { importFixes, proposedImports, readyImports } from "./imports.ts";
import type { LiveAnswer, Answers, Fix, Hover, LiveEdit, LiveQuestion, Signature } from "./messages.ts";
import { placesOf, spanIn } from "./live-places.ts";
import { renameProblem } from "./rename-problem.ts";

/** The sources of an answer: the cells and the compiler. */
export type AnswerSources = {
  readonly cells: LiveCells;
  readonly compiler: LiveCompiler;
  readonly exports: ProjectExports;
  /** The notebook's folder. */
  readonly directory: string;
};

type Asked = AnswerSources & { readonly view: CellView };

// A name, a namespace, or the value of a property in short form is not found.
const MISSING_NAMES = new Set([2304, 2503, 2552, 2582, 18004]);
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** Answers a question about a cell. */
export async function answerQuestion(question: LiveQuestion, cell: string, source: AnswerSources): Promise<LiveAnswer> {
  const { kind } = question;
  if (kind === "imports" || kind === "readyImports") {
    const own = source.cells.all.find(({ id }) => id === cell);
    const from = { ...source, cells: source.cells.all };
    if (!own) return { kind, answer: null };
    if (kind === "imports") return { kind, answer: await proposedImports(own, question.offset, from) };
    return { kind, answer: await readyImports(from) };
  }
  const offset = "offset" in question ? question.offset : "start" in question ? question.start : 0;
  const view = source.cells.view(cell, offset);
  if (!view) return { kind, answer: null };
  const asked = { ...source, view };
  switch (question.kind) {
    case "hover":
      return { kind: "hover", answer: await hover(asked, offset) };
    case "signature":
      return { kind: "signature", answer: await signature(asked, offset) };
    case "definition":
      return { kind: "definition", answer: await places(asked, "textDocument/definition", offset) };
    case "references":
      return { kind: "references", answer: await places(asked, "textDocument/references", offset) };
    case "renamable":
      return { kind: "renamable", answer: await renamable(asked, offset) };
    case "rename":
      return { kind: "rename", answer: await rename(asked, offset, question.name) };
    case "fixes":
      return { kind: "fixes", answer: await fixes(asked, question) };
    case "format":
      return { kind: "format", answer: await format(asked, question) };
    case "hints":
      break;
  }
  return { kind: "hints", answer: await hints(asked) };
}

function ask({ compiler, view }: Asked, method: string, params: JsonObject): Promise<JsonValue> {
  return compiler.ask(view.document, view.joined, method, params).then((answer) => answer ?? null);
}

function askAt(asked: Asked, method: string, offset: number, params: JsonObject = {}): Promise<JsonValue> {
  const { joined, cell } = asked.view;
  return ask(asked, method, { position: joined.placeOf(cell, offset), ...params });
}

async function hover(asked: Asked, offset: number): Promise<Hover | null> {
  const { view } = asked;
  const found = reply.hoverIn(await askAt(asked, "textDocument/hover", offset));
  if (!found) return null;
  const described = describe(found.contents, view.joined.shadows);
  if (["", "any"].includes(described.signature) && described.documentation === "") return null;
  const span = found.range && spanIn(view, found.range);
  return { ...described, start: span?.start ?? offset, end: span?.end ?? offset };
}

async function signature(asked: Asked, offset: number): Promise<Signature | null> {
  const found = reply.signatureIn(await askAt(asked, "textDocument/signatureHelp", offset));
  if (!found) return null;
  const { shadows } = asked.view.joined;
  const label = withoutMarks(found.label, shadows);
  const parameters = found.parameters.map(({ label: text }) =>
    typeof text === "string" ? withoutMarks(text, shadows) : "",
  );
  const about = [found.parameters[found.activeParameter]?.documentation ?? "", found.documentation];
  const documentation = withoutPlaces(about.filter((text) => text !== "").join("\n\n"));
  return { label, active: activePart(label, parameters, found.activeParameter), documentation, of: found.of };
}

function activePart(label: string, parameters: readonly string[], active: number): Signature["active"] {
  let at = label.indexOf("(");
  for (const [index, text] of parameters.entries()) {
    const start = label.indexOf(text, at);
    if (start < 0 || text === "") return null;
    if (index === active) return { start, end: start + text.length };
    at = start + text.length;
  }
  return null;
}

async function places(asked: Asked, method: string, offset: number): Promise<Answers["definition"]> {
  const found = reply.locationsIn(await askAt(asked, method, offset, { context: { includeDeclaration: true } }));
  return placesOf(found, asked.view, asked.cells.all, asked);
}

async function renamable(asked: Asked, offset: number): Promise<Answers["renamable"]> {
  const { view } = asked;
  if (view.document === "draft") return { problem: "This cell has a syntax error: correct it first" };
  const found = reply.preparedRenameIn(await askAt(asked, "textDocument/prepareRename", offset));
  const span = found && spanIn(view, found.range);
  if (!found || !span) return { problem: "This is not a name that can be renamed" };
  return { start: span.start, end: span.end, name: withoutMarks(found.placeholder, view.joined.shadows) };
}

async function rename(asked: Asked, offset: number, name: string): Promise<Answers["rename"]> {
  const { view, cells, compiler } = asked;
  if (!IDENTIFIER.test(name)) return { problem: `"${name}" cannot be a name` };
  const broken = cells.all.findIndex(({ facts, lastFacts }) => facts === undefined && lastFacts !== undefined);
  if (broken >= 0) return { problem: `A cell has a syntax error: correct it first, so that all its names are found` };
  const found = reply.renameIn(await askAt(asked, "textDocument/rename", offset, { newName: name }));
  const own = compiler.fileOf(view.document);
  // The compiler also has the cells in other documents, which are not files.
  const elsewhere = found.find(({ file }) => file !== own && compiler.textOf(file) === undefined);
  if (elsewhere) return { problem: `The name is also that of a file: rename it there, in ${elsewhere.file}` };
  const edits = found.flatMap(({ file, edits: some }) =>
    (file === own ? some : []).map(({ range, newText }): LiveEdit | undefined => {
      const span = spanIn(view, range);
      const cell = span && cells.all[span.cell];
      if (!cell) return undefined;
      const { prefix, suffix } = view.joined.aroundName(span.cell, span.start);
      const text = prefix + withoutMarks(newText, view.joined.shadows) + suffix;
      return { cell: cell.id, start: span.start, end: span.end, text };
    }),
  );
  const known = edits.filter((edit) => edit !== undefined);
  if (known.length === 0 || known.length < edits.length) return { problem: "This is not a name that can be renamed" };
  const problem = renameProblem(name, known, cells.all);
  return problem === undefined ? { edits: known } : { problem };
}

async function fixes(
  asked: Asked,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<readonly Fix[]> {
  const { view, compiler, cells, exports } = asked;
  const cell = cells.all[view.cell];
  const said = (await compiler.diagnose(view.document, view.joined)) ?? [];
  const found: Fix[] = [];
  for (const diagnostic of said) {
    const { code, message } = diagnostic;
    const range = rangeOf(diagnostic);
    const span = spanIn(view, range);
    const isHere = span?.cell === view.cell && span.start <= end && start <= span.end;
    if (diagnostic.severity === "hint" || !isHere || !cell) continue;
    if (MISSING_NAMES.has(code)) {
      found.push(...(await importFixes(cell, span.end, { cells: cells.all, compiler, exports })));
    }
    const context = { diagnostics: [{ range, code, message, source: "ts", severity: 1 }], only: ["quickfix"] };
    const actions = reply.actionsIn(await ask(asked, "textDocument/codeAction", { range, context }));
    const own = compiler.fileOf(view.document);
    found.push(...actions.flatMap((action) => fixOf(action, view, cells.all, own) ?? []));
  }
  return found.filter(({ title }, at) => found.findIndex((other) => other.title === title) === at);
}

function rangeOf({ startLine, startColumn, endLine, endColumn }: ServerDiagnostic) {
  return { start: { line: startLine, character: startColumn }, end: { line: endLine, character: endColumn } };
}

async function format(
  { view, cells, compiler }: Asked,
  options: { readonly tabSize: number; readonly insertSpaces: boolean },
): Promise<readonly LiveEdit[]> {
  const cell = cells.all[view.cell];
  if (!cell?.facts) return [];
  const { tabSize, insertSpaces } = options;
  const document = { text: cell.code, language: cell.facts.language };
  const answer = await compiler.ask("cell", document, "textDocument/formatting", {
    options: { tabSize, insertSpaces },
  });
  return formatted(cell, reply.textEditsIn(answer ?? null));
}

async function hints(asked: Asked): Promise<Answers["hints"]> {
  const { view, cells } = asked;
  const cell = cells.all[view.cell];
  if (!cell?.facts) return [];
  const range = { start: view.joined.placeOf(view.cell, 0), end: view.joined.placeOf(view.cell, cell.source.length) };
  const found = reply.hintsIn(await ask(asked, "textDocument/inlayHint", { range }));
  return found.flatMap(({ position, text }) => {
    const at = view.joined.cellAt(position);
    return at?.cell === view.cell ? [{ offset: at.offset, text: withoutMarks(text, view.joined.shadows) }] : [];
  });
}
