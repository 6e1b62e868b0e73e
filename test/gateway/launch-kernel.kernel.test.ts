import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ClientChannels, connectChannels } from "../../src/jupyter/client-channels.ts";
import type { Message } from "../../src/jupyter/message.ts";
import { survivors } from "../support/alive.ts";
import { type Running, startTsnb } from "../support/processes.ts";
import { scratch } from "../support/scratch.ts";
import { say, ScriptedGateway } from "./support/scripted-gateway.ts";
import { withoutTypeChecks } from "../support/without-type-checks.ts";

withoutTypeChecks();

let gateway: ScriptedGateway;
const running: Running[] = [];

beforeEach(async () => {
  gateway = await ScriptedGateway.start();
});

afterEach(async () => {
  gateway.close();
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});

function launch(env: NodeJS.ProcessEnv = {}, address = gateway.address): Running {
  const launcher = startTsnb(
    [
      ["kernel", "launch"],
      ["--RemoteProcessProxy.kernel-id", "k-1"],
      ["--RemoteProcessProxy.port-range", "20000..29999"],
      ["--RemoteProcessProxy.response-address", address],
      ["--RemoteProcessProxy.public-key", gateway.publicKey],
      ["--RemoteProcessProxy.spark-context-initialization-mode", "none"],
    ].flat(),
    { cwd: scratch({}), env },
  );
  running.push(launcher);
  return launcher;
}

type Told = Awaited<ScriptedGateway["told"]>;

/** A client of the kernel that the launcher reported to the gateway. */
class Client {
  readonly #channels: ClientChannels;
  readonly #waiting = new Set<(message: Message) => void>();

  constructor(told: Told) {
    this.#channels = connectChannels(
      { ...told, ip: "127.0.0.1" },
      {
        onMessage: (_, message) => this.#waiting.forEach((look) => look(message)),
        onInvalid: (error) => {
          throw error;
        },
      },
    );
  }

  /** Sends code; `status` resolves to the reply's status, `begun` once the cell has printed something. */
  run(code: string): { readonly begun: Promise<void>; readonly status: Promise<unknown> } {
    const header = {
      msg_id: randomUUID(),
      session: "test",
      username: "",
      date: new Date().toISOString(),
      msg_type: "execute_request",
      version: "5.3",
    };
    const until = (fits: (message: Message) => boolean): Promise<Message> =>
      new Promise((resolve) => {
        const look = (message: Message): void => {
          if (message.parent_header["msg_id"] !== header.msg_id || !fits(message)) return;
          this.#waiting.delete(look);
          resolve(message);
        };
        this.#waiting.add(look);
      });
    const begun = until(({ header: { msg_type: type } }) => type === "stream").then(() => undefined);
    const reply = until(({ header: { msg_type: type } }) => type === "execute_reply");
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    void this.#channels.send("shell", { header, parent_header: {}, metadata: {}, content, buffers: [] });
    return { begun, status: reply.then((message) => message.content["status"]) };
  }

  close(): void {
    this.#channels.close();
  }
}

describe("tsnb kernel launch", () => {
  it("tells the gateway once the kernel listens, within the range, and runs cells", async () => {
    const launcher = launch();
    const told = await gateway.told;
    expect(told).toMatchObject({ kernel_id: "k-1", ip: "127.0.0.1", kernel_name: "tsnb" });
    const ports = [told.shell_port, told.iopub_port, told.stdin_port, told.control_port, told.hb_port, told.comm_port];
    expect(new Set(ports).size).toBe(6);
    for (const port of ports) expect(port >= 20_000 && port <= 29_999).toBe(true);
    const client = new Client(told);
    expect(await client.run("const x: number = 1; x + 1").status).toBe("ok");
    client.close();
    await launcher.until(/The kernel k-1 is running/);
  });

  // On Windows, clients cannot connect to the address 0.0.0.0.
  it.skipIf(process.platform === "win32")(
    "listens on all addresses for a gateway that is not on loopback",
    async () => {
      launch({}, gateway.address.replace("127.0.0.1", "0.0.0.0"));
      const told = await gateway.told;
      expect(told.ip).toBe("0.0.0.0");
      const client = new Client(told);
      expect(await client.run("1 + 1").status).toBe("ok");
      client.close();
    },
  );

  // Windows cannot send SIGINT to other processes; the hosts of a gateway run Linux.
  it.skipIf(process.platform === "win32")(
    "interrupts a cell by the gateway's signal, and the kernel lives on",
    async () => {
      launch();
      const told = await gateway.told;
      const client = new Client(told);
      const cell = client.run('console.log("on"); for (;;) {}');
      await cell.begun;
      await say(told.comm_port, '{"signum":2}');
      expect(await cell.status).toBe("error");
      await say(told.comm_port, "nonsense");
      expect(await client.run("40 + 2").status).toBe("ok");
      client.close();
    },
  );

  it("ends with the kernel when the gateway asks for the shutdown", async () => {
    const launcher = launch();
    const told = await gateway.told;
    await say(told.comm_port, '{"shutdown":1}');
    expect((await launcher.ended).code).toBe(0);
    expect(await survivors([told.pid])).toEqual([]);
  });

  it.each(["SIGTERM", "SIGKILL"] as const)("leaves no kernel behind when it is ended by %s", async (signal) => {
    const launcher = launch();
    const told = await gateway.told;
    launcher.child.kill(signal);
    await launcher.ended;
    expect(await survivors([told.pid])).toEqual([]);
  });

  it("ends with the kernel, and says how it ended", async () => {
    const launcher = launch();
    const told = await gateway.told;
    process.kill(told.pid, "SIGKILL");
    const { code } = await launcher.ended;
    expect(code).toBe(process.platform === "win32" ? 1 : 137);
  });

  it("starts in the client's folder where that exists", async () => {
    const folder = scratch({});
    launch({ KERNEL_WORKING_DIR: folder });
    const client = new Client(await gateway.told);
    const code = `if (process.cwd() !== (await import("node:fs")).realpathSync(${JSON.stringify(folder)})) throw 1`;
    expect(await client.run(code).status).toBe("ok");
    client.close();
  });

  it("says that the gateway cannot be reached, and leaves no kernel behind", async () => {
    const { address } = gateway;
    gateway.close();
    const launcher = startTsnb(["kernel", "launch"], {
      cwd: scratch({}),
      env: { KERNEL_ID: "k-2", RESPONSE_ADDRESS: address, PUBLIC_KEY: gateway.publicKey },
    });
    running.push(launcher);
    const { code, stderr } = await launcher.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tsnb: Telling the gateway at .* where to reach the kernel: .*ECONNREFUSED.*\.\n?$/);
  });

  it("names the missing parts in a sentence", async () => {
    const launcher = startTsnb(["kernel", "launch"], { cwd: scratch({}), env: { KERNEL_ID: "" } });
    running.push(launcher);
    const { code, stderr } = await launcher.ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^tsnb: Reading the gateway's request: the kernel's id is missing\. .*\n?$/);
  });
});
