import type { KernelMessage } from "@jupyterlab/services";

/** A serializer that passes messages on as objects: inside one process they need not become bytes. */
export type InProcessSerializer = {
  readonly serialize: (message: KernelMessage.IMessage) => ArrayBuffer;
  readonly deserialize: (ticket: ArrayBuffer) => KernelMessage.IMessage;
};

/** Gives each message an empty buffer as a ticket; the WebSocket carries the ticket instead of the message. */
export function inProcessSerializer(): InProcessSerializer {
  const held = new WeakMap<ArrayBuffer, KernelMessage.IMessage>();
  return {
    serialize: (message) => {
      const ticket = new ArrayBuffer(0);
      held.set(ticket, message);
      return ticket;
    },
    deserialize: (ticket) => {
      const message = held.get(ticket);
      if (message === undefined) throw new TypeError("this buffer is not a ticket of this serializer");
      return message;
    },
  };
}
