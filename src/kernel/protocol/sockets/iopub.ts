import type { XPublisher } from "zeromq";
import type { JsonObject } from "../../../jupyter/json.ts";
import { createMessage, type Message, type MessageExtras } from "../../../jupyter/message.ts";
import { encodeMessage } from "../../../jupyter/wire.ts";
import { deferred } from "../../../util/deferred.ts";
import { messageOf } from "../../../util/error.ts";
import { within } from "../../../util/within.ts";
import { Broadcast } from "./broadcast.ts";
import type { StreamName } from "../../link/output-marks.ts";
import { JoinedPrints } from "./joined-prints.ts";
import type { Frames } from "./outbox.ts";

const FLUSH_MS = 500;
const MEGABYTE = 1024 * 1024;

// Above this, cells wait until reading clients catch up.
const BEHIND_BYTES = 4 * MEGABYTE;

// The most that is kept for clients that do not read.
const MOST_KEPT_BYTES = 256 * MEGABYTE;

const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set(["stream", "display_data", "update_display_data", "comm_msg"]);
const LEFT_OUT = "[output left out here: 256 MB already wait for a client that does not read]\n";

/** The kernel's broadcast socket: statuses and outputs in order, with small prints joined. */
export class IoPub {
  readonly #socket: XPublisher;
  readonly #key: string;
  readonly #session: string;
  readonly #broadcast: Broadcast;
  readonly #prints: JoinedPrints;
  #full = false;
  #catchingUp: Promise<void> | undefined;
  /** The number of outputs published for each counted request, by its id: all messages but those about its state. */
  readonly #counts = new Map<string, number>();
  readonly #subscribed = deferred<void>();
  /** Resolves when the first client subscribes. */
  readonly subscribed = this.#subscribed.promise;

  constructor(socket: XPublisher, key: string, session: string) {
    this.#socket = socket;
    this.#key = key;
    this.#session = session;
    this.#broadcast = new Broadcast(socket);
    this.#prints = new JoinedPrints((parent, name, text) => this.#send(parent, "stream", { name, text }));
  }

  /** Welcomes subscribers until the socket closes. */
  async welcome(): Promise<void> {
    for await (const [event] of this.#socket) {
      if (event?.[0] === 0) this.#broadcast.subscriptions -= 1;
      if (event?.[0] !== 1) continue;
      this.#broadcast.subscriptions += 1;
      const subscription = event.subarray(1).toString("utf8");
      const message = createMessage(this.#session, "iopub_welcome", { subscription });
      const topic = subscription === "" ? [] : [Buffer.from(subscription)];
      this.#broadcast.send(() => encodeMessage(message, this.#key, topic));
      this.#subscribed.resolve();
    }
  }

  /** Counts the outputs published for a request from now on. */
  count({ header }: Message): void {
    this.#counts.set(header.msg_id, 0);
  }

  /** Ends the count for a request and returns it; undefined when the request was not counted. */
  counted({ header }: Message): number | undefined {
    const count = this.#counts.get(header.msg_id);
    this.#counts.delete(header.msg_id);
    return count;
  }

  /** Publishes an output or a status whose parent is the request `parent`. */
  publish(parent: Message | undefined, type: string, content: JsonObject, extras: MessageExtras = {}): void {
    this.#prints.flush();
    this.#send(parent, type, content, extras);
  }

  status(parent: Message | undefined, state: "starting" | "busy" | "idle"): void {
    this.publish(parent, "status", { execution_state: state });
  }

  /** Publishes printed text, joined with the prints of the next 20 ms. */
  stream(parent: Message, name: StreamName, text: string): void {
    this.#prints.add(parent, name, text);
  }

  /** True when clients read, but more slowly than the cells print. */
  get behind(): boolean {
    return this.#broadcast.bytes > BEHIND_BYTES && !this.#broadcast.stalled;
  }

  /** Resolves when clients have read most of the waiting output, or have stopped reading. */
  caughtUp(): Promise<void> {
    this.#catchingUp ??= this.#broadcast
      .until(() => this.#broadcast.bytes <= BEHIND_BYTES / 4 || this.#broadcast.stalled)
      .finally(() => {
        this.#catchingUp = undefined;
      });
    return this.#catchingUp;
  }

  /** Resolves when all messages published so far are on their way to the clients, or after `withinMs`. */
  async flushed(withinMs = FLUSH_MS): Promise<void> {
    this.#prints.flush();
    await within(withinMs, this.#broadcast.flushed());
  }

  #send(parent: Message | undefined, type: string, content: JsonObject, extras: MessageExtras = {}): void {
    if (!MAY_BE_LEFT_OUT.has(type)) return this.#put(parent, type, content, extras);
    const wasFull = this.#full;
    this.#full = this.#broadcast.bytes > MOST_KEPT_BYTES;
    if (!this.#full) this.#put(parent, type, content, extras);
    else if (!wasFull) this.#put(parent, "stream", { name: "stderr", text: LEFT_OUT });
  }

  #put(parent: Message | undefined, type: string, content: JsonObject, extras: MessageExtras = {}): void {
    // A cell's state is published again after each other request.
    const id = this.#counts.size === 0 || type === "status" ? undefined : parent?.header.msg_id;
    const count = id === undefined ? undefined : this.#counts.get(id);
    if (id !== undefined && count !== undefined) this.#counts.set(id, count + 1);
    this.#broadcast.send(() => {
      try {
        return this.#frames(parent, type, content, extras);
      } catch (error) {
        // V8 throws RangeError for strings that are too long; other errors are values that JSON cannot hold.
        const why = error instanceof RangeError ? "it is longer than 512 MB" : messageOf(error);
        const text = `[output left out here: ${why}]\n`;
        return this.#frames(parent, "stream", { name: "stderr", text }, {});
      }
    });
  }

  #frames(parent: Message | undefined, type: string, content: JsonObject, extras: MessageExtras): Frames {
    const message = createMessage(this.#session, type, content, { ...extras, ...(parent && { parent }) });
    return encodeMessage(message, this.#key, [Buffer.from(`kernel.${this.#session}.${type}`)]);
  }
}
