import type { JsonObject } from "../../jupyter/json.ts";
import type { ToChild } from "../link/messages.ts";
import type { Attribution } from "./running/attribution.ts";
import { toJsonObject } from "../../display/mime/content.ts";
import { reportOf } from "./errors/error-report.ts";
import type { Sources } from "./errors/compiled-sources.ts";
import type { ParentLink } from "./parent-link.ts";
import { newId } from "./new-id.ts";

type CommMessage = Extract<ToChild, { type: "comm-open" | "comm-msg" | "comm-close" }>;

/** A message from the other side of a comm. */
type CommEvent = {
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly buffers: readonly Uint8Array[];
};

/** Metadata and buffers of a message on a comm. */
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

/** The comms of this process: opened by cells, or by the browser for targets that cells registered. */
export class Comms {
  readonly #link: ParentLink;
  readonly #attribution: Attribution;
  readonly #sources: Sources;
  readonly #isRunning: () => boolean;
  readonly #open = new Map<string, Comm>();
  readonly #targets = new Map<string, Target>();

  /** @param isRunning tells whether a cell is running. */
  constructor(link: ParentLink, attribution: Attribution, sources: Sources, isRunning: () => boolean) {
    this.#isRunning = isRunning;
    this.#link = link;
    this.#attribution = attribution;
    this.#sources = sources;
  }

  /** True once a cell has opened a comm or registered a target. */
  get isUsed(): boolean {
    return this.#open.size > 0 || this.#targets.size > 0;
  }

  /** Opens a comm to the browser code that registered the target. */
  open(target: string, data: object = {}, extras: CommExtras & { readonly targetModule?: string } = {}): Comm {
    const comm = this.#add(newId(), target);
    const { targetModule } = extras;
    this.#link.send({
      type: "comm-open",
      cell: this.#attribution.cell,
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
    process.nextTick(() => this.#attribution.run(cell, () => void this.#handle(message), this.#isRunning()));
  }

  async #handle(message: CommMessage): Promise<void> {
    const { cell, commId } = message;
    try {
      await this.#dispatch(message);
      this.#link.send({ type: "done", cell, status: "ok" });
    } catch (error) {
      if (message.type === "comm-open") this.#close(commId, {}, {});
      this.#link.send({ type: "done", cell, status: "error", ...reportOf(error, this.#sources) });
    }
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
    this.#link.send({ type, cell: this.#attribution.cell, commId, ...carried(data, extras) });
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
