/** The comms that are open between a client and the cells, for comm_info and for routing. */
export class Comms {
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

  /** Comm ids with their target names, of one target or of all. */
  list(target?: string): [id: string, target: string][] {
    return [...this.#targets].filter(([, name]) => target === undefined || name === target);
  }
}
