import { Notification } from "@jupyterlab/apputils";
import type { Cell } from "@jupyterlab/cells";
import { type Notebook, NotebookActions, type NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import type { IDisposable } from "@lumino/disposable";
import { type ISignal, Signal } from "@lumino/signaling";
import type { ToNotebook, ShownVariable } from "../../../src/kernel/protocol/notebook/messages.ts";
import { markCells, unmarkCells } from "./cell-marks.ts";
import { NotebookLink } from "./notebook-link.ts";

const AFTER_TYPING_MS = 250;

type Executed = { readonly notebook: Notebook; readonly cell: Cell; readonly success: boolean };

/** A notebook that reports its cells to the kernel, and shows their states. */
export class FollowedNotebook implements IDisposable {
  readonly panel: NotebookPanel;
  readonly #isReactive: () => boolean;
  readonly #changed = new Signal<this, void>(this);
  #link: NotebookLink | undefined;
  #sent: ReadonlyMap<string, string> = new Map();
  #timer: number | undefined;
  #variables: readonly ShownVariable[] = [];
  #areVariablesWanted = false;
  #executed = new Map<string, boolean>();
  #isRunning = false;
  #isDisposed = false;

  /** @param isReactive returns true when the settings let stale cells run automatically. */
  constructor(panel: NotebookPanel, isReactive: () => boolean) {
    this.panel = panel;
    this.#isReactive = isReactive;
    const { sessionContext, content } = panel;
    sessionContext.kernelChanged.connect(() => this.#reconnect());
    sessionContext.statusChanged.connect(() => this.#onStatus());
    content.modelContentChanged.connect(() => this.#tellSoon());
    NotebookActions.executed.connect(this.#onExecuted);
    NotebookActions.selectionExecuted.connect(this.#onSelectionExecuted);
    panel.disposed.connect(() => this.dispose());
    this.#reconnect();
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** True while the notebook's kernel is one of tsnb's. */
  get isConnected(): boolean {
    return this.#link !== undefined;
  }

  /** Emits when the variables or the connection have changed. */
  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get variables(): readonly ShownVariable[] {
    return this.#variables;
  }

  /** Starts or stops asking for the variables. */
  wantVariables(isWanted: boolean): void {
    if (isWanted === this.#areVariablesWanted) return;
    this.#areVariablesWanted = isWanted;
    this.#link?.send({ type: "variables", isWanted });
  }

  /** Runs the cells that are stale, in the order in which they depend on each other. */
  async runStale(): Promise<void> {
    const count = await this.#run(null);
    if (count === 0) Notification.info("No cell is stale.", { autoClose: 3000 });
  }

  /** Shows the cell with this id. */
  async reveal(id: string): Promise<void> {
    const { content } = this.panel;
    const index = content.widgets.findIndex(({ model }) => model.id === id);
    const cell = content.widgets[index];
    if (!cell) return;
    content.activeCellIndex = index;
    await content.scrollToCell(cell);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    window.clearTimeout(this.#timer);
    this.#link?.dispose();
    NotebookActions.executed.disconnect(this.#onExecuted);
    NotebookActions.selectionExecuted.disconnect(this.#onSelectionExecuted);
    Signal.clearData(this);
  }

  #reconnect(): void {
    this.#drop();
    const kernel = this.panel.sessionContext.session?.kernel;
    if (!kernel) return;
    void this.#open(kernel);
  }

  async #open(kernel: Kernel.IKernelConnection): Promise<void> {
    const link = await NotebookLink.open(kernel);
    if (this.#isDisposed || kernel !== this.panel.sessionContext.session?.kernel || this.#link) link?.dispose();
    else this.#follow(link);
  }

  #follow(link: NotebookLink | undefined): void {
    this.#link = link;
    if (!link) return;
    link.received.connect((_, message) => this.#receive(message));
    this.#tell();
    if (this.#areVariablesWanted) link.send({ type: "variables", isWanted: true });
    this.#changed.emit();
  }

  #drop(): void {
    this.#link?.dispose();
    this.#link = undefined;
    this.#sent = new Map();
    this.#variables = [];
    if (this.panel.content.model) unmarkCells(this.panel.content);
    this.#changed.emit();
  }

  // A restarting kernel keeps its connection, but loses its comms.
  #onStatus(): void {
    const status = this.panel.sessionContext.session?.kernel?.status;
    if (status === "restarting" || status === "autorestarting" || status === "dead") this.#drop();
    else if (status === "idle" && !this.#link) this.#reconnect();
  }

  #receive(message: ToNotebook): void {
    if (message.type === "states") markCells(this.panel.content, message.states);
    if (message.type !== "variables") return;
    this.#variables = message.variables;
    this.#changed.emit();
  }

  #tellSoon(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#tell(), AFTER_TYPING_MS);
  }

  /** Reports to the kernel which cells there are and which sources have changed. */
  #tell(): void {
    window.clearTimeout(this.#timer);
    if (!this.#link || !this.panel.content.model) return;
    const cells = new Map(codeCells(this.panel).map(({ model }) => [model.id, model.sharedModel.getSource()]));
    const before = this.#sent;
    const changed = [...cells].filter(([id, source]) => before.get(id) !== source);
    const isInOrder = before.size === cells.size && [...before.keys()].join() === [...cells.keys()].join();
    if (changed.length === 0 && isInOrder) return;
    this.#sent = cells;
    this.#link.send({ type: "cells", order: [...cells.keys()], sources: Object.fromEntries(changed) });
  }

  readonly #onExecuted = (_: unknown, { notebook, cell, success }: Executed): void => {
    if (notebook === this.panel.content && !this.#isRunning) this.#executed.set(cell.model.id, success);
  };

  readonly #onSelectionExecuted = (_: unknown, { notebook }: Pick<Executed, "notebook">): void => {
    if (notebook !== this.panel.content || this.#isRunning) return;
    const executed = this.#executed;
    this.#executed = new Map();
    if (executed.size > 0 && this.#isOn() && [...executed.values()].every(Boolean))
      void this.#run([...executed.keys()]);
  };

  // The notebook's own setting overrides the user's settings.
  #isOn(): boolean {
    const own: unknown = this.panel.content.model?.getMetadata("tsnb");
    const reactive = typeof own === "object" && own !== null && "reactive" in own ? own.reactive : undefined;
    return typeof reactive === "boolean" ? reactive : this.#isReactive();
  }

  /** Runs cells by the kernel's plan; resolves with their number or, if none can run, with the number of circles. */
  async #run(after: string[] | null): Promise<number | undefined> {
    this.#tell();
    const plan = await this.#link?.plan(after);
    if (!plan || this.#isDisposed) return undefined;
    for (const circle of plan.circles) this.#warnOfCircle(circle);
    const { content, sessionContext } = this.panel;
    const cells = plan.order.flatMap((id) => content.widgets.find(({ model }) => model.id === id) ?? []);
    if (cells.length === 0) return plan.circles.length;
    const { mode } = content;
    this.#isRunning = true;
    try {
      const ran = NotebookActions.runCells(content, cells, sessionContext);
      // Keep the mode, so that the user can go on typing.
      content.mode = mode;
      await ran;
    } finally {
      this.#isRunning = false;
    }
    return cells.length;
  }

  #warnOfCircle(circle: readonly string[]): void {
    const places = circle.map((id) => this.panel.content.widgets.findIndex(({ model }) => model.id === id) + 1);
    const [last, ...others] = places.toReversed();
    const list = `${others.toReversed().join(", ")} and ${last}`;
    Notification.warning(`Cells ${list} depend on each other in a circle, so none of them runs automatically.`);
  }
}

function codeCells({ content }: NotebookPanel): Cell[] {
  return content.widgets.filter(({ model }) => model.type === "code");
}
