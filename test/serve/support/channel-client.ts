import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { createMessage } from "../../../src/jupyter/message.ts";
import { decodeDefault, encodeDefault } from "../../../src/jupyter/websocket-format.ts";
import type { Served } from "./served.ts";

/** A message as a client received it. */
type Heard = {
  readonly channel: string;
  readonly type: string;
  readonly parent: unknown;
  readonly content: object;
};

/** A client of a kernel's channels that sends nothing by itself. */
export type ChannelClient = {
  readonly socket: WebSocket;
  readonly heard: readonly Heard[];
  /** Sends a request on shell; returns its id. */
  readonly request: (type: string, content?: object) => string;
  /** Resolves to the first message that fits, received already or later. */
  readonly until: (fits: (message: Heard) => boolean) => Promise<Heard>;
  readonly closed: Promise<number>;
};

/** Connects to a kernel's channels; the connection ends with the test. */
export async function channelsOf({ url, token }: Served, kernel: string, session: string): Promise<ChannelClient> {
  const address = `${url.replace("http", "ws")}/api/kernels/${kernel}/channels?session_id=${session}&token=${token}`;
  const socket = new WebSocket(address);
  onTestFinished(() => socket.terminate());
  const heard: Heard[] = [];
  const listeners = new Set<() => void>();
  socket.on("message", (data: Buffer, isBinary) => {
    const { channel, message } = decodeDefault(isBinary ? data : data.toString("utf8"));
    const { header, parent_header: parent, content } = message;
    heard.push({ channel, type: header.msg_type, parent: parent["msg_id"], content });
    for (const listener of listeners) listener();
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise<void>((resolve, reject) => socket.on("open", resolve).on("error", reject));
  return {
    socket,
    heard,
    request: (type, content = {}) => {
      const message = createMessage(session, type, { ...content });
      socket.send(encodeDefault({ channel: "shell", message }));
      return message.header.msg_id;
    },
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = heard.find(fits);
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      }),
    closed,
  };
}
