import type { XPublisher } from "zeromq";
import type { JsonObject } from "../jupyter/json.ts";
import { child, createMessage, type Message, type MessageExtras } from "../jupyter/message.ts";
import { encode } from "../jupyter/wire.ts";
import type { StreamName } from "./marks.ts";
import { Outbox } from "./outbox.ts";

const STREAM_DELAY_MS = 20;
const STREAM_LENGTH = 65_536;

/** What is behind before the child must wait, in bytes. */
const BEHIND = 4 * 1024 * 1024;

type Pending = { readonly parent: Message; readonly name: StreamName; texts: string[]; length: number };

/** The kernel's broadcast socket: statuses and outputs, in order, with small prints put together. */
export class IoPub {
  readonly #socket: XPublisher;
  readonly #key: string;
  readonly #session: string;
  readonly #outbox: Outbox;
  #pending: Pending | undefined;
  #catchingUp: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #subscribed: () => void = () => {};
  /** Resolves when the first client listens. */
  readonly subscribed: Promise<void>;

  constructor(socket: XPublisher, key: string, session: string) {
    this.#socket = socket;
    this.#key = key;
    this.#session = session;
    this.#outbox = new Outbox(socket);
    this.subscribed = new Promise((resolve) => {
      this.#subscribed = resolve;
    });
  }

  /** Answers subscriptions until the socket is closed. */
  async welcome(): Promise<void> {
    for await (const [event] of this.#socket) {
      if (event?.[0] !== 1) continue;
      const subscription = event.subarray(1).toString("utf8");
      const message = createMessage(this.#session, "iopub_welcome", { subscription });
      void this.#outbox.send(encode(message, this.#key, subscription === "" ? [] : [Buffer.from(subscription)]));
      this.#subscribed();
    }
  }

  /** Publishes an output or a status that `parent` caused. */
  publish(parent: Message | undefined, type: string, content: JsonObject, extras: MessageExtras = {}): void {
    this.#flushStream();
    const message = parent ? child(parent, type, content, extras) : createMessage(this.#session, type, content, extras);
    void this.#outbox.send(this.#frames(message));
  }

  status(parent: Message | undefined, state: "starting" | "busy" | "idle"): void {
    this.publish(parent, "status", { execution_state: state });
  }

  /** Publishes printed text, together with what else is printed in the next moment. */
  stream(parent: Message, name: StreamName, text: string): void {
    const same = this.#pending?.parent === parent && this.#pending.name === name;
    if (!same) this.#flushStream();
    this.#pending ??= { parent, name, texts: [], length: 0 };
    this.#pending.texts.push(text);
    this.#pending.length += text.length;
    if (this.#pending.length >= STREAM_LENGTH) this.#flushStream();
    else this.#timer ??= setTimeout(() => this.#flushStream(), STREAM_DELAY_MS);
  }

  /** Whether clients read more slowly than the cells print. */
  get behind(): boolean {
    return this.#outbox.bytes > BEHIND;
  }

  /** Resolves when clients have read most of it. */
  caughtUp(): Promise<void> {
    this.#catchingUp ??= this.#outbox.below(BEHIND / 4).finally(() => {
      this.#catchingUp = undefined;
    });
    return this.#catchingUp;
  }

  /** Resolves when everything published so far is on its way to the clients. */
  flushed(): Promise<void> {
    this.#flushStream();
    return this.#outbox.flushed();
  }

  #flushStream(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    const content = { name: pending.name, text: pending.texts.join("") };
    void this.#outbox.send(this.#frames(child(pending.parent, "stream", content)));
  }

  #frames(message: Message): (Uint8Array | string)[] {
    return encode(message, this.#key, [Buffer.from(`kernel.${this.#session}.${message.header.msg_type}`)]);
  }
}
