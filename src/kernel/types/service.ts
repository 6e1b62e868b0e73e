import { join, resolve } from "node:path";
import { withoutMagics } from "../magic/lines/magic-lines.ts";
import { isTooDeep } from "../cell/syntax/nesting.ts";
import { hasNoCheck } from "../cell/syntax/no-check.ts";
import { type CellFacts, readDraft } from "./facts/cell-facts.ts";
import { readWhole } from "./facts/whole-cell.ts";
import { completionsAt } from "./answers/completion.ts";
import { LastingCompiler, type Write } from "./compiler/lasting-compiler.ts";
import type { CellDiagnostic } from "./answers/diagnostics-in-cell.ts";
import { CellCheck } from "./cell-check.ts";
import { documentLanguage } from "./compiler/document-language.ts";
import type { CodeLanguage } from "../../notebook/code-language.ts";
import { isNotebook } from "../project/find-file.ts";
import { NotebookDeclarations } from "./notebook-declarations.ts";
import { DeclaredPlaces } from "./declared-places.ts";
import type { CellDocument } from "./modules/cell-document.ts";
import { describe, expressionAt, nameOffset, documentationOf, withoutPlaces } from "./answers/inspection.ts";
import { GLOBALS } from "./modules/kernel-globals.ts";
import type { FileEvent, DocumentPosition } from "./compiler/language-server.ts";
import { HelperFiles } from "./helper-files.ts";
import { WatchedFiles } from "./modules/watched-files.ts";
import { withoutMarks } from "./modules/reserved-names.ts";
import { fileCompletions } from "./answers/path-completion.ts";
import type { ServerDiagnostic } from "./compiler/replies/read-replies.ts";
import { syntaxComplaint } from "./answers/syntax-complaint.ts";
import { diagnosticOf } from "./answers/diagnostic.ts";
import type {
  Completions,
  CreateTypeService,
  Diagnostic,
  Inspection,
  SyntaxComplaint,
  TypedCell,
  TypeService,
  UndeclaredNames,
} from "./service-interface.ts";
import type { Uncompiled } from "../cell/syntax/syntax-error.ts";
import { inLanguage } from "./facts/in-language.ts";
import { NotebookModules } from "./modules/notebook-modules.ts";

// A module or its types cannot be found.
const MISSING = new Set([2307, 2792, 7016]);

/** Starts a type service for the notebooks of a folder. The compiler starts in the background. */
export const createTypeService: CreateTypeService = ({
  directory,
  language = "typescript",
  onTrouble = () => undefined,
}) => new Service(resolve(directory), language, onTrouble);

/** The diagnostics of a cell and of the files that it imports. */
type Checked = { readonly found: readonly CellDiagnostic[]; readonly helpers: readonly Diagnostic[] };

/** The document of a cell being typed; `placeOf` maps an offset in the cell to a place in the document. */
type Draft = { readonly file: string; readonly document: CellDocument; placeOf(offset: number): DocumentPosition };

class Service implements TypeService {
  readonly ready: Promise<void>;
  readonly #connection: LastingCompiler;
  readonly #modules: NotebookModules;
  readonly #files = new WatchedFiles();
  readonly #helpers: HelperFiles;
  readonly #notebooks: NotebookDeclarations;
  readonly #cells: CellCheck;
  readonly #directory: string;
  readonly #language: CodeLanguage;
  readonly #places: DeclaredPlaces;
  readonly #documents: Readonly<Record<"check" | "checkJsx" | "draft" | "draftJsx", string>>;
  #lastRead: { readonly code: string; readonly facts: CellFacts | undefined } | undefined;
  // Each document gets one question at a time; cells being typed do not wait for cells being checked.
  #checks: Promise<unknown> = Promise.resolve();
  #drafts: Promise<unknown> = Promise.resolve();

