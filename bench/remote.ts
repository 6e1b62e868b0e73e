import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import { type JupyterServer, startServers, stopServers } from "./jupyter-servers.ts";
import { digits, inTurn, markdown, median, plainEnvironment } from "./measure.ts";
import { writeNotebookFile } from "./notebook-file.ts";
import { type Command, timeOf, tsnb } from "./programs.ts";
import { findPython } from "./python.ts";

const NOTEBOOKS = Number(process.env["TSNB_BENCH_NOTEBOOKS"] ?? 200);
const CELLS = 10;
const MORE_CELLS = 510;
const SERVERS = 2;
const AT_ONCE = 2;

const Event = v.object({
  type: v.string(),
  label: v.optional(v.string()),
  text: v.optional(v.string()),
  result: v.optional(v.object({ status: v.string() })),
});

/** Notebooks on two Jupyter servers on loopback, beside a local run; and the results when one server is killed. */
export async function benchRemote(scratch: string, rounds: number): Promise<string> {
  const python = findPython(["jupyter_server"]);
  if (python === undefined)
    return "TSNB_BENCH_PYTHON names no Python with jupyter_server: runs on servers are left out";
  const folder = join(scratch, "remote");
  const kernel = { name: "tsnb", language: "typescript" };
  const names = Array.from({ length: NOTEBOOKS }, (_, at) => `notebook${at}.ipynb`);
  for (const name of names) await writeNotebookFile(join(folder, name), kernel, cells(CELLS));
  const files = { few: join(scratch, "remote-cells", "few.ipynb"), more: join(scratch, "remote-cells", "more.ipynb") };
  await writeNotebookFile(files.few, kernel, cells(CELLS));
  await writeNotebookFile(files.more, kernel, cells(MORE_CELLS));
  const servers = await startServers(SERVERS, python, join(scratch, "remote-servers"), scratch);
  try {
    const list = join(scratch, "servers.json");
    await writeFile(list, JSON.stringify(servers.map(({ url }, at) => listed(url, at))));
    const here = (...args: readonly string[]) =>
      tsnb("run", ...args, "--quiet", "--jobs", `${SERVERS * AT_ONCE}`, "--out", join(scratch, "remote-here"));
    const there = (...args: readonly string[]): Command => ({
      ...tsnb("run", ...args, "--servers", list, "--out", join(scratch, "remote-there")),
      env: tokens(servers),
    });
    const times = await benchOverhead(rounds, { folder, ...files }, here, (path) => there(path, "--quiet"));
    const killed = await killOne(there(folder, "--json"), servers);
    const outputs = await unlike(names, join(scratch, "remote-here"), join(scratch, "remote-there"));
    return `${times}\n\n${toldOf(names, killed, outputs)}`;
  } finally {
    await stopServers(servers);
  }
}

async function benchOverhead(
  rounds: number,
  { folder, few, more }: { readonly folder: string; readonly few: string; readonly more: string },
  here: (path: string) => Command,
  there: (path: string) => Command,
): Promise<string> {
  const figures = await inTurn(rounds, {
    here: timeMs(here(folder)),
    there: timeMs(there(folder)),
    "few here": timeMs(here(few)),
    "few there": timeMs(there(few)),
    "more here": timeMs(here(more)),
    "more there": timeMs(there(more)),
  });
  const less = (one: string, other: string, count: number) =>
    (figures[one] ?? []).map((ms, at) => (ms - (figures[other]?.[at] ?? Number.NaN)) / count);
  const perCell = ["here", "there"].map((place) => less(`more ${place}`, `few ${place}`, MORE_CELLS - CELLS));
  const [cellHere = [], cellThere = []] = perCell;
  const each = (place: string) => median((figures[place] ?? []).map((ms) => ms / NOTEBOOKS));
  return markdown(
    [
      `${NOTEBOOKS} notebooks of ${CELLS} cells, ${SERVERS * AT_ONCE} at once`,
      "a notebook, median ms",
      "a cell, median ms",
    ],
    [
      ["on this machine's kernels", digits(each("here")), digits(median(cellHere))],
      [`on ${SERVERS} Jupyter servers on loopback`, digits(each("there")), digits(median(cellThere))],
      [
        "added by the servers",
        digits(median(less("there", "here", NOTEBOOKS))),
        digits(median(cellThere.map((ms, at) => ms - (cellHere[at] ?? Number.NaN)))),
      ],
    ],
  );
}

type Killed = {
  readonly code: number | null;
  /** The outcomes of each notebook: one for each time that it ended. */
  readonly ends: ReadonlyMap<string, readonly string[]>;
  /** The number of notebooks that started again. */
  readonly again: number;
};

/** Runs notebooks, and kills the first server when half of them have ended. */
async function killOne(
  { argv: [program = "", ...args], env }: Command,
  [first]: readonly JupyterServer[],
): Promise<Killed> {
  const child = spawn(program, args, {
    env: { ...plainEnvironment(), ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const ends = new Map<string, string[]>();
  let again = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const { type, label = "", text = "", result } = v.parse(Event, JSON.parse(line));
    if (type === "notice" && text.startsWith("it starts again")) again += 1;
    if (type !== "notebook-finished") continue;
    ends.set(label, [...(ends.get(label) ?? []), result?.status ?? ""]);
    if (ends.size === NOTEBOOKS >> 1) first?.process.kill("SIGKILL");
  }
  return { code: await ended, ends, again };
}

/** The notebooks that differ, in any byte, from those of the local run. */
async function unlike(names: readonly string[], here: string, there: string): Promise<string[]> {
  const same = await Promise.all(
    names.map(async (name) => {
      const [one, other] = await Promise.all(
        [here, there].map((out) => readFile(join(out, "notebooks", name), "utf8")),
      );
      return one === other && one?.includes(`"execution_count":${CELLS},`);
    }),
  );
  return names.filter((_, at) => !same[at]);
}

function toldOf(names: readonly string[], { code, ends, again }: Killed, outputs: readonly string[]): string {
  const statuses = [...ends.values()];
  return markdown(
    ["a server killed when half of the notebooks had ended", ""],
    [
      ["exit code of the run", `${code}`],
      ["notebooks", `${names.length}`],
      ["ended once, and passed", `${statuses.filter((each) => each.length === 1 && each[0] === "passed").length}`],
      ["ended more than once", `${statuses.filter((each) => each.length > 1).length}`],
      ["started again on the other server", `${again}`],
      ["with other outputs than in the run here", `${outputs.length}`],
    ],
  );
}

function timeMs(command: Command): () => Promise<number> {
  return async () => (await timeOf([command])).ms;
}

function listed(url: string, at: number): object {
  return { url, tokenVariable: `TSNB_BENCH_TOKEN_${at}`, jobs: AT_ONCE };
}

function tokens(servers: readonly JupyterServer[]): Record<string, string> {
  return Object.fromEntries(servers.map(({ token }, at) => [`TSNB_BENCH_TOKEN_${at}`, token]));
}

function cells(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `const n${at} = ${at} + 1;\nn${at}`);
}
