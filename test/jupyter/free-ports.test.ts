import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { freePorts } from "../../src/jupyter/free-ports.ts";

const held: Server[] = [];

afterEach(async () => {
  await Promise.all(held.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function hold(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  held.push(server);
}

describe("freePorts", () => {
  it("finds different ports that can be listened on", async () => {
    const ports = await freePorts(6);
    expect(new Set(ports).size).toBe(6);
    await Promise.all(ports.map(hold));
  });

  it("finds none that the system may give to an outgoing connection", async () => {
    for (const port of await freePorts(20)) expect(port >= 20_000 && port < 32_768).toBe(true);
  });

  it("keeps to a range", async () => {
    const range = { first: 20_000, last: 29_999 };
    const ports = await freePorts(6, { ip: "127.0.0.1", range });
    expect(new Set(ports).size).toBe(6);
    for (const port of ports) expect(port >= range.first && port <= range.last).toBe(true);
  });

  it("says that a whole range is taken, with advice", async () => {
    const [port = 0] = await freePorts(1);
    await hold(port);
    await expect(freePorts(1, { ip: "127.0.0.1", range: { first: port, last: port } })).rejects.toThrow(
      `Looking for a free port of 127.0.0.1 from ${port} to ${port}: listen EADDRINUSE: address already in use 127.0.0.1:${port}. Allow a wider range, or end programs that hold its ports.`,
    );
  });

  it("says that an address is not this machine's", async () => {
    await expect(freePorts(1, { ip: "192.0.2.1" })).rejects.toThrow(
      "EADDRNOTAVAIL: address not available 192.0.2.1. Check that the address belongs to this machine, and end programs that hold ports.",
    );
  });
});
