import type { JsonObject } from "../../../jupyter/json.ts";
import type { Attribution } from "../running/attribution.ts";
import type { Interrupts } from "../running/interrupts.ts";
import type { ParentLink } from "../parent-link.ts";

/** Asks the protocol process, which has the types, to describe a name. */
export class Inspections {
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

  /** Shows the description in the client's pager; false when nothing is known. */
  async show(expression: string, detail: 0 | 1): Promise<boolean> {
    const id = this.#next++;
    const { cell } = this.#attribution;
    const answer = new Promise<JsonObject | null>((resolve) => this.#waiting.set(id, resolve));
    this.#link.send({ type: "inspect", cell, id, expression, detail });
    const data = await this.#interrupts.during(answer, () => this.answer(id, null));
    if (data !== null) this.#link.send({ type: "page", cell, data });
    return data !== null;
  }

  answer(id: number, data: JsonObject | null): void {
    this.#waiting.get(id)?.(data);
    this.#waiting.delete(id);
  }
}