  constructor(directory: string, language: CodeLanguage, onTrouble: (text: string) => void) {
    this.#directory = directory;
    this.#language = language;
    const fileOf = (name: string) => join(directory, `__tsnb_${name}.mts`);
    this.#modules = new NotebookModules(fileOf, () => this.#connection.jsxNames, language);
    this.#documents = {
      check: fileOf("check"),
      checkJsx: fileOf("check_jsx"),
      draft: fileOf("draft"),
      draftJsx: fileOf("draft_jsx"),
    };
    this.#places = new DeclaredPlaces({
      directory,
      meanings: () => this.#modules.meanings,
      textOf: (file) => this.#connection.textOf(file),
    });
    const globals = fileOf("globals");
    const roots = [this.#modules.indexFile, globals, ...Object.values(this.#documents)];
    const place = { directory, configName: "__tsnb_config.json", roots, language };
    this.#connection = new LastingCompiler(place, onTrouble);
    const createdSince = (diagnostic: ServerDiagnostic) => this.#createdSince(diagnostic);
    this.#cells = new CellCheck(this.#connection, this.#modules, this.#documents, createdSince, language);
    this.#notebooks = new NotebookDeclarations(this.#connection, directory);
    this.#helpers = new HelperFiles(this.#connection, this.#files, this.#notebooks, directory);
    const text = this.#modules.emptyText();
    const { check, draft } = this.#documents;
    this.#connection.write([
      { file: globals, text: GLOBALS },
      ...this.#modules.start(),
      { file: check, text, language: documentLanguage("typescript", language) },
      { file: draft, text, language: documentLanguage("typescript", language) },
    ]);
    this.ready = this.#connection.ask((server) => server.settle(this.#documents.check)).then(() => undefined);
  }

  version(): string | undefined {
    return this.#connection.version;
  }

  async check(cell: TypedCell, signal?: AbortSignal): Promise<readonly Diagnostic[]> {
    const facts = this.#read(cell.code);
    if (!facts || hasNoCheck(facts.code)) return [];
    const { found, helpers } = await this.#inTurn(() => this.#check(facts, cell, signal));
    const troubles = await this.#connection.takeTroubles();
    return [
      ...troubles,
      ...helpers,
      ...found.map((diagnostic) => diagnosticOf(diagnostic, cell.code, `[${cell.executionCount}]`)),
    ];
  }

  accept(cell: TypedCell): void {
    const facts = this.#read(cell.code);
    if (!facts) return;
    this.#take(this.#modules.accept(facts, cell.origin, cell.id));
    this.#places.count(facts, cell.executionCount);
  }

  settle(cell: TypedCell, undeclared: UndeclaredNames): void {
    const facts = this.#read(cell.code);
    if (!facts) return;
    this.#take(this.#modules.settle(facts, cell, undeclared));
    this.#places.count(facts, cell.executionCount);
  }

  syntaxError({ text, isCell, isJsx, line }: Uncompiled): Promise<SyntaxComplaint | undefined> {
    return this.#inDraftTurn(async () => {
      if (isTooDeep(text)) return undefined;
      const file = isJsx ? this.#documents.draftJsx : this.#documents.draft;
      const language = documentLanguage(isJsx ? "typescriptreact" : "typescript", this.#language);
      this.#connection.write([{ file, text: isCell ? withoutMagics(text, this.#isDeclared) : text, language }]);
      const said = await this.#connection.ask((server) => server.diagnostics(file));
      return syntaxComplaint(said ?? [], line);
    });
  }

  complete(code: string, offset: number): Promise<Completions | undefined> {
    return this.#inDraftTurn(() => this.#complete(code, offset));
  }

  inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined> {
    return this.#inDraftTurn(() => this.#inspect(code, offset, detail));
  }

  reset(): void {
    this.#helpers.forget();
    this.#take(this.#modules.reset());
  }

  refresh(): void {
    this.#files.forget();
    this.#helpers.forget();
    void this.#inTurn(() => this.#connection.restart());
  }

  dispose(): Promise<void> {
    return this.#connection.dispose();
  }

  async #complete(code: string, offset: number): Promise<Completions | undefined> {
    const draft = this.#draft(code, offset);
    const found = await this.#connection.ask((server) => server.completion(draft.file, draft.placeOf(offset)));
    const { document } = draft;
    const proposed = found && completionsAt(found, { code, offset, document, meanings: this.#modules.meanings });
    if (proposed && proposed.items.length > 0) return proposed;
    return (await fileCompletions(code, offset, this.#directory)) ?? proposed;
  }

  async #inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined> {
    const draft = this.#draft(code, offset);
    const at = nameOffset(code, offset);
    const place = draft.placeOf(at);
    const { shadows, carriedOver } = draft.document;
    const expression = expressionAt(code, at);
    const missing =
      expression === undefined || carriedOver.has(expression) ? undefined : this.#modules.missing.get(expression);
    if (missing !== undefined) return { signature: "", documentation: missing, expression };
    const markdown = await this.#connection.ask((server) => server.hover(draft.file, place));
    if (markdown === undefined) {
      const call = await this.#connection.ask((server) => server.signatureHelp(draft.file, draft.placeOf(offset)));
      return (
        call && {
          signature: withoutMarks(call.label, shadows),
          documentation: withoutPlaces(documentationOf(call)),
          expression: undefined,
        }
      );
    }
    const described = { ...describe(markdown, shadows), expression };
    if (described.signature === "any" && described.documentation === "") return undefined;
    const [found] = (await this.#connection.ask((server) => server.definition(draft.file, place))) ?? [];
    if (!found) return described;
    const source = detail === 0 ? undefined : await this.#places.sourceOf(found, draft, expression ?? "");
    const declared = this.#places.placeOf(found, draft, expression ?? "");
    return {
      ...described,
      ...(declared === undefined ? {} : { place: declared }),
      ...(source === undefined ? {} : { source: withoutMarks(source, shadows) }),
    };
  }

  readonly #isDeclared = (name: string): boolean => name in globalThis || this.#modules.meanings.has(name);

  // The last result is kept because a cell is accepted right after its check.
  #read(code: string): CellFacts | undefined {
    if (this.#lastRead?.code !== code) {
      const facts = isTooDeep(code) ? undefined : readWhole(code, this.#isDeclared);
      this.#lastRead = { code, facts: facts && inLanguage(this.#language, facts) };
    }
    return this.#lastRead.facts;
  }

  #draft(code: string, offset: number): Draft {
    this.#notebooks.provide(code, this.#directory);
    const facts = inLanguage(
      this.#language,
      readDraft(isTooDeep(code) ? code : withoutMagics(code, this.#isDeclared), offset),
    );
    const document = this.#modules.draft(facts);
    const file = facts.language === "typescript" ? this.#documents.draft : this.#documents.draftJsx;
    const language = documentLanguage(facts.language, this.#language);
    this.#connection.write([{ file, text: document.text, language }]);
    const placeOf = (at: number) => {
      const lines = code.slice(0, at).split("\n");
      return { line: document.firstLine + lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    };
    return { file, document, placeOf };
  }

  async #check(facts: CellFacts, cell: TypedCell, signal: AbortSignal | undefined): Promise<Checked> {
    if (signal?.aborted) return { found: [], helpers: [] };
    const startedAt = Date.now();
    const events = await this.#files.changes();
    if (events.length > 0) this.#helpers.resolveAnew();
    const settings = this.#connection.settingsFiles;
    if (events.some(({ file }) => settings.includes(file))) await this.#connection.restart();
    else if (events.length > 0) this.#connection.filesChanged(events);
    await this.#connection.started();
    const { project, settingsFiles } = this.#connection;
    for (const file of settingsFiles) await this.#files.add(file, startedAt);
    this.#notebooks.provide(facts.code, this.#directory);
    const document = this.#modules.document(facts, "narrowed", cell.origin);
    let found = await this.#cells.diagnose(facts, document, signal);
    const asked = { facts, document, file: this.#cells.fileOf(facts), readAt: startedAt };
    const reached = facts.modules.length > 0 ? await this.#helpers.reachedBy(asked) : [];
    if (this.#notebooks.add(reached.filter(isNotebook))) found = await this.#cells.diagnose(facts, document, signal);
    const helpers = await this.#helpers.check(reached, project, signal);
    return { found: await this.#cells.confirmed(found, facts, document, cell.origin, signal), helpers };
  }

  #createdSince({ code, message }: ServerDiagnostic): FileEvent[] {
    const module = MISSING.has(code) ? /'([^']+)'/.exec(message)?.[1] : undefined;
    return module === undefined ? [] : this.#files.created(module, this.#directory);
  }

  // The compiler is faster when it processes changes before the next request, which then changes only one document.
  #take(writes: readonly Write[]): void {
    this.#connection.write(writes);
    if (writes.length > 0)
      void this.#inTurn(() => this.#connection.ask((server) => server.settle(this.#documents.check)));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#checks.then(work);
    this.#checks = done.catch(() => undefined);
    return done;
  }

  #inDraftTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#drafts.then(work);
    this.#drafts = done.catch(() => undefined);
    return done;
  }
}
