import type { JsonObject } from "../../../jupyter/json.ts";
import { messageOf } from "../../../util/error.ts";
import { log } from "../log.ts";

/** A comm that this process answers itself, even while a cell runs. */
export type ServedComm = { receive(data: JsonObject): void; close(): void };

/** Answers the comms of a target; called when a client opens one. */
export type Serve = (opened: JsonObject, send: (data: JsonObject) => void) => Promise<ServedComm>;

type Open = { readonly target: string; readonly comm: Promise<ServedComm | undefined> };

/** The open comms whose targets this process serves. Cells never see them. */
export class ServedComms {
  readonly #targets: ReadonlyMap<string, Serve>;
  readonly #send: (commId: string, data: JsonObject) => void;
  readonly #open = new Map<string, Open>();

  /** @param send sends a message of a comm to the clients. */
  constructor(targets: ReadonlyMap<string, Serve>, send: (commId: string, data: JsonObject) => void) {
    this.#targets = targets;
    this.#send = send;
  }

  hasTarget(target: string): boolean {
    return this.#targets.has(target);
  }

  has(commId: string): boolean {
    return this.#open.has(commId);
  }

  open(commId: string, target: string, data: JsonObject): void {
    const serve = this.#targets.get(target);
    if (!serve) return;
    const send = (answer: JsonObject): void => {
      if (this.#open.has(commId)) this.#send(commId, answer);
    };
    const comm = Promise.resolve()
      .then(() => serve(data, send))
      .catch((error: unknown) => {
        log(`the comm "${target}" could not be opened: ${messageOf(error)}`);
        return undefined;
      });
    this.#open.set(commId, { target, comm });
  }

  receive(commId: string, data: JsonObject): void {
    void this.#tell(commId, (comm) => comm.receive(data));
  }

  close(commId: string): void {
    void this.#tell(commId, (comm) => comm.close());
    this.#open.delete(commId);
  }

  /** The ids of the comms, with their target names. */
  list(): [id: string, target: string][] {
    return Array.from(this.#open, ([id, { target }]) => [id, target]);
  }

  async #tell(commId: string, tell: (comm: ServedComm) => void): Promise<void> {
    const open = this.#open.get(commId);
    const comm = await open?.comm;
    try {
      if (comm) tell(comm);
    } catch (error) {
      log(`a message of the comm "${open?.target}" could not be handled: ${messageOf(error)}`);
    }
  }
}
