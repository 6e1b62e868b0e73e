import type { Router } from "zeromq";
import { child, type Message } from "../../jupyter/message.ts";
import { encodeMessage } from "../../jupyter/wire.ts";
import type { OutputOrigin } from "./outputs/output-origins.ts";
import type { CellId, FromChild } from "../link/messages.ts";
import { Outbox } from "./sockets/outbox.ts";

/** The signer of a kernel's messages: the connection's key, and the session of this process. */
export type Speaker = { readonly key: string; readonly session: string };

type InputRequest = Extract<FromChild, { type: "input-request" }>;
type Waiting = { readonly request: InputRequest; readonly origin: OutputOrigin };

/** Asks the client that runs a cell for a line of input, one question at a time. */
export class InputRequests {
  readonly #speaker: Speaker;
  readonly #outbox: Outbox;
  readonly #answer: (request: InputRequest, value: string) => void;
  #waiting: Waiting[] = [];
  #asked: string | undefined;

  constructor(socket: Router, speaker: Speaker, answer: (request: InputRequest, value: string) => void) {
    this.#speaker = speaker;
    this.#outbox = new Outbox(socket);
    this.#answer = answer;
  }

  ask(request: InputRequest, origin: OutputOrigin): void {
    this.#waiting.push({ request, origin });
    if (this.#waiting.length === 1) this.#askFirst();
  }

  /** Handles an input_reply. Ignores replies to questions of cells that have ended. */
  reply(message: Message): void {
    const [first] = this.#waiting;
    const { msg_type: type, msg_id: id } = message.parent_header;
    // Clients differ in the reply's parent: the question, the execute_request, or none.
    if (first === undefined || (type === "input_request" && id !== this.#asked)) return;
    const value = message.content["value"];
    this.#waiting.shift();
    this.#answer(first.request, typeof value === "string" ? value : "");
    this.#askFirst();
  }

  /** Drops the questions of a cell that has ended. */
  forget(cell: CellId): void {
    const [first] = this.#waiting;
    this.#waiting = this.#waiting.filter(({ request }) => request.cell !== cell);
    if (this.#waiting[0] !== first) this.#askFirst();
  }

  /** Drops all questions, when the child has ended. */
  clear(): void {
    this.#waiting = [];
  }

  #askFirst(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const { prompt, password } = first.request;
    const { key, session } = this.#speaker;
    const message = child(session, first.origin.message, "input_request", { prompt, password });
    this.#asked = message.header.msg_id;
    void this.#outbox.send(encodeMessage(message, key, first.origin.identities));
  }
}
