import type { JsonObject } from "../../../jupyter/json.ts";
import type { OutputOrigin, Origins } from "./output-origins.ts";
import type { OpenComms } from "../comms/open-comms.ts";
import type { InputRequests } from "../input-requests.ts";
import type { IoPub } from "../sockets/iopub.ts";
import type { CellId, FromChild } from "../../link/messages.ts";
import { log } from "../log.ts";
import type { StreamName } from "../../link/output-marks.ts";
import type { WorkQueue } from "../supervision/work-queue.ts";
import type { NotebookSession } from "../notebook/notebook-session.ts";
import type { TypeChecker } from "../checking/type-checker.ts";

/** The parts of the kernel that outputs go to. */
export type OutputTargets = {
  readonly origins: Origins;
  readonly comms: OpenComms;
  readonly input: InputRequests;
  readonly iopub: IoPub;
  readonly workQueue: WorkQueue;
  readonly typeChecker: TypeChecker;
  /** Answers a cell that asks about a name or about the notebook. */
  readonly enquire: (question: Extract<FromChild, { type: "enquire" }>) => void;
  readonly notebook: NotebookSession;
};

const MOST_HELD_LENGTH = 262_144;
// The assumed length of an output that is not text, in characters.
const RICH_OUTPUT_LENGTH = 1000;

/** Turns the child's messages into Jupyter messages for clients. */
export class OutputRouter {
  readonly #to: OutputTargets;
  readonly #results = new Map<CellId, string>();
  readonly #pages = new Map<CellId, readonly JsonObject[]>();
  #hasToldOfLate = false;
  #followsCells = true;
  #held: { readonly cell: CellId; readonly outputs: (() => void)[]; size: number; release: () => void } | undefined;

  constructor(targets: OutputTargets) {
    this.#to = targets;
  }

  /** Holds a cell's outputs until the returned function is called, the cell asks for input, or they become many. */
  hold(cell: CellId): () => void {
    this.#held?.release();
    const outputs: (() => void)[] = [];
    const release = (): void => {
      if (this.#held?.outputs !== outputs) return;
      this.#held = undefined;
      for (const output of outputs) output();
    };
    this.#held = { cell, outputs, size: 0, release };
    return release;
  }

  text(cell: CellId, name: StreamName, text: string): void {
    this.#noteLate(cell);
    const origin = this.#to.origins.find(cell);
    if (origin === undefined) log(text.trimEnd());
    else if (!origin.silent) this.#later(cell, text.length, () => this.#to.iopub.stream(origin.message, name, text));
  }

  /** Removes and returns a cell's pages for the pager. */
  takePages(cell: CellId): readonly JsonObject[] {
    const pages = this.#pages.get(cell) ?? [];
    this.#pages.delete(cell);
    return pages;
  }

  /** Removes and returns a cell's result as text; null without one. */
  takeResult(cell: CellId): string | null {
    const text = this.#results.get(cell) ?? null;
    this.#results.delete(cell);
    return text;
  }

  message(message: FromChild): void {
    switch (message.type) {
      case "display":
        this.#publish(message.cell, message.update ? "update_display_data" : "display_data", {
          content: {
            data: message.data,
            metadata: message.metadata,
            transient: message.displayId === undefined ? {} : { display_id: message.displayId },
          },
          buffers: message.buffers ?? [],
        });
        break;
      case "clear":
        this.#publish(message.cell, "clear_output", { content: { wait: message.wait } });
        break;
      case "page":
        this.#pages.set(message.cell, [...this.takePages(message.cell), message.data]);
        break;
      case "enquire":
        this.#to.enquire(message);
        break;
      case "result":
        if (!this.#to.workQueue.isStopped(message.cell)) this.#result(message);
        break;
      case "async-error":
        this.#publish(message.cell, "error", {
          content: { ename: message.ename, evalue: message.evalue, traceback: message.traceback },
        });
        break;
      case "input-request":
        this.#inputRequest(message);
        break;
      case "comm-open":
      case "comm-msg":
      case "comm-close":
        this.#comm(message);
        break;
      case "check-mode":
        this.#to.typeChecker.mode = message.mode;
        break;
      case "session":
        if (message.event === "reset") {
          this.#to.typeChecker.reset(message.cell);
          this.#to.notebook.forget();
        } else this.#to.typeChecker.refresh();
        break;
      case "done":
        this.#to.input.forget(message.cell);
        this.#to.workQueue.done(message);
        break;
      case "log":
        log(message.text);
        break;
      case "ready":
        this.#followsCells = message.lateOutput;
        break;
      case "pong":
      case "value":
      case "members":
      case "variables":
        break;
    }
  }

  #result({ cell, data, metadata }: Extract<FromChild, { type: "result" }>): void {
    const origin = this.#to.origins.find(cell);
    if (origin === undefined) return;
    const text = data["text/plain"];
    if (typeof text === "string") this.#results.set(cell, text);
    this.#publish(cell, "execute_result", { content: { execution_count: origin.executionCount, data, metadata } });
  }

  #inputRequest(message: Extract<FromChild, { type: "input-request" }>): void {
    const origin = this.#to.origins.find(message.cell);
    if (origin === undefined) return;
    // The question comes after earlier prints.
    this.#held?.release();
    void this.#to.iopub.flushed().then(() => this.#to.input.ask(message, origin));
  }

  #comm(message: Extract<FromChild, { type: "comm-open" | "comm-msg" | "comm-close" }>): void {
    const { cell, commId, data, metadata, buffers } = message;
    const content = { comm_id: commId, data };
    if (message.type === "comm-open") {
      this.#to.comms.open(commId, message.target);
      const module = message.targetModule === undefined ? {} : { target_module: message.targetModule };
      const opened = { ...content, target_name: message.target, ...module };
      this.#publish(cell, "comm_open", { content: opened, metadata, buffers });
      return;
    }
    if (message.type === "comm-close") this.#to.comms.close(commId);
    this.#publish(cell, message.type === "comm-msg" ? "comm_msg" : "comm_close", { content, metadata, buffers });
  }

  // Older versions of Node do not know which cell started a timer that prints after its cell has ended.
  #noteLate(cell: CellId): void {
    if (this.#followsCells || this.#hasToldOfLate || this.#to.workQueue.isOpen(cell)) return;
    const origin = this.#to.origins.find(cell);
    if (origin === undefined || origin.silent) return;
    this.#hasToldOfLate = true;
    const node = `Node.js ${process.versions.node}`;
    const note = `[late output: the following was printed after this cell had ended. ${node} cannot tell which cell printed it; Node.js 24 can. This notice appears once.]\n`;
    this.#later(cell, note.length, () => this.#to.iopub.stream(origin.message, "stderr", note));
  }

  #publish(cell: CellId, type: string, parts: Parts): void {
    this.#noteLate(cell);
    const origin: OutputOrigin | undefined = this.#to.origins.find(cell);
    const comm = type.startsWith("comm_");
    // A silent cell shows no outputs, but its comms work.
    if (origin === undefined || (origin.silent && !comm)) return;
    const { metadata = {}, buffers = [] } = parts;
    this.#later(cell, RICH_OUTPUT_LENGTH, () => {
      this.#to.iopub.publish(origin.message, type, parts.content, { metadata, buffers });
    });
  }

  #later(cell: CellId, size: number, output: () => void): void {
    const held = this.#held;
    if (held === undefined || held.cell !== cell) {
      output();
      return;
    }
    held.outputs.push(output);
    held.size += size;
    if (held.size > MOST_HELD_LENGTH) held.release();
  }
}

type Parts = {
  readonly content: JsonObject;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
};
