import { join } from "node:path";
import type { JsonObject } from "../../jupyter/json.ts";
import { messageOf } from "../../util/error.ts";
import { packageRoot } from "../../util/package-root.ts";
import { packageVersion } from "../../util/package-version.ts";
import type { CodeLanguage } from "../../notebook/code-language.ts";
import { LiveCompiler } from "../types/live-compiler.ts";
import { answerTo } from "./answer.ts";
import { LiveCells, mutedIn, type ReadCell } from "./live-cells.ts";
import { errorsInCells, syntaxErrors } from "./diagnose.ts";
import { type Ask, type FromKernel, LIVE_PROTOCOL, type LiveDiagnostic } from "./messages.ts";
import { readMessage } from "./read-message.ts";

type Surroundings = {
  readonly send: (message: FromKernel) => void;
  /** The notebook's folder. */
  readonly directory: string;
  readonly language: CodeLanguage;
  /** True when the kernel was started with its type check off. */
  readonly startsOff: boolean;
  readonly log: (text: string) => void;
};

/** The kernel's side of one comm with a front end that shows a notebook. */
export class LiveSession {
  readonly #surroundings: Surroundings;
  readonly #cells = new LiveCells();
  readonly #compiler: LiveCompiler;
  readonly #syntax = new WeakMap<ReadCell, readonly LiveDiagnostic[]>();
  #checking: AbortController | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#compiler = new LiveCompiler(surroundings, surroundings.log);
    const kernel = packageVersion(join(packageRoot(), "package.json"));
    surroundings.send({ type: "welcome", protocol: LIVE_PROTOCOL, kernel });
  }

  receive(data: JsonObject): void {
    const message = readMessage(data);
    switch (message?.type) {
      case "changed":
        this.#cells.change(message);
        void this.#check();
        break;
      case "look":
        void this.#check();
        break;
      case "ask":
        void this.#answer(message);
        break;
      case undefined:
        this.#surroundings.log("a message of the JupyterLab extension could not be read: is it of another version?");
    }
  }

  /** Packages were installed or removed. */
  packagesChanged(): void {
    void this.#compiler.lookAgain().then(() => this.#check());
  }

  close(): void {
    this.#checking?.abort();
    void this.#compiler.dispose();
  }

  /** Says the errors of the latest version. A check of an earlier one ends at once. */
  async #check(): Promise<void> {
    this.#checking?.abort();
    const checking = new AbortController();
    this.#checking = checking;
    const { version, all, joined } = this.#cells;
    const said = await this.#compiler.diagnose("live", joined, checking.signal);
    if (!said || checking.signal.aborted) return;
    const found = errorsInCells(said, joined, all, this.#surroundings.language);
    for (const [at, cell] of all.entries()) if (!cell.facts) found.set(at, [...(await this.#syntaxErrorsOf(cell))]);
    if (checking.signal.aborted) return;
    const muted = mutedIn(all, this.#surroundings.startsOff);
    const shown = Array.from(found, ([at, errors]) => ({ cell: all[at], errors })).flatMap(({ cell, errors }) => {
      const some = cell && muted.has(cell) ? errors.filter(({ kind }) => kind === "syntax") : errors;
      return cell && some.length > 0 ? [[cell.id, some] as const] : [];
    });
    this.#surroundings.send({ type: "diagnosed", version, cells: Object.fromEntries(shown) });
  }

  async #syntaxErrorsOf(cell: ReadCell): Promise<readonly LiveDiagnostic[]> {
    const known = this.#syntax.get(cell);
    if (known) return known;
    const said = await this.#compiler.diagnose("cell", { text: cell.code, language: "typescript" });
    const found = syntaxErrors(said ?? [], cell);
    if (said) this.#syntax.set(cell, found);
    return found;
  }

  async #answer({ id, cell, question }: Ask): Promise<void> {
    const { directory, send, log } = this.#surroundings;
    try {
      const answer = await answerTo(question, cell, { cells: this.#cells, compiler: this.#compiler, directory });
      send({ type: "answered", id, ...answer });
    } catch (error) {
      log(`a question about a cell (${question.kind}) could not be answered: ${messageOf(error)}`);
      send({ type: "answered", id, kind: question.kind, answer: null });
    }
  }
}
