import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { notebookText } from "../support/notebooks.ts";
import { startTsnb } from "../support/processes.ts";
import { scratch } from "../support/scratch.ts";

const LISTENS = "0A";
const LOOPBACK = "0100007F";

/** The same of a process that may have ended since it was listed, and listens at none then. */
function listeningUnlessEnded(pid: number): string[] {
  try {
    return listeningAt(pid);
  } catch (error) {
    if (existsSync(`/proc/${pid}`)) throw error;
    return [];
  }
}

/** The addresses that a process listens at, as Linux writes them: in hexadecimal, `0100007F:1F90`. */
function listeningAt(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        // It was closed since the folder was listed.
        return [];
      }
    }),
  );
  return ["tcp", "tcp6"].flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === LISTENS && inodes.has(inode ?? ""))
      .map(([, address = ""]) => address),
  );
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

/** The program that a process runs, and all that it has started. */
function programsBelow(pid: number): string[] {
  const [program = ""] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  return [basename(program), ...childrenOf(pid).flatMap(programsBelow)];
}

function isKernel(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--connection-file");
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

// Only Linux has /proc.
describe.skipIf(process.platform !== "linux")("tsnb run", () => {
  it("listens at no port, starts kernels that listen on this machine alone, and writes only to its target and cache", async () => {
    const parameters = { cell_type: "code", source: "let n = 1;", metadata: { tags: ["parameters"] }, outputs: [] };
    const cells = [{ ...parameters, execution_count: null }, "await new Promise(() => setInterval(() => {}, 1000))"];
    const notebook = notebookText(cells, "tsnb");
    const cwd = realpathSync(scratch({ "work/x.ipynb": notebook }));
    const folders = Object.fromEntries(["home", "tmp", "cache"].map((name) => [name, join(cwd, name)]));
    for (const folder of Object.values(folders)) mkdirSync(folder);
    const { home, tmp, cache } = folders;
    const env = { HOME: home, TMPDIR: tmp, TSNB_CACHE: cache, JUPYTER_PATH: home, XDG_CACHE_HOME: undefined };
    const run = startTsnb(
      ["run", "x.ipynb", "--verbose", "-p", "n=2", "--cache", "cells", "--junit", "j.xml", "--html", "r.html"],
      { cwd: join(cwd, "work"), env },
    );
    await run.until(/cell 2 of 2 begins/);
    const { pid } = run.child;
    if (pid === undefined) throw new Error("it did not start");
    expect(programsBelow(pid).filter((program) => /^(?:ba|da|z|k)?sh$|^busybox$|^env$/.test(program))).toEqual([]);
    const children = childrenOf(pid);
    const kernels = children.filter(isKernel);
    // The compiler checks types while the first kernel starts.
    expect(listeningAt(pid)).toEqual([]);
    expect(children.filter((child) => !isKernel(child)).flatMap(listeningUnlessEnded)).toEqual([]);
    expect(kernels).toHaveLength(1);
    const addresses = kernels.flatMap(listeningAt);
    expect(addresses).toHaveLength(5);
    expect(addresses.filter((address) => !address.startsWith(`${LOOPBACK}:`))).toEqual([]);
    run.child.kill("SIGTERM");
    await run.ended;
    expect(
      filesBelow(cwd)
        .filter((file) => !file.startsWith("cache/"))
        .toSorted(),
    ).toEqual(["work/j.xml", "work/out/index.html", "work/out/notebooks/x.ipynb", "work/r.html", "work/x.ipynb"]);
  });
});
