import { randomUUID } from "node:crypto";
import type { LiveCell, LiveDiagnostic, LiveEdit, LiveQuestion } from "../../../src/kernel/live/messages.ts";
import type { Client, Content } from "./client.ts";

type Source = string | { readonly source: string; readonly mayFail: boolean };

/** The JupyterLab extension's side of the comm, for one notebook. */
export class FrontEnd {
  readonly id = randomUUID();
  readonly #client: Client;
  #cells: readonly LiveCell[] = [];
  #version = 0;
  #asked = 0;

  constructor(client: Client) {
    this.#client = client;
    client.send("shell", "comm_open", {
      comm_id: this.id,
      target_name: "tsnb.live",
      data: { protocol: 1, extension: "0" },
    });
  }

  /** The data of the kernel's first comm message that fits. */
  async told(fits: (data: Content) => boolean): Promise<Content> {
    const data = ({ content }: { content: Content }): Content => content["data"] as Content;
    const message = await this.#client.waitFor(
      (m) => m.header.msg_type === "comm_msg" && m.content["comm_id"] === this.id && fits(data(m)),
    );
    return data(message);
  }

  /** The first report of errors for the next version of the cells, complete or not; call it before `type`. */
  next(): Promise<Content> {
    const version = this.#version + 1;
    return this.told((data) => data["type"] === "diagnosed" && data["version"] === version);
  }

  say(data: object): void {
    this.#client.send("shell", "comm_msg", { comm_id: this.id, data });
  }

  close(): void {
    this.#client.send("shell", "comm_close", { comm_id: this.id, data: {} });
  }

  /** Tells the kernel the sources of all cells, in order; only those that changed are sent. */
  type(...sources: readonly Source[]): void {
    const cells = sources.map((source, at) => ({
      id: `c${at}`,
      ...(typeof source === "string" ? { source, mayFail: false } : source),
    }));
    const changed = cells.filter(({ id, source }) => this.#cells.find((cell) => cell.id === id)?.source !== source);
    this.#cells = cells;
    this.#version += 1;
    this.say({ type: "changed", version: this.#version, order: cells.map(({ id }) => id), cells: changed });
  }

  /** Calls `type`, and resolves to the complete errors of each cell. */
  async write(...sources: readonly Source[]): Promise<LiveDiagnostic[][]> {
    this.type(...sources);
    const version = this.#version;
    const told = await this.told((data) => data["version"] === version && data["isComplete"] === true);
    const errors = told["cells"] as Record<string, LiveDiagnostic[]>;
    return this.#cells.map(({ id }) => errors[id] ?? []);
  }

  /** Asks a question about a cell, by its index, as it was written last; resolves to the answer. */
  async ask<A>(cell: number, question: LiveQuestion): Promise<A> {
    this.#asked += 1;
    const id = this.#asked;
    this.say({ type: "ask", id, cell: `c${cell}`, question });
    return (await this.told(({ type, id: of }) => type === "answered" && of === id))["answer"] as A;
  }

  /** The sources of all cells after these edits. */
  after(edits: readonly LiveEdit[]): string[] {
    return this.#cells.map(({ id, source }) => {
      const own = edits.filter((edit) => edit.cell === id).toSorted((a, b) => b.start - a.start);
      return own.reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), source);
    });
  }
}
