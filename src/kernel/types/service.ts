import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type CellFacts, readCell, readDraft } from "./cell-facts.ts";
import { completionsAt } from "./completion.ts";
import { Connection, type Write } from "./connection.ts";
import { type CellDiagnostic, cellDiagnostics, commonTo } from "./diagnostics.ts";
import type { CellDocument } from "./document.ts";
import { describe, expressionAt, nameOffset, sliceRange } from "./inspection.ts";
import { RpcError } from "./json-rpc.ts";
import type { Place } from "./language-server.ts";
import { withoutMarks } from "./marks.ts";
import { render } from "./render.ts";
import type {
  Completions,
  Diagnostic,
  Inspection,
  TypedCell,
  TypeService,
  TypeServiceOptions,
} from "./service-interface.ts";
import { Session } from "./session.ts";

const IGNORED = /^\s*\/\/\s*@ts-nocheck\b/;

/** Starts a type service for the notebooks of a folder. The compiler starts in the background. */
export function createTypeService({ directory, onTrouble = () => undefined }: TypeServiceOptions): TypeService {
  return new Service(resolve(directory), onTrouble);
}

/** The cell being typed as a document, and where its offsets are in it. */
type Draft = { readonly file: string; readonly document: CellDocument; placeOf(offset: number): Place };

class Service implements TypeService {
  readonly ready: Promise<void>;
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #files: Readonly<Record<"check" | "checkJsx" | "draft" | "draftJsx", string>>;
  #work: Promise<unknown> = Promise.resolve();

  constructor(directory: string, onTrouble: (text: string) => void) {
    const fileOf = (name: string) => join(directory, `__tsnb_${name}.mts`);
    this.#session = new Session(fileOf);
    this.#files = {
      check: fileOf("check"),
      checkJsx: fileOf("check_jsx"),
      draft: fileOf("draft"),
      draftJsx: fileOf("draft_jsx"),
    };
    const roots = [this.#session.hub, ...Object.values(this.#files)];
    const place = { directory, configName: "__tsnb_config.json", roots };
    this.#connection = new Connection(place, onTrouble);
    const text = this.#session.emptyText();
    this.#connection.write([
      { file: this.#session.hub, text: this.#session.hubText() },
      { file: this.#files.check, text },
      { file: this.#files.draft, text },
    ]);
    this.ready = this.#connection.ask((server) => server.settle(this.#files.check)).then(() => undefined);
  }

  version(): string | undefined {
    return this.#connection.version;
  }

  async check(cell: TypedCell, signal?: AbortSignal): Promise<readonly Diagnostic[]> {
    if (IGNORED.test(cell.code)) return [];
    const facts = readCell(cell.code);
    if (!facts) return [];
    const found = await this.#inTurn(() => this.#check(facts, cell, signal));
    return found.map((diagnostic) => ({
      severity: diagnostic.severity === "error" ? "error" : "warning",
      code: `TS${diagnostic.code}`,
      message: diagnostic.message,
      line: diagnostic.startLine + 1,
      column: diagnostic.startColumn + 1,
      rendered: render(diagnostic, cell.code, cell.executionCount),
    }));
  }

  accept(cell: TypedCell): void {
    const facts = readCell(cell.code);
    if (facts) this.#take(this.#session.accept(facts, cell.origin));
  }

  async complete(code: string, offset: number): Promise<Completions | undefined> {
    const draft = this.#draft(code, offset);
    const found = await this.#connection.ask((server) => server.completion(draft.file, draft.placeOf(offset)));
    if (!found) return undefined;
    return completionsAt(found, { code, offset, document: draft.document, entries: this.#session.entries });
  }

  async inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined> {
    const draft = this.#draft(code, offset);
    const at = nameOffset(code, offset);
    const place = draft.placeOf(at);
    const { shadows } = draft.document;
    const markdown = await this.#connection.ask((server) => server.hover(draft.file, place));
    if (markdown === undefined) {
      const call = await this.#connection.ask((server) => server.signatureHelp(draft.file, draft.placeOf(offset)));
      return (
        call && {
          signature: withoutMarks(call.label, shadows),
          documentation: call.documentation,
          expression: undefined,
        }
      );
    }
    const described = { ...describe(markdown, shadows), expression: expressionAt(code, at) };
    if (described.signature === "any" && described.documentation === "") return undefined;
    if (detail === 0) return described;
    const source = await this.#sourceAt(draft, place, described.expression ?? "");
    return { ...described, ...(source === undefined ? {} : { source: withoutMarks(source, shadows) }) };
  }

  reset(): void {
    this.#take(this.#session.reset());
  }

  refresh(): void {
    void this.#inTurn(() => this.#connection.restart());
  }

  dispose(): Promise<void> {
    return this.#connection.dispose();
  }

  #draft(code: string, offset: number): Draft {
    const facts = readDraft(code, offset);
    const document = this.#session.document(facts, "narrowed");
    const file = facts.language === "typescript" ? this.#files.draft : this.#files.draftJsx;
    this.#connection.write([{ file, text: document.text, language: facts.language }]);
    const placeOf = (at: number) => {
      const lines = code.slice(0, at).split("\n");
      return { line: document.firstLine + lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    };
    return { file, document, placeOf };
  }

  /** The text of the declaration of the name at a place. */
  async #sourceAt({ file, document }: Draft, place: Place, name: string): Promise<string | undefined> {
    const [found] = (await this.#connection.ask((server) => server.definition(file, place))) ?? [];
    if (!found) return undefined;
    // What stands before the cell only points at the cell that declares it.
    const entry =
      found.file === file && found.startLine < document.firstLine ? this.#session.entries.get(name) : undefined;
    if (entry) return (entry.value ?? entry.type)?.text;
    const text = this.#connection.textOf(found.file) ?? (await readFile(found.file, "utf8"));
    return sliceRange(text, found);
  }

  async #check(facts: CellFacts, cell: TypedCell, signal: AbortSignal | undefined): Promise<CellDiagnostic[]> {
    const document = this.#session.document(facts, "narrowed", cell.origin);
    const found = await this.#diagnose(facts, document, signal);
    if (found.length === 0 || !document.isNarrowed) return found;
    return commonTo(found, await this.#diagnose(facts, this.#session.document(facts, "declared", cell.origin), signal));
  }

  async #diagnose(
    facts: CellFacts,
    document: CellDocument,
    signal: AbortSignal | undefined,
  ): Promise<CellDiagnostic[]> {
    const file = facts.language === "typescript" ? this.#files.check : this.#files.checkJsx;
    this.#connection.write([{ file, text: document.text, language: facts.language }]);
    try {
      const found = await this.#connection.ask((server) => server.diagnostics(file, signal));
      return cellDiagnostics(found ?? [], document, facts);
    } catch (error) {
      if (error instanceof RpcError && signal?.aborted) return [];
      throw error;
    }
  }

  // The compiler is quick when it hears of one changed document at a time.
  #take(writes: readonly Write[]): void {
    this.#connection.write(writes);
    if (writes.length > 0) void this.#inTurn(() => this.#connection.ask((server) => server.settle(this.#files.check)));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
