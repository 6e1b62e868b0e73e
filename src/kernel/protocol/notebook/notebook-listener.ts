import * as v from "valibot";
import type { JsonObject } from "../../../jupyter/json.ts";
import { messageOf } from "../../../util/error.ts";
import { type CellNode, cellNode } from "../../graph/cell-node.ts";
import { type CellRun, cellStates, type GraphCell } from "../../graph/cell-states.ts";
import { dependencyGraph } from "../../graph/dependencies.ts";
import { reactivePlan, type NotebookRuns, stalePlan } from "../../graph/rerun-plan.ts";
import type { FromNotebook, ToNotebook, ShownVariable } from "./messages.ts";
import { log } from "../log.ts";
import type { ServedComm } from "../comms/served-comms.ts";
import type { Supervisor } from "../supervision/supervisor.ts";
import { ImportedFiles } from "./imported-files.ts";
import type { NotebookSession } from "./notebook-session.ts";

type Parts = {
  readonly session: NotebookSession;
  readonly supervisor: Pick<Supervisor, "ask">;
  readonly send: (message: ToNotebook) => void;
};

// Several runs and edits within this time get one answer.
const SOON_MS = 30;
// A busy child answers after its cell, or is asked again then.
const VARIABLES_MS = 60_000;

const MESSAGE: v.GenericSchema<FromNotebook> = v.variant("type", [
  v.object({ type: v.literal("cells"), order: v.array(v.string()), sources: v.record(v.string(), v.string()) }),
  v.object({ type: v.literal("plan"), request: v.number(), after: v.nullable(v.array(v.string())) }),
  v.object({ type: v.literal("variables"), isWanted: v.boolean() }),
]);

/** The kernel's side of a comm with a front end that shows a notebook. */
export class NotebookListener implements ServedComm {
  readonly #parts: Parts;
  readonly #forget: () => void;
  readonly #nodes = new Map<string, CellNode | undefined>();
  readonly #files = new ImportedFiles(process.cwd(), () => this.#tellSoon());
  #cells: readonly GraphCell[] = [];
  #timer: NodeJS.Timeout | undefined;
  #areVariablesWanted = false;
  #areVariablesAsked = false;
  #areVariablesOutdated = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#forget = parts.session.onChange(() => this.#tellSoon());
  }

  receive(data: JsonObject): void {
    const { success, output: message } = v.safeParse(MESSAGE, data);
    if (!success)
      return log(`a message of the comm "tsnb.notebook" was not understood: ${JSON.stringify(data["type"])}`);
    switch (message.type) {
      case "cells":
        this.#take(message.order, message.sources);
        this.#tellSoon();
        return undefined;
      case "plan":
        return this.#plan(message.request, message.after);
      case "variables":
        this.#areVariablesWanted = message.isWanted;
        return void this.#tellVariables();
    }
  }

  close(): void {
    this.#forget();
    this.#files.close();
    clearTimeout(this.#timer);
  }

  #take(order: readonly string[], sources: Readonly<Record<string, string>>): void {
    const before = new Map(this.#cells.map(({ id, source }) => [id, source]));
    this.#cells = order.map((id) => ({ id, source: sources[id] ?? before.get(id) ?? "" }));
    const used = new Set(this.#cells.map(({ source }) => source));
    for (const source of this.#nodes.keys()) if (!used.has(source)) this.#nodes.delete(source);
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tellStates().catch((error: unknown) => {
        log(`the states of cells could not be sent: ${messageOf(error)}`);
      });
      void this.#tellVariables();
    }, SOON_MS);
  }

  async #tellStates(): Promise<void> {
    if (this.#cells.length === 0) return;
    const { runs } = this.#parts.session;
    const ran = this.#cells.flatMap(({ id }) => runs.get(id) ?? []);
    await this.#files.follow(new Set(ran.flatMap(({ source }) => this.#node(source)?.files ?? [])));
    const { states } = this.#present();
    const told = this.#cells.flatMap(({ id }, at) => (states[at] ? [{ id, ...states[at] }] : []));
    this.#parts.send({ type: "states", states: told });
  }

  #plan(request: number, after: readonly string[] | null): void {
    const present = this.#present();
    const { order, circles } = after === null ? stalePlan(present) : reactivePlan(present, after);
    const idsOf = (places: readonly number[]): string[] => places.flatMap((at) => this.#cells[at]?.id ?? []);
    this.#parts.send({ type: "plan", request, order: idsOf(order), circles: circles.map(idsOf) });
  }

  #present(): NotebookRuns {
    const { runs } = this.#parts.session;
    const graph = dependencyGraph(this.#cells.map(({ source }) => this.#node(source)));
    const changedFile = (at: number, { startedAt }: CellRun): string | undefined =>
      this.#files.changedSince(startedAt, this.#node(this.#cells[at]?.source ?? "")?.files ?? []);
    return { cells: this.#cells, graph, runs, states: cellStates(this.#cells, graph, runs, changedFile) };
  }

  #node(source: string): CellNode | undefined {
    if (!this.#nodes.has(source)) this.#nodes.set(source, cellNode(source));
    return this.#nodes.get(source);
  }

  /** Sends the variables, and again if they may have changed meanwhile. */
  async #tellVariables(): Promise<void> {
    this.#areVariablesOutdated = true;
    if (this.#areVariablesAsked) return;
    this.#areVariablesAsked = true;
    try {
      while (this.#areVariablesOutdated && this.#areVariablesWanted) {
        this.#areVariablesOutdated = false;
        await this.#tellVariablesNow();
      }
    } finally {
      this.#areVariablesAsked = false;
    }
  }

  async #tellVariablesNow(): Promise<void> {
    const { session, supervisor, send } = this.#parts;
    const answer = await supervisor.ask({ type: "variables" }, VARIABLES_MS).catch((error: unknown) => {
      log(`the variables could not be read: ${messageOf(error)}`);
      return undefined;
    });
    if (answer?.type !== "variables") return;
    const ids = new Map([...session.runs].map(([id, { count }]) => [`Cell [${count}]`, id]));
    const variables = answer.variables.map((one): ShownVariable => ({ ...one, cellId: ids.get(one.cell) ?? null }));
    send({ type: "variables", variables });
  }
}
