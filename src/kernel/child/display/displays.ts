import type { Bundle, CellId } from "../../link/messages.ts";
import type { Attribution } from "../attribution.ts";
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

  /** Replaces what was shown with this id, in whichever cell. */
  update(bundle: Bundle, displayId: string): void {
    this.#link.send({ type: "display", cell: this.#cell, ...bundle, displayId, update: true });
  }

  /** Puts a bundle into the client's pager, which opens when the cell has ended. */
  page(bundle: Bundle): void {
    this.#link.send({ type: "page", cell: this.#cell, data: bundle.data });
  }

  /** Removes the cell's outputs, with `wait` only when the next one comes. */
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
