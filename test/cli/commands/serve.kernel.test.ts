import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { tsnb } from "../../support/command.ts";
import { notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

const main = fileURLToPath(new URL("../../../dist/cli/main.cjs", import.meta.url));
const { JUPYTER_TOKEN: _, ...environment } = process.env;

type Command = {
  /** The first line that the command printed. */
  readonly address: string;
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
};

/** Starts `tsnb serve` and waits until it prints its address. */
async function start(folder: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Command> {
  const server = spawn(process.execPath, [main, "serve", folder, "--port", "0", ...args], {
    env: { ...environment, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void server.kill("SIGKILL"));
  let address = "";
  while (!address.includes("\n")) {
    const [chunk] = await once(server.stdout, "data");
    address += String(chunk);
  }
  const exited = once(server, "exit");
  return {
    address: address.trim(),
    end: async (signal) => {
      server.kill(signal);
      await exited;
      return server.exitCode;
    },
  };
}

describe("tsnb serve", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("ends well on %s, with its kernels", async (signal) => {
    const { address, end } = await start(scratch());
    const { href, searchParams } = new URL(address);
    expect(searchParams.get("token")).toMatch(/^[0-9a-f]{48}$/);
    const url = href.replace(/\?.*/, "");
    const headers = { Authorization: `Bearer ${searchParams.get("token")}` };
    const made = await fetch(`${url}api/kernels`, { method: "POST", headers });
    expect(made.status).toBe(201);
    const own = await fetch(`${url}api/status`, { headers });
    expect(await own.json()).toMatchObject({ kernels: 1 });
    expect(await end(signal)).toBe(0);
    await expect(fetch(`${url}api`)).rejects.toThrow("fetch failed");
  });

  it("runs the notebooks of tsnb run --server as a local run does", async () => {
    const cells = ["const x: number = 6 * 7;\nx", `console.log("here"); console.error("there")`];
    const folder = scratch({ "n.ipynb": notebookText(cells, "tsnb") });
    const { address } = await start(folder);
    const local = tsnb(["run", "n.ipynb", "--out", "out/local"], { cwd: folder });
    const remote = tsnb(["run", "n.ipynb", "--out", "out/remote", "--server", address], { cwd: folder });
    expect([local.status, remote.status]).toEqual([0, 0]);
    const diff = tsnb(["diff", "out/local/notebooks/n.ipynb", "out/remote/notebooks/n.ipynb"], { cwd: folder });
    expect(diff).toMatchObject({ status: 0, stderr: "" });
  });

  it("does not print a token that a file or JUPYTER_TOKEN holds, which may end with a line break", async () => {
    const folder = scratch({ token: "given-token\n" });
    const fromFile = start(folder, ["--token-file", join(folder, "token")]);
    const fromVariable = start(folder, [], { JUPYTER_TOKEN: "given-token\n" });
    for (const { address } of [await fromFile, await fromVariable]) {
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      expect((await fetch(`${address}api/status?token=given-token`)).status).toBe(200);
    }
  });

  it("says in a sentence why it does not start", async () => {
    const folder = scratch({ file: "x", empty: "" });
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const serving = (...args: string[]): string => tsnb(["serve", ...args], { cwd: folder }).stderr;
    expect(serving("--port", String(port))).toBe(
      `tsnb: Listening on 127.0.0.1:${port}: another program has the port. Give another port with --port, or --port 0 for any free one.\n`,
    );
    expect(serving("none")).toMatch(/Serving the folder .*none: it does not exist\. /);
    expect(serving("file")).toMatch(/Serving the folder .*file: it is a file\. /);
    expect(serving("--token-file", "none")).toMatch(/Reading the token in none: ENOENT/);
    expect(serving("--token-file", "empty")).toMatch(/Reading the token in empty: it does not contain just a token/);
    expect(serving("--port", "70000")).toContain("It must be a whole number from 0 to 65535.");
    expect(serving("--ip", "192.0.2.1", "--port", "0")).toMatch(/this machine does not have the address/);
  });
});
