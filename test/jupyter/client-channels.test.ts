import { Publisher, Router } from "zeromq";
import { expect, it, onTestFinished, vi } from "vitest";
import { type ClientChannel, connectChannels } from "../../src/jupyter/client-channels.ts";
import { addressOf, newConnection } from "../../src/jupyter/connection-file.ts";
import { child, createMessage, type Message, reply } from "../../src/jupyter/message.ts";
import { decodeMessage, encodeMessage, SignatureError } from "../../src/jupyter/wire.ts";

/** A kernel's sockets, a client connected to them, and the messages that the client has received. */
async function connected() {
  const connection = await newConnection("test");
  const sockets = {
    shell: new Router(),
    control: new Router(),
    stdin: new Router(),
    iopub: new Publisher({ sendHighWaterMark: 0 }),
  };
  const arrived: { channel: ClientChannel; message: Message }[] = [];
  const invalid: unknown[] = [];
  const waiting: (() => void)[] = [];
  const wake = () => waiting.splice(0).forEach((resolve) => resolve());
  const channels = connectChannels(connection, {
    onMessage: (channel, message) => {
      arrived.push({ channel, message });
      wake();
    },
    onInvalid: (error) => {
      invalid.push(error);
      wake();
    },
  });
  onTestFinished(() => {
    channels.close();
    for (const socket of Object.values(sockets)) socket.close();
  });
  const bind = () =>
    Promise.all(
      (["shell", "control", "stdin", "iopub"] as const).map((name) => sockets[name].bind(addressOf(connection, name))),
    );
  const until = async (met: () => boolean) => {
    while (!met()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { connection, sockets, channels, arrived, invalid, bind, until };
}

it("keeps the order of requests that were sent before the kernel listened", async () => {
  const { connection, sockets, channels, bind } = await connected();
  const sent = ["a", "b", "c"].map((code) => createMessage("s", "execute_request", { code }));
  const sending = Promise.all(sent.map((message) => channels.send("shell", message)));
  await bind();
  for (const message of sent) {
    const frames = await sockets.shell.receive();
    expect(decodeMessage(frames, connection.key).message).toEqual(message);
  }
  await sending;
});

it("delivers replies with their channel", async () => {
  const { connection, sockets, channels, arrived, bind, until } = await connected();
  await bind();
  for (const channel of ["shell", "control"] as const) {
    await channels.send(channel, createMessage("s", "kernel_info_request", {}));
    const { identities, message } = decodeMessage(await sockets[channel].receive(), connection.key);
    await sockets[channel].send(encodeMessage(reply("kernel", message, { status: "ok" }), connection.key, identities));
  }
  await until(() => arrived.length === 2);
  expect(arrived.map(({ channel }) => channel).toSorted()).toEqual(["control", "shell"]);
});

it("reports when the kernel can ask on stdin, and receives its questions", async () => {
  const { connection, sockets, channels, arrived, bind, until } = await connected();
  expect(channels.canAsk()).toBe(false);
  await bind();
  await vi.waitUntil(() => channels.canAsk());
  await channels.send("shell", createMessage("s", "execute_request", {}));
  const { identities, message } = decodeMessage(await sockets.shell.receive(), connection.key);
  await sockets.stdin.send(
    encodeMessage(child("kernel", message, "input_request", { prompt: "?" }), connection.key, identities),
  );
  await until(() => arrived.length === 1);
  expect(arrived[0]).toMatchObject({ channel: "stdin", message: { content: { prompt: "?" } } });
});

it("reports messages signed with another key and continues", async () => {
  const { connection, sockets, channels, arrived, invalid, bind, until } = await connected();
  await bind();
  await channels.send("shell", createMessage("s", "kernel_info_request", {}));
  const { identities, message } = decodeMessage(await sockets.shell.receive(), connection.key);
  await sockets.shell.send(encodeMessage(reply("kernel", message, {}), "wrong", identities));
  await sockets.shell.send(encodeMessage(reply("kernel", message, {}), connection.key, identities));
  await until(() => arrived.length === 1);
  expect(invalid).toHaveLength(1);
  expect(invalid[0]).toBeInstanceOf(SignatureError);
});

it("hands over everything that a kernel has published before its end, though nothing was read meanwhile", async () => {
  const { connection, sockets, channels, arrived, bind, until } = await connected();
  await bind();
  const output = (number: number) => encodeMessage(createMessage("s", "stream", { number }), connection.key);
  // A subscription takes effect some time after the connection.
  const subscribing = setInterval(() => void sockets.iopub.send(output(-1)).catch(() => {}), 5);
  await until(() => arrived.length > 0);
  clearInterval(subscribing);
  arrived.length = 0;
  for (let number = 0; number < 2000; number++) await sockets.iopub.send(output(number));
  const drained = channels.drained();
  sockets.iopub.close();
  await drained;
  const numbers = arrived.map(({ message }) => Number(message.content["number"])).filter((number) => number >= 0);
  expect(numbers).toEqual(Array.from({ length: 2000 }, (_, number) => number));
});
