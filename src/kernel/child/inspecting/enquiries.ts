import type { JsonObject } from "../../../jupyter/json.ts";
import type { Uncompiled } from "../../cell/syntax/syntax-error.ts";
import type { FromChild } from "../../link/messages.ts";
import type { Attribution } from "../running/attribution.ts";
import type { Interrupts } from "../running/interrupts.ts";
import type { ParentLink } from "../parent-link.ts";
import { deferred } from "../../../util/deferred.ts";

type Subject = Extract<FromChild, { type: "enquire" }>["about"];

/** Asks the protocol process, which knows the types and the notebook's cells. */
export class Enquiries {
  readonly #link: ParentLink;
  readonly #attribution: Attribution;
  readonly #interrupts: Interrupts;
  readonly #waiting = new Map<number, (data: JsonObject | null) => void>();
  #next = 1;

  constructor(link: ParentLink, attribution: Attribution, interrupts: Interrupts) {
    this.#link = link;
    this.#attribution = attribution;
    this.#interrupts = interrupts;
  }

  /** Shows the description of a name in the client's pager; false when nothing is known. */
  async showHelp(expression: string, detail: 0 | 1): Promise<boolean> {
    const { cell } = this.#attribution;
    const data = await this.#ask({ type: "name", expression, detail });
    if (data !== null) this.#link.send({ type: "page", cell, data });
    return data !== null;
  }

  /** Shows the dependencies of the notebook's cells as an output; false when none has run. */
  async showDependencies(): Promise<boolean> {
    const { cell } = this.#attribution;
    const data = await this.#ask({ type: "dependencies" });
    if (data !== null) this.#link.send({ type: "display", cell, data, metadata: {} });
    return data !== null;
  }

  /** TypeScript's message for the syntax error of a cell or file; `undefined` when it has none. */
  async syntaxError(
    uncompiled: Uncompiled,
  ): Promise<{ readonly message: string; readonly line: number; readonly column: number } | undefined> {
    const { code, message, line, column } = (await this.#ask({ type: "syntax", ...uncompiled })) ?? {};
    if (typeof line !== "number" || typeof column !== "number") return undefined;
    return { message: `${String(code)}: ${String(message)}`, line, column };
  }

  #ask(about: Subject): Promise<JsonObject | null> {
    const id = this.#next++;
    const { promise, resolve } = deferred<JsonObject | null>();
    this.#waiting.set(id, resolve);
    this.#link.send({ type: "enquire", cell: this.#attribution.cell, id, about });
    return this.#interrupts.during(promise, () => this.answer(id, null));
  }

  answer(id: number, data: JsonObject | null): void {
    this.#waiting.get(id)?.(data);
    this.#waiting.delete(id);
  }
}
