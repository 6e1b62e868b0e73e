import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { installScriptedKernel, notebookText, outputsOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { strictly } from "../../support/strictly.ts";
import { cell, printed, stream } from "../support/scripted-messages.ts";

vi.mock("../../../src/run/transport/kernel-process.ts", () => import("../support/scripted-channel.ts"));
vi.mock("../../../src/jupyter/client-channels.ts", () => import("../support/scripted-channel.ts"));

afterEach(() => vi.unstubAllEnvs());

const TWO = notebookText([JSON.stringify(cell(stream("a"))), JSON.stringify(cell(stream("b")))], "script");

/** Runs a notebook of two cells in its own folder, and calls `happening` when the second one begins. */
async function run(happening: (folder: string) => void, options: RunOptions, text = TWO) {
  const folder = realpathSync(scratch({ "x.ipynb": text }));
  installScriptedKernel(folder, "script");
  vi.stubEnv("JUPYTER_PATH", folder);
  const onEvent: RunOptions["onEvent"] = (event) => {
    if (event.type === "cell-started" && event.cell.index === 1) happening(folder);
  };
  const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], {
    out: join(folder, "out"),
    ...options,
    onEvent,
  });
  const names = readdirSync(folder).filter((name) => name !== "kernels");
  return { folder, result: notebooks[0], names };
}

describe("a notebook that is to be replaced", () => {
  it("and is changed while it runs stays as it was changed; the executed one is beside it", async () => {
    const edited = notebookText(["my edit"], "script");
    const { folder, result, names } = await run((at) => writeFileSync(join(at, "x.ipynb"), edited), { inplace: true });
    expect(readFileSync(join(folder, "x.ipynb"), "utf8")).toBe(edited);
    expect(outputsOf(strictly(join(folder, "x-executed.ipynb")))).toEqual([[printed("a")], [printed("b")]]);
    expect(names).toEqual(["x-executed.ipynb", "x.ipynb"]);
    expect(result).toMatchObject({ status: "failed", target: join(folder, "x-executed.ipynb") });
    expect(result?.error?.message).toMatch(
      /^Writing .*x\.ipynb: it was changed while it ran, .*\. The executed notebook is .*x-executed\.ipynb; /,
    );
    expect(result?.cells.map(({ status }) => status)).toEqual(["passed", "passed"]);
  });

  it("and is deleted while it runs stays deleted", async () => {
    const { folder, result, names } = await run(
      (at) => {
        rmSync(join(at, "x.ipynb"));
        writeFileSync(join(at, "x-executed.ipynb"), "mine");
      },
      { inplace: true },
    );
    expect(names).toEqual(["x-executed-2.ipynb", "x-executed.ipynb"]);
    expect(outputsOf(strictly(join(folder, "x-executed-2.ipynb")))).toEqual([[printed("a")], [printed("b")]]);
    expect(readFileSync(join(folder, "x-executed.ipynb"), "utf8")).toBe("mine");
    expect(result?.error).toMatchObject({
      name: "NotebookChangedError",
      message: expect.stringContaining("it was deleted while it ran"),
    });
  });

  it("and is changed while it runs is reported even if a cell fails", async () => {
    const oops = { ename: "Oops", evalue: "", traceback: [] };
    const failing = [stream("b"), ["reply", { status: "error", ...oops }], ["idle"]];
    const text = notebookText([JSON.stringify(cell(stream("a"))), JSON.stringify(failing)], "script");
    const { result } = await run((at) => writeFileSync(join(at, "x.ipynb"), "{}"), { inplace: true }, text);
    expect(result?.error?.name).toBe("CellFailedError");
    expect(result?.notices.join("\n")).toMatch(/it was changed while it ran/);
  });

  it("and is left alone is replaced, with its permissions", async () => {
    const { folder, result, names } = await run(() => {}, { inplace: true });
    expect(result?.status).toBe("passed");
    expect(names).toEqual(["x.ipynb"]);
    expect(outputsOf(strictly(join(folder, "x.ipynb")))).toEqual([[printed("a")], [printed("b")]]);
  });
});

function target(folder: string): string {
  return join(folder, "out", "notebooks", "x.ipynb");
}

describe("a notebook that cannot be written", () => {
  it("because a folder has taken its place fails, and the folder stays", async () => {
    const { folder, result } = await run((at) => {
      rmSync(target(at));
      mkdirSync(join(target(at), "mine"), { recursive: true });
    }, {});
    expect(result?.error?.message).toMatch(
      /^Writing .*x\.ipynb: a folder is in its place\. Check that .*nothing was changed/,
    );
    expect(readdirSync(target(folder))).toEqual(["mine"]);
    expect(readdirSync(join(folder, "out", "notebooks"))).toEqual(["x.ipynb"]);
  });

  it.skipIf(process.platform !== "linux" || process.getuid?.() !== 0)(
    "because the disk is full keeps what was written before, whole",
    async () => {
      const disk = scratch();
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
      onTestFinished(() => void execFileSync("umount", [disk]));
      const large = [
        JSON.stringify(cell(stream("a"))),
        JSON.stringify(cell(["repeat", 200, stream("x".repeat(1000))])),
      ];
      const { result } = await run(() => {}, { out: disk }, notebookText(large, "script"));
      expect(result?.error?.message).toMatch(/^Writing .*x\.ipynb: the disk is full\. /);
      expect(readdirSync(join(disk, "notebooks"))).toEqual(["x.ipynb"]);
      expect(strictly(join(disk, "notebooks", "x.ipynb")).cells).toHaveLength(2);
    },
  );

  // root may write anywhere.
  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "because its folder, or the file itself, is read-only fails before any cell runs",
    async () => {
      const folder = scratch({ "x.ipynb": TWO });
      installScriptedKernel(folder, "script");
      vi.stubEnv("JUPYTER_PATH", folder);
      const outcome = async () => (await runNotebooks([join(folder, "x.ipynb")], { inplace: true })).notebooks[0];
      chmodSync(join(folder, "x.ipynb"), 0o444);
      expect(await outcome()).toMatchObject({
        cells: [{ status: "not-run" }, { status: "not-run" }],
        error: { message: expect.stringContaining("permission denied") },
      });
      chmodSync(join(folder, "x.ipynb"), 0o644);
      chmodSync(folder, 0o555);
      onTestFinished(() => chmodSync(folder, 0o755));
      expect(await outcome()).toMatchObject({ error: { message: expect.stringContaining("permission denied") } });
      expect(existsSync(join(folder, "x-executed.ipynb"))).toBe(false);
      expect(readFileSync(join(folder, "x.ipynb"), "utf8")).toBe(TWO);
    },
  );
});
