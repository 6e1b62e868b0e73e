/** The open comms between clients and cells, used for comm_info and routing. */
export class OpenComms {
  readonly #targets = new Map<string, string>();

  open(commId: string, target: string): void {
    this.#targets.set(commId, target);
  }

  close(commId: string): void {
    this.#targets.delete(commId);
  }

  has(commId: string): boolean {
    return this.#targets.has(commId);
  }

  /** The ids of the comms, with their target names. */
  list(): [id: string, target: string][] {
    return [...this.#targets];
  }
}
