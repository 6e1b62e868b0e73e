import { existsSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { Subscriber } from "zeromq";
import { afterEach, describe, expect, it } from "vitest";
import { Client } from "../../support/client.ts";

const clients: Client[] = [];

async function start(options: Parameters<typeof Client.start>[0]): Promise<Client> {
  const client = await Client.start(options);
  clients.push(client);
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

describe("sockets", () => {
  it("greet a subscriber with iopub_welcome before anything else", async () => {
    const client = await start({});
    await client.execute("1");
    const [first] = client.published;
    expect(first?.header.msg_type).toBe("iopub_welcome");
    expect(first?.content).toEqual({ subscription: "" });
    expect(first?.parent_header).toEqual({});
  });

  it("greet every later subscriber too", async () => {
    const client = await start({});
    const other = new Subscriber({ linger: 0 });
    other.subscribe("");
    other.connect(`tcp://127.0.0.1:${client.connection.iopub_port}`);
    const types: string[] = [];
    while (types.at(-1) !== "iopub_welcome") {
      const frames = await other.receive();
      const header = frames[frames.findIndex((frame) => String(frame) === "<IDS|MSG>") + 2];
      types.push(JSON.parse(String(header)).msg_type);
    }
    expect(types).toContain("iopub_welcome");
    other.close();
  });

  it("lose no output of a request sent before the subscription", async () => {
    for (let round = 0; round < 3; round++) {
      const client = await start({ ready: false });
      const { result, messages } = await client.execute("1 + 1");
      expect(result).toBe("2");
      expect(messages[0]?.content).toEqual({ execution_state: "busy" });
    }
  });

  it("speak over ipc, and leave no socket file behind", async () => {
    const client = await start({ transport: "ipc" });
    expect((await client.execute("'over ' + 'ipc'")).result).toMatch(/over ipc/);
    expect(existsSync(`${client.connection.ip}-1`)).toBe(true);
    expect(await client.shutdown()).toBe(0);
    const { ip } = client.connection;
    expect(readdirSync(dirname(ip)).filter((name) => name.startsWith(basename(ip)))).toEqual([]);
  });

  it("speak CurveZMQ when the connection file has the keys", async () => {
    const client = await start({ curve: true });
    expect((await client.execute("'in ' + 'secret'")).result).toMatch(/in secret/);
    expect(await client.heartbeat()).toBe("ping");
    const plain = new Subscriber({ linger: 0, receiveTimeout: 700 });
    plain.subscribe("");
    plain.connect(`tcp://127.0.0.1:${client.connection.iopub_port}`);
    await expect(plain.receive()).rejects.toThrow(/timed out/);
    plain.close();
  });

  it.each(["0.0.0.0", "192.168.1.4", "*", "::"])("refuse the address %s", async (ip) => {
    const client = await start({ file: { ip }, ready: false });
    expect(await client.exited).toBe(1);
    await client.logged(ip);
    await client.logged("127.0.0.1");
  });

  it("report the port that is taken", async () => {
    const first = await start({});
    const second = await start({ file: { shell_port: first.connection.shell_port }, ready: false });
    expect(await second.exited).toBe(1);
    await second.logged(String(first.connection.shell_port));
  });

  it.each([
    ["a missing key", { key: undefined }, '"key"'],
    ["an unknown signature scheme", { signature_scheme: "hmac-md5" }, "hmac-md5"],
    ["a negative port", { shell_port: -4 }, "shell_port"],
  ])("report a connection file with %s", async (_what, file, said) => {
    const client = await start({ file, ready: false });
    expect(await client.exited).toBe(1);
    await client.logged(said);
  });

  it("work without a key, unsigned", async () => {
    const client = await start({ connection: { key: "" } });
    expect((await client.execute("3 * 3")).result).toBe("9");
  });
});
