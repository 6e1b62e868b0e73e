import type { CommEvent } from "../../widgets/model/port.ts";
import type { ErrorReport } from "../../jupyter/error-report.ts";
import type { CellId, ToChild } from "../link/messages.ts";
import type { Attribution } from "./running/attribution.ts";
import { toJsonObject } from "../../display/mime/content.ts";
import { reportOf } from "./error-reports/error-report.ts";
import type { Sources } from "./error-reports/stacks/compiled-sources.ts";
import { Interrupted, type Interrupts } from "./running/interrupts.ts";
import type { ParentLink } from "./parent-link.ts";
import { newId } from "./new-id.ts";

type CommMessage = Extract<ToChild, { type: "comm-open" | "comm-msg" | "comm-close" }>;

/** The metadata and buffers of a message on a comm. */
export type CommExtras = { readonly metadata?: object; readonly buffers?: readonly (ArrayBufferView | ArrayBuffer)[] };

type Handler = (event: CommEvent) => unknown;
type Target = (comm: Comm, event: CommEvent) => unknown;

/** A two-way connection to code in the browser. */
export class Comm {
  readonly id: string;
  readonly target: string;
  readonly #port: CommsPort;
  onMessage: Handler | undefined;
  onClose: Handler | undefined;

  constructor(id: string, target: string, port: CommsPort) {
    this.id = id;
    this.target = target;
    this.#port = port;
  }

  send(data: object, extras: CommExtras = {}): void {
    this.#port.send("comm-msg", this.id, data, extras);
  }

  close(data: object = {}, extras: CommExtras = {}): void {
    this.#port.send("comm-close", this.id, data, extras);
  }
}

type CommsPort = {
  readonly send: (type: "comm-msg" | "comm-close", id: string, data: object, extras: CommExtras) => void;
};

export type CommsParts = {
  readonly link: ParentLink;
  readonly attribution: Attribution;
  readonly interrupts: Interrupts;
  readonly sources: Sources;
  /** True while a cell is running. */
  readonly isRunning: () => boolean;
};

/** The comms of this process: opened by cells, or by the browser for targets that cells registered. */
export class Comms {
  readonly #parts: CommsParts;
  readonly #open = new Map<string, Comm>();
  readonly #targets = new Map<string, Target>();
  /** The messages whose handlers have not ended. */
  readonly #handling = new Set<CellId>();

  constructor(parts: CommsParts) {
    this.#parts = parts;
  }

  /** True once a cell has opened a comm or registered a target. */
  get isUsed(): boolean {
    return this.#open.size > 0 || this.#targets.size > 0;
  }

  /** Opens a comm to the browser code that registered the target. */
  open(target: string, data: object = {}, extras: CommExtras & { readonly targetModule?: string } = {}): Comm {
    const comm = this.#add(newId(), target);
    const { targetModule } = extras;
    this.#parts.link.send({
      type: "comm-open",
      cell: this.#parts.attribution.cell,
      commId: comm.id,
      target,
      ...(targetModule === undefined ? {} : { targetModule }),
      ...carried(data, extras),
    });
    return comm;
  }

  /** Registers the handler of comms that the browser opens for this target. */
  register(target: string, handler: Target): void {
    this.#targets.set(target, handler);
  }

  receive(message: CommMessage): void {
    const { cell } = message;
    const { attribution, isRunning } = this.#parts;
    this.#handling.add(cell);
    process.nextTick(() => attribution.run(cell, () => void this.#handle(message), isRunning()));
  }

  /** Ends the running handlers at Stop; their code after the next `await` does not run. */
  cancel(): void {
    const { interrupts, sources } = this.#parts;
    for (const cell of [...this.#handling]) {
      interrupts.interrupt(cell);
      this.#end(cell, reportOf(new Interrupted(), sources));
    }
  }

  async #handle(message: CommMessage): Promise<void> {
    const { cell, commId } = message;
    try {
      await this.#dispatch(message);
      this.#end(cell);
    } catch (error) {
      if (message.type === "comm-open") this.#close(commId, {}, {});
      this.#end(cell, reportOf(error, this.#parts.sources));
    }
  }

  #end(cell: CellId, report?: ErrorReport): void {
    if (!this.#handling.delete(cell)) return;
    const { link } = this.#parts;
    if (report === undefined) link.send({ type: "done", cell, status: "ok" });
    else link.send({ type: "done", cell, status: "error", ...report });
  }

  async #dispatch(message: CommMessage): Promise<void> {
    const { commId, data, metadata, buffers } = message;
    const event = { data, metadata, buffers };
    if (message.type === "comm-open") {
      const target = this.#targets.get(message.target);
      if (target) await target(this.#add(commId, message.target), event);
      else this.#send("comm-close", commId, {}, {});
      return;
    }
    const comm = this.#open.get(commId);
    if (message.type === "comm-close") {
      this.#open.delete(commId);
      await comm?.onClose?.(event);
    } else await comm?.onMessage?.(event);
  }

  #add(id: string, target: string): Comm {
    const comm = new Comm(id, target, {
      send: (type, commId, data, extras) => {
        if (type === "comm-close") this.#close(commId, data, extras);
        else this.#send(type, commId, data, extras);
      },
    });
    this.#open.set(id, comm);
    return comm;
  }

  #close(commId: string, data: object, extras: CommExtras): void {
    if (this.#open.delete(commId)) this.#send("comm-close", commId, data, extras);
  }

  #send(type: "comm-msg" | "comm-close", commId: string, data: object, extras: CommExtras): void {
    const { link, attribution } = this.#parts;
    link.send({ type, cell: attribution.cell, commId, ...carried(data, extras) });
  }
}

function carried(data: object, { metadata, buffers = [] }: CommExtras): CommEvent {
  return { data: toJsonObject(data), metadata: toJsonObject(metadata ?? {}), buffers: buffers.map(bytesOf) };
}

function bytesOf(buffer: unknown): Uint8Array {
  if (ArrayBuffer.isView(buffer)) return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
  throw new TypeError("Sending on a comm: a buffer is not an ArrayBuffer or a view of one; pass such buffers only");
}
