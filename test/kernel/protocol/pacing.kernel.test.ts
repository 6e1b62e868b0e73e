import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../support/client.ts";

const MEGABYTE = 1_000_000;

let client: Client;
const folder = mkdtempSync(join(tmpdir(), "pacing-"));

beforeAll(async () => {
  client = await Client.start();
});

afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

describe("100 MB of console output", () => {
  it("arrive complete and in order, with little memory", async () => {
    const memory: number[] = [];
    const sampling = setInterval(() => memory.push(client.residentMegabytes()), 200);
    const { stdout, outputs } = await client.execute(print(100, { line: 100 }));
    clearInterval(sampling);
    expect(digest(stdout)).toBe(digest(printed(100, { line: 100 })));
    expect(outputs.length).toBeLessThan(5000);
    expect(Math.max(...memory)).toBeLessThan(350);
  });

  it("wait for a slow client, and continue when it reads", async () => {
    const progress = join(folder, "progress");
    const { id, done } = client.begin(print(100, { progress }));
    await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
    client.hold(true);
    expect(await standstill(progress)).toBeLessThan(60);
    expect(client.residentMegabytes()).toBeLessThan(300);
    expect(await client.heartbeat()).toBe("ping");
    client.hold(false);
    expect(digest((await done).stdout)).toBe(digest(printed(100)));
  });

  it("are kept for a client that reads only after the reply", async () => {
    client.hold(true);
    const { id, done, reply } = client.begin(print(100));
    expect((await reply).content["status"]).toBe("ok");
    expect(client.of(id).length).toBeLessThan(10);
    client.hold(false);
    const { stdout, stderr, messages } = await done;
    expect(digest(stdout)).toBe(digest(printed(100)));
    expect(stderr).toBe("");
    expect(messages.at(-1)?.content).toEqual({ execution_state: "idle" });
  });
});

describe("more output than is kept for a client that does not read", () => {
  it("is omitted in one place with one notice, and later cells are complete", async () => {
    client.hold(true);
    const { done, reply } = client.begin(print(320));
    expect((await reply).content["status"]).toBe("ok");
    client.hold(false);
    const { stdout, outputs, messages } = await done;
    expect(outputs.map((m) => m.content["name"]).filter((name) => name === "stderr")).toHaveLength(1);
    expect(outputs.at(-1)?.content["text"]).toContain("left out");
    expect(stdout.length).toBeGreaterThan(256 * MEGABYTE);
    expect(stdout.length).toBeLessThan(300 * MEGABYTE);
    expect(printed(320).startsWith(stdout)).toBe(true);
    expect(messages.at(-1)?.content).toEqual({ execution_state: "idle" });
    expect(digest((await client.execute(print(10))).stdout)).toBe(digest(printed(10)));
  });
});

describe("a second client", () => {
  it("that is stopped blocks the first for some seconds only, and gets later outputs again", async () => {
    const second = await Subscriber.start(client.connection.iopub_port);
    second.process.kill("SIGSTOP");
    const { stdout } = await client.execute(print(50));
    expect(digest(stdout)).toBe(digest(printed(50)));
    second.process.kill("SIGCONT");
    await second.hearsAgain();
    await second.kill();
  });

  it("that is killed no longer blocks the first", async () => {
    const second = await Subscriber.start(client.connection.iopub_port);
    second.process.kill("SIGSTOP");
    const progress = join(folder, "killed");
    const { done } = client.begin(print(50, { progress }));
    expect(await standstill(progress)).toBeLessThan(50);
    const begun = performance.now();
    await second.kill();
    expect(digest((await done).stdout)).toBe(digest(printed(50)));
    expect(performance.now() - begun).toBeLessThan(8000);
  });
});

/** A cell that prints so many megabytes, and may write into a file how many it has printed. */
function print(megabytes: number, { line = 1000, progress = "" } = {}): string {
  const each = MEGABYTE / line;
  const note = `if (i % ${each} === 0) require("node:fs").writeFileSync(${JSON.stringify(progress)}, String(i / ${each}));`;
  return `for (let i = 0; i < ${megabytes * each}; i++) {
    console.log(String(i).padEnd(${line - 1}, "x"));
    ${progress === "" ? "" : note}
  }`;
}

function printed(megabytes: number, { line = 1000 } = {}): string {
  let text = "";
  for (let i = 0; i < (megabytes * MEGABYTE) / line; i++) text += `${String(i).padEnd(line - 1, "x")}\n`;
  return text;
}

// Vitest would compare and show such texts letter by letter.
function digest(text: string): string {
  return `${text.length} ${createHash("sha256").update(text).digest("hex")}`;
}

/** How far a printing cell has come once it comes no further. */
async function standstill(file: string): Promise<number> {
  writeFileSync(file, "0");
  let [before, now] = [-1, 0];
  while (before !== now || now === 0) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 500));
    now = Number(readFileSync(file, "utf8"));
  }
  return now;
}

class Subscriber {
  readonly process: ChildProcess;
  readonly #heard = new Set<string>();

  static async start(port: number): Promise<Subscriber> {
    const script = fileURLToPath(new URL("../fixtures/subscriber.mjs", import.meta.url));
    const child = spawn(process.execPath, [script, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout });
    const subscriber = new Subscriber(child, lines);
    await once(lines, "line");
    return subscriber;
  }

  private constructor(child: ChildProcess, lines: Interface) {
    this.process = child;
    lines.on("line", (line) => this.#heard.add(line));
  }

  // Only when it has read most of what it missed is it given anything new.
  async hearsAgain(): Promise<void> {
    const ids: string[] = [];
    while (!ids.some((id) => this.#heard.has(id))) ids.push((await client.execute("1")).id);
  }

  async kill(): Promise<void> {
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }
}
