import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listenForSignals } from "../../src/gateway/signal-listener.ts";
import { NoFreePortError } from "../../src/jupyter/free-ports.ts";
import { say } from "./support/scripted-gateway.ts";

let port: number;
let heard: string[];
let close: () => void;

beforeEach(async () => {
  heard = [];
  ({ port, close } = await listenForSignals(
    { ip: "127.0.0.1" },
    {
      onSignal: (signal) => heard.push(signal),
      onShutdown: () => heard.push("shutdown"),
      onProblem: (problem) => heard.push(problem),
    },
  ));
});

afterEach(() => close());

describe("listenForSignals", () => {
  it("hands over signals by name, and the shutdown, in order", async () => {
    for (const request of [{ signum: 2 }, { signum: 15 }, { signum: 9 }, { shutdown: 1 }]) {
      await say(port, JSON.stringify(request));
    }
    expect(heard).toEqual(["SIGINT", "SIGTERM", "SIGKILL", "shutdown"]);
  });

  it("does nothing for signal 0 and for a connection without a request, with which the gateway checks its presence", async () => {
    await say(port, '{"signum":0}');
    await say(port, "");
    expect(heard).toEqual([]);
  });

  it.each(["kill", "[]", '{"signum":"2"}', '{"signum":-1}', '{"signum":1.5}', "null"])(
    "says that %j cannot be read, and goes on",
    async (text) => {
      await say(port, text);
      await say(port, '{"signum":2}');
      expect(heard).toEqual([expect.stringMatching(/^A request for a signal cannot be read: /), "SIGINT"]);
    },
  );

  it("says that a signal does not exist here", async () => {
    await say(port, '{"signum":4000}');
    expect(heard).toEqual(["A request names the signal 4000, which this system does not have"]);
  });

  it("says that all ports of its range are taken", async () => {
    const handlers = { onSignal: () => {}, onShutdown: () => {}, onProblem: () => {} };
    const range = { first: port, last: port };
    await expect(listenForSignals({ ip: "127.0.0.1", range }, handlers)).rejects.toThrow(NoFreePortError);
  });

  it("drops a request that does not end", async () => {
    const socket = connect({ host: "127.0.0.1", port });
    const closed = once(socket, "close");
    socket.on("error", () => {});
    socket.write("x".repeat(10_000));
    await closed;
    await say(port, '{"signum":2}');
    expect(heard).toEqual(["SIGINT"]);
  });

  it("reads a request that comes in pieces", async () => {
    const socket = connect({ host: "127.0.0.1", port });
    await once(socket, "connect");
    socket.setNoDelay(true).write('{"sig');
    const closed = once(socket.resume(), "close");
    socket.end('num":2}');
    await closed;
    expect(heard).toEqual(["SIGINT"]);
  });
});
