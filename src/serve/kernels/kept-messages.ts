import type { Delivery } from "./delivery.ts";

/** The most bytes that are kept; beyond that, a returning client gets none of them. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The messages for the last client of a kernel while it is away, as Jupyter Server keeps them. */
export class KeptMessages {
  #sessions: ReadonlySet<string> = new Set();
  #kept: Delivery[] = [];
  #bytes = 0;

  /** Begins to keep messages for the client that was connected under these sessions. */
  begin(sessions: ReadonlySet<string>): void {
    this.#clear(sessions);
  }

  /** Keeps a message for every session, or a reply for one of them. */
  keep(delivery: Delivery, session?: string): void {
    const isWanted = session === undefined ? this.#sessions.size > 0 : this.#sessions.has(session);
    if (!isWanted) return;
    this.#kept.push(delivery);
    this.#bytes += delivery.encoded("").length;
    if (this.#bytes > MOST_BYTES) this.#clear(new Set());
  }

  /** Stops keeping messages; returns them in order if the client that connects is the one that was away. */
  end(session: string | undefined): readonly Delivery[] {
    const kept = session !== undefined && this.#sessions.has(session) ? this.#kept : [];
    this.#clear(new Set());
    return kept;
  }

  #clear(sessions: ReadonlySet<string>): void {
    this.#sessions = sessions;
    this.#kept = [];
    this.#bytes = 0;
  }
}
