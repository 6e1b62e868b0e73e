import type { Message } from "../../../jupyter/message.ts";
import type { StreamName } from "../../link/output-marks.ts";

// Long enough to join the prints of a loop, too short to be noticed.
const DELAY_MS = 20;
const LONGEST_TEXT = 65_536;

type Pending = { readonly parent: Message; readonly name: StreamName; texts: string[]; length: number };

/** Joins the prints of one request to one stream: clients handle one large message better than many small ones. */
export class JoinedPrints {
  readonly #onText: (parent: Message, name: StreamName, text: string) => void;
  #pending: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param onText called with the joined text, 20 ms after its first print, or sooner when the text is long. */
  constructor(onText: (parent: Message, name: StreamName, text: string) => void) {
    this.#onText = onText;
  }

  add(parent: Message, name: StreamName, text: string): void {
    const isSame = this.#pending?.parent === parent && this.#pending.name === name;
    if (!isSame) this.flush();
    this.#pending ??= { parent, name, texts: [], length: 0 };
    this.#pending.texts.push(text);
    this.#pending.length += text.length;
    if (this.#pending.length >= LONGEST_TEXT) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), DELAY_MS);
  }

  /** Hands over the waiting text, which must come before any other message. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    this.#onText(pending.parent, pending.name, pending.texts.join(""));
  }
}
