import { existsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  addressOf,
  ConnectionFileError,
  newConnection,
  readConnectionFile,
  writeConnectionFile,
} from "../../src/jupyter/connection-file.ts";
import { scratch } from "../support/scratch.ts";

describe("newConnection", () => {
  it("has five different ports that can be listened on, and a new key each time", async () => {
    const [one, two] = await Promise.all([newConnection("k"), newConnection("k")]);
    const { shell_port, iopub_port, stdin_port, control_port, hb_port } = one;
    const ports = [shell_port, iopub_port, stdin_port, control_port, hb_port];
    expect(new Set(ports).size).toBe(5);
    expect(one.key).not.toBe(two.key);
    for (const port of ports) {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(port, "127.0.0.1", resolve);
      });
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe("addressOf", () => {
  it("formats TCP and IPC addresses", async () => {
    const connection = { ...(await newConnection("k")), shell_port: 5001 };
    expect(addressOf(connection, "shell")).toBe("tcp://127.0.0.1:5001");
    expect(addressOf({ ...connection, transport: "ipc", ip: "/tmp/k" }, "shell")).toBe("ipc:///tmp/k-5001");
  });
});

describe("a connection file", () => {
  it("is read as written and leaves nothing behind", async () => {
    const connection = await newConnection("k");
    const file = await writeConnectionFile(connection);
    expect(readConnectionFile(file.path)).toEqual(connection);
    await file.dispose();
    expect(existsSync(dirname(file.path))).toBe(false);
  });

  // Windows has no file modes for the owner only.
  it.skipIf(process.platform === "win32")("is readable only by its owner", async () => {
    const file = await writeConnectionFile(await newConnection("k"));
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file.path)).mode & 0o777).toBe(0o700);
    await file.dispose();
  });

  it.each([
    ["is missing", undefined, /ENOENT/],
    ["is not JSON", "{", /JSON/],
    ["lacks a field", '{"transport":"tcp"}', /ip/],
    ["has a port out of range", '{"transport":"tcp","ip":"x","key":"","shell_port":70000}', /shell_port/],
  ])("that %s is refused with its name", (_, content, says) => {
    const file = join(scratch(content === undefined ? {} : { "c.json": content }), "c.json");
    const read = () => readConnectionFile(file);
    expect(read).toThrow(ConnectionFileError);
    expect(read).toThrow(file);
    expect(read).toThrow(says);
  });
});
