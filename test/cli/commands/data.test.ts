import { cpSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { downloadLines } from "../../../src/cli/download-lines.ts";
import { exitCodeOf } from "../../../src/cli/error-exit-code.ts";
import { program } from "../../../src/cli/program.ts";
import { pinnedSets } from "../../../src/timm/pinned-sets.ts";
import { scratch } from "../../support/scratch.ts";
import { hasShared, shared } from "../../support/shared.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Runs `tsnb data` in this process; resolves to its exit code and output. */
async function data(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const text = (spy: typeof out): string => spy.mock.calls.map(([chunk]) => String(chunk)).join("");
  try {
    const all = ["data", ...args];
    const code = await (await program(all)).parseAsync(["node", "tsnb", ...all]).then(
      () => 0,
      (thrown: unknown) => exitCodeOf(thrown, (message) => process.stderr.write(message)),
    );
    return { code, out: text(out), err: text(err) };
  } finally {
    vi.restoreAllMocks();
  }
}

/** Starts a mirror of timm's tables on the loopback interface, with a fresh cache. */
async function mirror(): Promise<{ cache: string; asked: string[]; stop: () => void }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const [, commit, , name = ""] = request.url?.split("/") ?? [];
    const set = commit === pinnedSets["2022-07"].commit ? "2022-07" : "2026-01";
    asked.push(name);
    response.end(readFileSync(join(shared, "data", "timm", set, name)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  const address = server.address();
  const cache = scratch();
  vi.stubEnv("TSNB_CACHE", cache);
  vi.stubEnv("TIMM_RESULTS", "");
  vi.stubEnv("TSNB_DATA_URL", `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
  return { cache, asked, stop };
}

describe.skipIf(!hasShared)("tsnb data", () => {
  it("downloads both sets with a line per file, and nothing the second time", async () => {
    const { cache, asked } = await mirror();
    const first = await data();
    expect(first.code).toBe(0);
    expect(first.out).toBe(
      `2022-07: 3 of 3 files, 3 downloaded, in ${join(cache, "timm", "2022-07")}\n` +
        `2026-01: 15 of 15 files, 15 downloaded, in ${join(cache, "timm", "2026-01")}\n`,
    );
    expect(first.err.split("\n")).toHaveLength(19);
    expect(first.err).toContain("2022-07 3/3 results-imagenet.csv\n");
    expect(await data()).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringContaining("3 of 3 files, nothing to do"),
    });
    expect(asked).toHaveLength(18);
    expect(readdirSync(join(cache, "timm", "2026-01"))).toHaveLength(15);
  });

  it("downloads one set, and again when forced", async () => {
    const { asked } = await mirror();
    await data("--set", "2022-07");
    expect((await data("--set", "2022-07", "--force")).out).toMatch(/^2022-07: 3 of 3 files, 3 downloaded, in .*\n$/);
    expect(asked).toHaveLength(6);
  });

  it("lists the sets, their state, and the source of the tables", async () => {
    const { cache, asked } = await mirror();
    const folder = join(cache, "timm", "2022-07");
    const before = await data("--list");
    expect(before.out).toContain(
      `2022-07  timm at ${pinnedSets["2022-07"].commit}, 3 files, 116 kB\n  downloaded: 0 of 3 files`,
    );
    expect(before.out).toContain("  in use:     the bundled selection of 2026-01, ");
    cpSync(join(shared, "data", "timm", "2022-07"), folder, { recursive: true });
    const after = await data("--list", "--set", "2022-07");
    expect(after.out.split("\n").slice(1)).toEqual([
      `  downloaded: 3 of 3 files in ${folder}`,
      `  in use:     the downloaded set 2022-07, ${folder}`,
      "",
    ]);
    vi.stubEnv("TIMM_RESULTS", "/somewhere/timm");
    expect((await data("--list")).out).toContain("in use:     the folder timm that TIMM_RESULTS names, ");
    expect(asked).toEqual([]);
  });

  it("exits with 1 and the reason when a download fails, and with 2 for an unknown set", async () => {
    const { stop } = await mirror();
    stop();
    const refused = await data("--set", "2022-07");
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(
      /tsnb: Downloading http:.*: the server could not be reached \(connect ECONNREFUSED.*Check the network/,
    );
    expect(await data("--set", "2021")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Allowed choices are 2022-07, 2026-01"),
    });
  });
});

describe("downloadLines", () => {
  const at = { set: "2022-07" as const, file: "b.csv", at: 1, files: 2, bytes: 100 };

  it("draws a bar over itself on a terminal, no wider than it", () => {
    const written: string[] = [];
    const stream = Object.assign(Object.create(process.stderr), {
      isTTY: true,
      columns: 30,
      write: (text: string) => written.push(text) > 0,
    });
    const lines = downloadLines(stream);
    lines.progress({ ...at, received: 0 });
    lines.progress({ ...at, received: 50 });
    lines.clear();
    lines.clear();
    expect(written).toEqual([
      "2022-07 [############--------",
      "\r\u001b[K",
      "2022-07 [##################--",
      "\r\u001b[K",
    ]);
  });
});
