import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { isAlive, survivors } from "../../support/alive.ts";
import { Client } from "../support/client.ts";

const clients: Client[] = [];

async function start(options: Parameters<typeof Client.start>[0] = {}): Promise<Client> {
  const client = await Client.start(options);
  clients.push(client);
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

const BUSY = "console.log('on'); while (true) {}";

describe("shutdown", () => {
  it.each([true, false])("replies on control with restart %s, says so on IOPub, and ends with 0", async (restart) => {
    const client = await start();
    const { content, header } = await client.request("control", "shutdown_request", { restart });
    expect(header.msg_type).toBe("shutdown_reply");
    expect(content).toEqual({ status: "ok", restart });
    await client.waitFor((m) => m.header.msg_type === "shutdown_reply" && m.content["restart"] === restart);
    expect(await client.exited).toBe(0);
  });

  it("does not show that Node waits for a debugger", async () => {
    const client = await start();
    const inspect = `const s = new (require("node:inspector").Session)(); s.connectToMainThread();
      s.post("Runtime.enable"); require("node:worker_threads").parentPort.postMessage(1); setInterval(() => {}, 1000);`;
    await client.execute(`import { Worker } from "node:worker_threads";
      const inspector = new Worker(${JSON.stringify(inspect)}, { eval: true });
      await new Promise((resolve) => inspector.once("message", resolve));
      process.on("exit", () => console.error("the end"));`);
    await client.request("control", "shutdown_request", { restart: false });
    expect(await client.exited).toBe(0);
    const shown = client.published.filter((m) => m.header.msg_type === "stream").map((m) => m.content["text"]);
    expect(shown.join("")).toMatch(/the end\n$/);
  });

  it("works on shell too", async () => {
    const client = await start();
    await client.request("shell", "shutdown_request", { restart: false });
    expect(await client.exited).toBe(0);
  });

  it.each([
    ["an idle kernel", "console.log('on')"],
    ["a busy loop", BUSY],
    ["a cell that prints without end", "console.log('on'); while (true) console.log('more')"],
  ])("leaves no process of %s behind", async (_what, code) => {
    const client = await start();
    const pids = await pidsOf(client);
    const { id } = client.begin(code);
    await client.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).startsWith("on"));
    expect(await client.shutdown()).toBe(0);
    expect(await survivors(pids)).toEqual([]);
  });

  it("lets exit handlers of the cells run", async () => {
    const client = await start();
    await client.execute(`process.on("exit", () => console.log("farewell"))`);
    await client.request("control", "shutdown_request", { restart: false });
    await client.waitFor((m) => String(m.content["text"]).includes("farewell"));
    expect(await client.exited).toBe(0);
  });

  it("comes after megabytes of output have left", async () => {
    const client = await start();
    const lines = Array.from({ length: 60 }, (_, line) => `${line}${"x".repeat(60_000)}\n`);
    await client.execute(`process.on("exit", () => {
      for (let line = 0; line < 60; line++) console.log(line + "x".repeat(60_000));
    })`);
    await client.request("control", "shutdown_request", { restart: false });
    expect(await client.exited).toBe(0);
    const printed = (): string => {
      const streams = client.published.filter((m) => m.content["name"] === "stdout");
      return streams.map((m) => m.content["text"]).join("");
    };
    await client.waitFor(() => printed().length >= lines.join("").length);
    expect(printed()).toBe(lines.join(""));
  });

  it.each([
    ["after a shutdown", (client: Client) => client.shutdown()],
    ["after the end of its server", (client: Client) => client.process.kill("SIGTERM")],
  ])("leaves no temporary file behind %s", async (_when, end) => {
    const folder = mkdtempSync(join(tmpdir(), "lifetime-"));
    const client = await start({ env: { TSNB_CHECK: "on", TMPDIR: folder } });
    await client.execute("const a: number = 1; a");
    await end(client);
    expect(await client.exited).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe("the end of the server", () => {
  it.each([
    ["an idle kernel", "1"],
    ["a busy loop", "while (true) {}"],
    ["a loop that prints", "while (true) console.log('x')"],
  ])("ends %s", async (_what, code) => {
    const server = await startServer(code);
    const pids = [server.kernel, server.cells];
    expect(pids.every(isAlive)).toBe(true);
    server.process.kill("SIGKILL");
    expect(await survivors(pids)).toEqual([]);
  });

  it("ends programs of idle cells when only the kernel's own process is killed", async () => {
    for (let round = 0; round < 5; round++) {
      const client = await start();
      const pids = await pidsOf(client);
      await client.execute("!sleep 300 &");
      client.process.kill("SIGKILL");
      expect(await survivors(pids)).toEqual([]);
    }
  });

  it("ends the cells when only the kernel's own process is killed, also in a busy loop", async () => {
    const client = await start();
    const pids = await pidsOf(client);
    const { id } = client.begin(BUSY);
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "on\n");
    client.process.kill("SIGKILL");
    expect(await survivors(pids)).toEqual([]);
  });
});

// Windows has no uncatchable signal, and a Node.js process that ends there takes those it started with it.
describe.skipIf(process.platform === "win32")("the end of the kernel's own process", () => {
  // Seconds of work for the compiler, which reads no messages meanwhile.
  const endless = `console.log("on");
type Deep<N extends number, A extends 0[] = []> = A["length"] extends N ? A : Deep<N, [...A, 0]>;
type Wide = ${Array.from({ length: 400 }, (_, index) => `Deep<${990 - index}>`).join(" | ")};
const a: Wide = [];`;

  it.each([
    ["has nothing to do", "console.log('on')"],
    ["checks a cell", endless],
  ])("ends the compiler that %s", async (_what, code) => {
    const client = await start({ env: { TSNB_CHECK: "on" } });
    await client.execute("const first: number = 1; first");
    const compilers = childrenOf(client.process.pid ?? 0, "--lsp");
    expect(compilers).toHaveLength(1);
    const { id } = client.begin(code);
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "on\n");
    client.process.kill("SIGKILL");
    expect(await survivors(compilers)).toEqual([]);
  });
});

describe("SIGTERM", () => {
  it("ends the kernel in order", async () => {
    const client = await start();
    const pids = await pidsOf(client);
    client.process.kill("SIGTERM");
    expect(await client.exited).toBe(0);
    expect(await survivors(pids)).toEqual([]);
  });
});

/** The ids of the child processes that have this argument. */
function childrenOf(parent: number, argument: string): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=", "-o", "ppid=", "-o", "args="], { encoding: "utf8" });
  const rows = stdout.split("\n").map((row) => row.trim().split(/\s+/));
  return rows.flatMap(([pid, ppid, ...args]) =>
    Number(ppid) === parent && args.includes(argument) ? [Number(pid)] : [],
  );
}

async function pidsOf(client: Client): Promise<number[]> {
  const { stdout } = await client.execute(`
    const sleeper = require("node:child_process").spawn("sleep", ["300"], { stdio: "ignore" });
    console.log(process.pid + " " + sleeper.pid);`);
  const pids = stdout.trim().split(" ").map(Number);
  expect(pids).toHaveLength(2);
  return pids;
}

// A process in place of a Jupyter server: it starts a kernel and a cell in it, then waits to be killed.
async function startServer(code: string): Promise<{ process: ChildProcess; kernel: number; cells: number }> {
  const script = new URL("../fixtures/server.mjs", import.meta.url);
  const server = spawn(process.execPath, [script.pathname, code], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve) =>
    server.stdout.once("data", (chunk: Buffer) => resolve(String(chunk))),
  );
  const [kernel = 0, cells = 0] = line.trim().split(" ").map(Number);
  return { process: server, kernel, cells };
}
