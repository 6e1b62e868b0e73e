import type {
  CompletionHandler,
  ICompletionContext,
  ICompletionProvider,
  ICompletionProviderManager,
} from "@jupyterlab/completer";
import { Text } from "@jupyterlab/coreutils";
import { NotebookPanel } from "@jupyterlab/notebook";
import type { LiveNotebook } from "../notebook/live-notebook.ts";
import type { OpenNotebooks } from "../notebook/open-notebooks.ts";
import { latestProposals, type Proposals } from "./proposals.ts";
import { markOf, MOST_PROPOSALS } from "./proposal-mark.ts";

type Reply = CompletionHandler.ICompletionItemsReply;

/** The source of a cell, and the end of the word in it. */
type Asked = { readonly text: string; readonly end: number };

// JupyterLab shows no completions until all providers have answered.
const PATIENCE_MS = 150;
// With fewer letters, too many names fit.
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]+$/u;
// An invisible character before the name: JupyterLab then lists the names that need no import first.
const LAST = "\u2063";

/** Proposes names together with the imports that they need. */
export class ImportCompletion implements ICompletionProvider {
  readonly identifier = "tsnb:imports";
  /** Below those of JupyterLab's own providers. */
  readonly rank = 400;
  readonly #notebooks: OpenNotebooks;
  readonly #manager: ICompletionProviderManager;
  readonly #ready = new WeakSet<LiveNotebook>();
  /** An answer that came too late for its question. */
  #late: Proposals | undefined;

  constructor(notebooks: OpenNotebooks, manager: ICompletionProviderManager) {
    this.#notebooks = notebooks;
    this.#manager = manager;
  }

  /** Lets an idle kernel prepare itself for the first question, once the user has begun to type. */
  ready(notebook: LiveNotebook): void {
    if (!notebook.isConnected) this.#ready.delete(notebook);
    const cell = notebook.cells.find(({ type }) => type === "code");
    if (this.#ready.has(notebook) || notebook.version < 2 || isBusy(notebook) || !cell) return;
    this.#ready.add(notebook);
    void notebook.ask(cell.id, "readyImports", {});
  }

  async isApplicable({ widget }: ICompletionContext): Promise<boolean> {
    return widget instanceof NotebookPanel && this.#notebooks.of(widget)?.isConnected === true;
  }

  async fetch({ text, offset }: CompletionHandler.IRequest, context: ICompletionContext): Promise<Reply> {
    const { editor } = context;
    const nothing = { start: offset, end: offset, items: [] };
    const end = Text.charIndexToJsIndex(offset, text);
    const model = editor?.model;
    const cell = model && this.#notebooks.cellOf(model);
    if (!cell || !WORD.test(text.slice(0, end))) return nothing;
    const { notebook, id } = cell;
    const late = this.#late;
    this.#late = undefined;
    if (late?.source === text && late.end === end) return replyOf(late);
    const asked = this.#ask(notebook, id, { text, end }).then((proposals) => {
      if (proposals) latestProposals.set(model, proposals);
      return proposals;
    });
    const first = await Promise.race([asked, after(PATIENCE_MS)]);
    if (first !== "late") return first ? replyOf(first) : nothing;
    void this.#showLate(asked, { text, end }, context);
    return nothing;
  }

  async #ask(notebook: LiveNotebook, cell: string, { text, end }: Asked): Promise<Proposals | null> {
    // A running cell has the processors to itself.
    if (!this.#ready.has(notebook)) await untilIdle(notebook);
    this.#ready.add(notebook);
    const isSame = notebook.cells.find(({ id }) => id === cell)?.sharedModel.getSource() === text;
    const answer = isSame ? await notebook.ask(cell, "imports", { offset: end }) : null;
    return answer && { ...answer, names: answer.names.slice(0, MOST_PROPOSALS), source: text };
  }

  /** Lists later proposals together with the completions on the screen, unless the user has gone on meanwhile. */
  async #showLate(asked: Promise<Proposals | null>, { text, end }: Asked, context: ICompletionContext): Promise<void> {
    const proposals = await asked;
    const { editor, widget } = context;
    if (!proposals || proposals.names.length === 0 || !editor?.hasFocus()) return;
    const isSame = editor.model.sharedModel.getSource() === text;
    if (!isSame || editor.getOffsetAt(editor.getCursorPosition()) !== end) return;
    const [first, ...others] = document.querySelectorAll(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item");
    if (others.some((item) => item.classList.contains("jp-mod-active"))) return;
    this.#late = proposals;
    // JupyterLab asks for no completions while it shows some, unless the completer has a new model.
    if (first) await this.#manager.updateCompleter(context);
    this.#manager.invoke(widget.id);
  }
}

function isBusy({ panel }: LiveNotebook): boolean {
  return panel.sessionContext.session?.kernel?.status !== "idle";
}

function untilIdle(notebook: LiveNotebook): Promise<void> {
  const { sessionContext } = notebook.panel;
  return new Promise((resolve) => {
    const look = (): void => {
      if (isBusy(notebook) && !notebook.isDisposed) return;
      sessionContext.statusChanged.disconnect(look);
      resolve();
    };
    sessionContext.statusChanged.connect(look);
    look();
  });
}

function after(milliseconds: number): Promise<"late"> {
  return new Promise((resolve) => setTimeout(() => resolve("late"), milliseconds));
}

function replyOf({ source, start, end, names }: Proposals): Reply {
  return {
    start: Text.jsIndexToCharIndex(start, source),
    end: Text.jsIndexToCharIndex(end, source),
    items: names.map(({ name, kind, module, edit }, index) => ({
      // JupyterLab takes what follows a parenthesis for parameters, and does not search in it.
      label: `${LAST}${name}${markOf(index)} (${module})`,
      insertText: name + markOf(index),
      type: kind,
      documentation: edit.text.trim(),
    })),
  };
}
