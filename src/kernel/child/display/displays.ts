import type { Bundle, CellId } from "../../link/messages.ts";
import type { Attribution } from "../running/attribution.ts";
import { newId } from "../new-id.ts";
import type { ParentLink } from "../parent-link.ts";

/** Shows, replaces and clears outputs of the running cell. */
export class Displays {
  readonly #link: ParentLink;
  readonly #attribution: Attribution;

  constructor(link: ParentLink, attribution: Attribution) {
    this.#link = link;
    this.#attribution = attribution;
  }

  show(bundle: Bundle, displayId?: string): void {
    this.#link.send({
      type: "display",
      cell: this.#cell,
      ...bundle,
      ...(displayId === undefined ? {} : { displayId }),
    });
  }

  /** Replaces the displays with this id, in all cells. */
  update(bundle: Bundle, displayId: string): void {
    this.#link.send({ type: "display", cell: this.#cell, ...bundle, displayId, update: true });
  }

  /** Shows a bundle in the client's pager, which opens when the cell has ended. */
  page(bundle: Bundle): void {
    this.#link.send({ type: "page", cell: this.#cell, data: bundle.data });
  }

  /** Removes the cell's outputs: at once, or with `wait` when the next output comes. */
  clear(wait: boolean): void {
    this.#link.send({ type: "clear", cell: this.#cell, wait });
  }

  newId(): string {
    return newId();
  }

  get #cell(): CellId {
    return this.#attribution.cell;
  }
}
