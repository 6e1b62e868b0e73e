import type { KernelMessage } from "@jupyterlab/services";

/** A serializer that hands messages over as they are: inside one process nothing has to become bytes. */
export type InProcessSerializer = {
  readonly serialize: (message: KernelMessage.IMessage) => ArrayBuffer;
  readonly deserialize: (ticket: ArrayBuffer) => KernelMessage.IMessage;
};

/** Each message gets an empty buffer as its ticket, which is what the WebSocket carries. */
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
      if (message === undefined) throw new TypeError("this buffer is no ticket of this serializer");
      return message;
    },
  };
}
