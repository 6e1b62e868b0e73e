import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { digest, print, printed, standstill } from "../support/printing.ts";
import { sharedFolder } from "../../support/scratch.ts";

// The kernel's message once it has waited too long for a client to read.
const LOSES = "a client that does not read its outputs has lost some";

const { folder } = sharedFolder();

const client = await sharedClient();

describe("a second client", () => {
  it("that is stopped blocks the first for some seconds only, and gets later outputs again", async () => {
    const second = await Subscriber.start(client.connection.iopub_port);
    second.process.kill("SIGSTOP");
    const { stdout } = await client.execute(print(50));
    expect(digest(stdout)).toBe(digest(printed(50)));
    await client.logged(LOSES);
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
    const logged = client.log.length;
    await second.kill();
    expect(digest((await done).stdout)).toBe(digest(printed(50)));
    expect(client.log.slice(logged)).not.toContain(LOSES);
  });
});

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

  // The client gets new messages only after it has read most of those that wait for it.
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
