import type { ICellModel } from "@jupyterlab/cells";
import { NotebookActions, type NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import type { IDisposable } from "@lumino/disposable";
import { Signal } from "@lumino/signaling";
import type {
  LiveAnswer,
  Diagnosed,
  LiveCell,
  LiveDiagnostic,
  Questions,
  Welcome,
} from "../../../../src/kernel/live/messages.ts";
import { LIVE_PROTOCOL } from "../../../../src/kernel/live/messages.ts";
import { changedCells, liveCells, type EditedCell } from "./changed-cells.ts";
import { LiveLink } from "./live-link.ts";

// Simultaneous changes, such as a rename in many cells, become one message.
const TOGETHER_MS = 0;

/** The errors of a cell, and the source that they refer to. */
export type CellErrors = { readonly source: string; readonly errors: readonly LiveDiagnostic[] };

/** A notebook, and its kernel's answers about its cells while they are being edited. */
export class LiveNotebook implements IDisposable {
  readonly panel: NotebookPanel;
  /** Emitted when the errors of cells have changed, and when there is no longer a kernel to report errors. */
  readonly diagnosed = new Signal<this, void>(this);
  /** Emitted when the kernel uses another version of the messages. */
  readonly mismatched = new Signal<this, Welcome>(this);
  #link: LiveLink | undefined;
  #connecting: Kernel.IKernelConnection | undefined;
  #sent: readonly LiveCell[] = [];
  #version = 0;
  #errors: ReadonlyMap<string, CellErrors> = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;

  constructor(panel: NotebookPanel) {
    this.panel = panel;
    const { sessionContext, context } = panel;
    sessionContext.kernelChanged.connect(() => this.#reconnect());
    sessionContext.statusChanged.connect((_, status) => this.#onStatus(status));
    sessionContext.connectionStatusChanged.connect((_, status) => this.#onConnection(status));
    NotebookActions.executed.connect(this.#onExecuted);
    globalThis.addEventListener("focus", this.#look);
    void context.ready.then(() => panel.model?.contentChanged.connect(() => this.#onChange()));
    panel.disposed.connect(() => this.dispose());
    this.#reconnect();
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** True when a kernel answers. */
  get isConnected(): boolean {
    return this.#link !== undefined && this.#version > 0;
  }

  /** Increases with each change sent to the kernel; 0 before the first. */
  get version(): number {
    return this.#version;
  }

  /** The notebook's cells of all kinds. */
  get cells(): readonly ICellModel[] {
    return [...(this.panel.model?.cells ?? [])];
  }

  errorsOf(cell: string): CellErrors | undefined {
    return this.#errors.get(cell);
  }

  /** Asks about a cell as it is now; resolves with null when nobody can answer, or the cells change meanwhile. */
  async ask<K extends keyof Questions>(cell: string, kind: K, details: Questions[K]): Promise<LiveAnswer<K>["answer"]> {
    if (!this.#link) return null;
    this.#sendChanges();
    const version = this.#version;
    const answer = await this.#link.ask(cell, kind, details);
    this.#sendChanges();
    return version === this.#version ? answer : null;
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    globalThis.removeEventListener("focus", this.#look);
    NotebookActions.executed.disconnect(this.#onExecuted);
    this.#link?.dispose();
    Signal.clearData(this);
  }

  #reconnect(): void {
    this.#drop();
    const kernel = this.panel.sessionContext.session?.kernel;
    if (kernel) void this.#connect(kernel);
  }

  async #connect(kernel: Kernel.IKernelConnection): Promise<void> {
    if (this.#connecting === kernel) return;
    this.#connecting = kernel;
    try {
      await this.panel.context.ready;
      const link = await LiveLink.open(kernel);
      const isStillWanted = this.panel.sessionContext.session?.kernel === kernel && !this.#isDisposed;
      if (!link || !isStillWanted) return link?.dispose();
      this.#link = link;
      link.received.connect((_, message) => {
        if (message.type === "welcome") this.#welcome(message);
        else if (message.type === "diagnosed") this.#diagnose(message);
      });
      link.disposed.connect(() => {
        if (this.#link === link) this.#drop();
      });
    } finally {
      if (this.#connecting === kernel) this.#connecting = undefined;
    }
  }

  #drop(): void {
    const link = this.#link;
    this.#link = undefined;
    this.#sent = [];
    this.#version = 0;
    this.#errors = new Map();
    delete this.panel.node.dataset["tsnb"];
    link?.dispose();
    if (link && !this.#isDisposed) this.diagnosed.emit();
  }

  #welcome(message: Welcome): void {
    if (message.protocol !== LIVE_PROTOCOL) {
      this.mismatched.emit(message);
      this.#drop();
      return;
    }
    this.panel.node.dataset["tsnb"] = message.kernel;
    this.#sendChanges();
  }

  #diagnose({ version, cells }: Diagnosed): void {
    // After each change the kernel reports all errors again, those of the changed cells first.
    if (version !== this.#version) return;
    this.#errors = new Map(this.#sent.map(({ id, source }) => [id, { source, errors: cells[id] ?? [] }]));
    this.diagnosed.emit();
  }

  #onStatus(status: Kernel.Status): void {
    if (status === "restarting" || status === "autorestarting" || status === "dead") this.#drop();
    const kernel = this.panel.sessionContext.session?.kernel;
    if (status === "idle" && !this.#link && kernel) void this.#connect(kernel);
  }

  #onConnection(status: Kernel.ConnectionStatus): void {
    if (status !== "connected" || !this.#link) return;
    // Messages may be lost while the connection is down.
    this.#sent = [];
    this.#sendChanges();
  }

  #onChange(): void {
    if (!this.#link) return;
    this.#timer ??= setTimeout(() => this.#sendChanges(), TOGETHER_MS);
  }

  readonly #onExecuted = (_: unknown, { notebook }: { readonly notebook: unknown }): void => {
    if (notebook === this.panel.content) this.#look();
  };

  readonly #look = (): void => this.#link?.say({ type: "look" });

  #sendChanges(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const now = liveCells(this.cells.map(notebookCell));
    const changes = changedCells(now, this.#sent);
    if (!changes || !this.#link) return;
    this.#sent = now;
    this.#version += 1;
    this.#link.say({ type: "changed", version: this.#version, ...changes });
  }
}

function notebookCell(model: ICellModel): EditedCell {
  const tags: unknown = model.getMetadata("tags");
  return {
    id: model.id,
    type: model.type,
    source: model.sharedModel.getSource(),
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
  };
}
