import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isJsonObject, type JsonObject } from "../src/jupyter/json.ts";
import { LIVE_PROTOCOL, LIVE_TARGET } from "../src/kernel/live/messages.ts";
import { firstCell, twentyLines } from "./kernels/cells.ts";
import { percentile } from "./kernels/figures.ts";
import { KernelSession } from "./kernels/session.ts";
import { findSystems } from "./kernels/systems.ts";
import { digits, markdown, median } from "./measure.ts";

const CELLS = 200;
const MIDDLE = 100;
const BETWEEN_KEYS_MS = 120;
const MOST_MS = 150;
const PATIENCE_MS = 60_000;
// After the kernel has answered for all cells together, it reads them separately.
const PAUSE_MS = 5000;

type Edit = {
  readonly name: string;
  /** The edited cell, its new source, and the cell in which the edit makes an error. */
  readonly cell: number;
  readonly source: (count: number) => string;
  readonly wrong: number;
  /** The share of the requested rounds in which this edit is made. */
  readonly share: number;
};

const EDITS: readonly Edit[] = [
  {
    name: "a statement of the cell",
    cell: MIDDLE,
    source: (count) => `${twentyLines(MIDDLE)}\nline${MIDDLE}.at(${count}).length;`,
    wrong: MIDDLE,
    share: 1,
  },
  {
    name: "a value that the next cell reads",
    cell: MIDDLE,
    source: (count) => twentyLines(MIDDLE).replace(".toRecords();", `.height + ${count};`),
    wrong: MIDDLE + 1,
    share: 1,
  },
  {
    name: "a frame that all cells read",
    cell: 0,
    source: (count) => firstCell("vega-lite").replace("c: [1.5", `c${count}: [1.5`).concat("\ndf.feilds;"),
    wrong: 0,
    share: 0.2,
  },
];

/** Milliseconds from an edit to the errors of the edited cell, and to those of all cells. */
type Times = { readonly own: number; readonly all: number };

/** Errors while typing in a notebook of 200 cells, from a real kernel: the time from the message to the answer. */
export async function benchLive(rounds: number): Promise<string> {
  const [system] = findSystems().tsnb.map((tsnb) => tsnb("on"));
  if (!system) throw new Error("tsnb's kernel cannot start");
  const folder = join(fileURLToPath(import.meta.url), "..", "..", "..", "assets");
  const kernel = await KernelSession.start(system, folder);
  try {
    const notebook = new TypedNotebook(kernel, [
      firstCell("vega-lite"),
      ...Array.from({ length: CELLS - 1 }, (_, at) => twentyLines(at + 1)),
    ]);
    const first = await notebook.write();
    await delay(PAUSE_MS);
    const rows: string[][] = [];
    for (const edit of EDITS) {
      const times: Times[] = [];
      for (let round = 0; round < rounds * edit.share; round++) {
        times.push(await notebook.write(edit, round));
        await delay(BETWEEN_KEYS_MS);
      }
      await notebook.restore(edit.cell);
      const [own, all] = [times.map((one) => one.own), times.map((one) => one.all)];
      const isMet = percentile(all, 95) <= MOST_MS ? "yes" : "no";
      rows.push([edit.name, ...figuresOf(own), ...figuresOf(all), isMet]);
    }
    const head = ["an edit of", "its cell: median ms", "95 %", "all cells: median ms", "95 %", `within ${MOST_MS} ms`];
    return `${markdown(head, rows)}\n\nAll ${CELLS} cells at first: ${digits(first.all)} ms.`;
  } finally {
    await kernel.stop();
  }
}

function figuresOf(times: readonly number[]): string[] {
  return [digits(median(times)), digits(percentile(times, 95))];
}

/** A notebook as JupyterLab's extension reports it to the kernel. */
class TypedNotebook {
  readonly #say: (data: JsonObject) => void;
  readonly #original: readonly string[];
  #version = 0;
  #onDiagnosed: (data: JsonObject) => void = () => {};

  constructor(kernel: KernelSession, sources: readonly string[]) {
    this.#original = sources;
    this.#say = kernel.openComm(LIVE_TARGET, { protocol: LIVE_PROTOCOL, extension: "bench" }, (data) => {
      if (data["type"] === "diagnosed" && data["version"] === this.#version) this.#onDiagnosed(data);
    });
  }

  /** Sends all cells or, with an edit, the edited cell. */
  write(edit?: Edit, count = 0): Promise<Times> {
    if (!edit) return this.#change([...this.#original.entries()]);
    return this.#change([[edit.cell, edit.source(count)]], edit);
  }

  async restore(cell: number): Promise<void> {
    await this.#change([[cell, this.#original[cell] ?? ""]]);
  }

  #change(cells: readonly (readonly [number, string])[], edit?: Edit): Promise<Times> {
    this.#version += 1;
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      let own = Number.NaN;
      const late = setTimeout(() => reject(new Error("the kernel said no errors")), PATIENCE_MS);
      this.#onDiagnosed = ({ isComplete, cells: errors }) => {
        const ms = performance.now() - begun;
        if (Number.isNaN(own)) own = ms;
        if (isComplete !== true) return;
        clearTimeout(late);
        const found = isJsonObject(errors) && Object.hasOwn(errors, `c${edit?.wrong}`);
        if (found === (edit !== undefined)) resolve({ own, all: ms });
        else reject(new Error(`the errors of an edit are wrong: ${JSON.stringify(errors)}`));
      };
      this.#say({
        type: "changed",
        version: this.#version,
        order: this.#original.map((_, at) => `c${at}`),
        cells: cells.map(([at, source]) => ({ id: `c${at}`, source, mayFail: false })),
      });
    });
  }
}
