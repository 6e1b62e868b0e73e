import type { KernelMessage } from "@jupyterlab/services";
import type { ClientChannel } from "../../jupyter/client-channels.ts";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import { createMessage, type Message } from "../../jupyter/message.ts";
import { completed } from "./missing-fields.ts";
import type { RunningKernel } from "./running-kernel.ts";
import type { InProcessSerializer } from "./in-process-serializer.ts";

/** The WebSocket events that a Jupyter client listens to. */
type Handler<E> = ((event: E) => void) | null;

/** A class with the interface of WebSocket whose other end is a running kernel. */
export function kernelSocketClass(
  kernels: ReadonlyMap<string, RunningKernel>,
  tickets: InProcessSerializer,
): typeof WebSocket {
  const socketClass: unknown = class KernelSocket {
    binaryType = "arraybuffer";
    readonly protocol = "";
    onopen: Handler<object> = null;
    onclose: Handler<object> = null;
    onerror: Handler<object> = null;
    onmessage: Handler<{ data: ArrayBuffer }> = null;
    readonly #kernel: RunningKernel | undefined;
    #open = true;

    constructor(url: string) {
      const [, , , id = ""] = new URL(url).pathname.split("/");
      this.#kernel = kernels.get(id);
      // The client sets its handlers after the constructor has returned.
      queueMicrotask(() => this.#connect());
    }

    send(ticket: ArrayBuffer): void {
      const { channel, message } = outgoing(tickets.deserialize(ticket));
      this.#kernel?.send(channel, message);
    }

    close(): void {
      this.#open = false;
    }

    #connect(): void {
      if (!this.#open) return;
      if (this.#kernel === undefined) {
        this.onerror?.({});
        return;
      }
      this.#kernel.listen({
        onReady: () => this.onopen?.({}),
        onMessage: (channel, message) => this.#deliver(channel, message),
        onDead: () => this.#deliver("iopub", createMessage("", "status", { execution_state: "dead" })),
      });
    }

    #deliver(channel: ClientChannel, message: Message): void {
      if (!this.#open) return;
      const data = tickets.serialize(incoming(channel, message, this.#kernel?.id ?? ""));
      this.onmessage?.({ data });
    }
  };
  if (!standsInForWebSocket(socketClass)) throw new TypeError("a class is expected");
  return socketClass;
}

// The client uses only the constructor, send, close, protocol, binaryType and the four handlers of WebSocket's
// interface.
function standsInForWebSocket(value: unknown): value is typeof WebSocket {
  return typeof value === "function";
}

function outgoing(message: KernelMessage.IMessage): {
  channel: Exclude<ClientChannel, "iopub">;
  message: Message;
} {
  const { channel, header, metadata, content } = message;
  if (channel === "iopub") throw new TypeError("a client sends nothing on iopub");
  const parent = message.parent_header;
  return {
    channel,
    message: {
      header,
      parent_header: "msg_id" in parent ? parent : {},
      metadata: jsonOf(metadata),
      content: jsonOf(content),
      buffers: (message.buffers ?? []).map((buffer) =>
        buffer instanceof ArrayBuffer
          ? new Uint8Array(buffer)
          : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength),
      ),
    },
  };
}

function jsonOf(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw new TypeError("a message's parts are JSON objects");
  return value;
}

// A change of session looks like a restart to the client, which then drops its queue; but kernels use more than one
// session (tslab replies under its client's). So all messages get the same one.
function incoming(channel: ClientChannel, message: Message, session: string): KernelMessage.IMessage {
  const value: unknown = {
    ...message,
    content: completed(message),
    channel,
    header: { ...message.header, session },
    // Each buffer is copied into its own ArrayBuffer, because clients read from the start of it.
    buffers: message.buffers.map((buffer) => new DataView(new Uint8Array(buffer).buffer)),
  };
  if (!isKernelMessage(value)) throw new TypeError("not a message");
  return value;
}

// The message's own fields were checked when it was decoded; the client checks the content by type.
function isKernelMessage(value: unknown): value is KernelMessage.IMessage {
  return isJsonObject(value) && isJsonObject(value["header"]) && "channel" in value;
}
