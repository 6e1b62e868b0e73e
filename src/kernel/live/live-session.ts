import { join } from "node:path";
import type { JsonObject } from "../../jupyter/json.ts";
import { messageOf } from "../../util/error.ts";
import { packageRoot } from "../../util/package-root.ts";
import { packageVersion } from "../../util/package-version.ts";
import type { CodeLanguage } from "../../notebook/code-language.ts";
import { ProjectExports } from "../types/imports/project-exports.ts";
import { LiveCompiler } from "../types/live-compiler.ts";
import { answerQuestion } from "./answer-question.ts";
import { LiveCells, mutedIn } from "./live-cells.ts";
import { type Ask, type Diagnosed, type FromKernel, LIVE_PROTOCOL } from "./messages.ts";
import { LiveCheck } from "./notebook-check.ts";
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

// After a change, the errors come from parts of the notebook. After a pause of this length, all cells are checked as
// one module, in case its errors differ from those of the parts.
const QUIET_MS = 3000;

/** The kernel's side of one comm with a front end that shows a notebook. */
export class LiveSession {
  readonly #surroundings: Surroundings;
  readonly #cells = new LiveCells();
  readonly #compiler: LiveCompiler;
  readonly #exports: ProjectExports;
  readonly #check: LiveCheck;
  #checking: AbortController | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #told = "";

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#compiler = new LiveCompiler(surroundings, surroundings.log);
    this.#exports = new ProjectExports(surroundings.directory);
    this.#check = new LiveCheck(this.#compiler, surroundings.language);
    const kernel = packageVersion(join(packageRoot(), "package.json"));
    surroundings.send({ type: "welcome", protocol: LIVE_PROTOCOL, kernel });
  }

  receive(data: JsonObject): void {
    const message = readMessage(data);
    switch (message?.type) {
      case "changed":
        this.#cells.change(message);
        void this.#tellErrors();
        break;
      case "look":
        void this.#tellErrors();
        break;
      case "ask":
        void this.#answer(message);
        break;
      case undefined:
        this.#surroundings.log("a message of the JupyterLab extension could not be read: is it of another version?");
    }
  }

  /** Checks all cells again after packages were installed or removed. */
  packagesChanged(): void {
    this.#exports.forget();
    void this.#compiler.lookAgain().then(() => this.#tellErrors("all"));
  }

  close(): void {
    clearTimeout(this.#quiet);
    this.#checking?.abort();
    void this.#compiler.dispose();
  }

  /** Sends the errors of the latest version, first those of the changed cells, and aborts an earlier check. */
  async #tellErrors(scope: "changes" | "all" = "changes"): Promise<void> {
    clearTimeout(this.#quiet);
    this.#checking?.abort();
    const checking = new AbortController();
    this.#checking = checking;
    try {
      await this.#checkAndTell(scope, checking.signal);
    } catch (error) {
      this.#surroundings.log(`the cells being edited could not be checked: ${messageOf(error)}`);
    }
    if (checking.signal.aborted || this.#check.isWhole) return;
    this.#quiet = setTimeout(() => void this.#tellErrors("all"), QUIET_MS).unref();
  }

  async #checkAndTell(scope: "changes" | "all", signal: AbortSignal): Promise<void> {
    const { version, all, written } = this.#cells;
    const muted = mutedIn(all, this.#surroundings.startsOff);
    for await (const { errors: found, isComplete } of this.#check.errors({ all, written }, scope, signal)) {
      const shown = Array.from(found, ([at, errors]) => ({ cell: all[at], errors })).flatMap(({ cell, errors }) => {
        const some = cell && muted.has(cell) ? errors.filter(({ kind }) => kind === "syntax") : errors;
        return cell && some.length > 0 ? [[cell.id, some] as const] : [];
      });
      this.#tell({ type: "diagnosed", version, isComplete, cells: Object.fromEntries(shown) });
    }
  }

  #tell(message: Diagnosed): void {
    const told = JSON.stringify(message);
    if (told !== this.#told) this.#surroundings.send(message);
    this.#told = told;
  }

  async #answer({ id, cell, question }: Ask): Promise<void> {
    const { directory, send, log } = this.#surroundings;
    try {
      const source = { cells: this.#cells, compiler: this.#compiler, exports: this.#exports, directory };
      const answer = await answerQuestion(question, cell, source);
      send({ type: "answered", id, ...answer });
    } catch (error) {
      log(`a question about a cell (${question.kind}) could not be answered: ${messageOf(error)}`);
      send({ type: "answered", id, kind: question.kind, answer: null });
    }
  }
}
