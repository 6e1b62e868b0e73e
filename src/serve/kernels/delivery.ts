import type { ClientChannel } from "../../jupyter/client-channels.ts";
import type { Message } from "../../jupyter/message.ts";
import { encodeDefault, encodeV1, V1_PROTOCOL } from "../../jupyter/websocket-format.ts";

/** A message on its way to clients, encoded once for all of them that speak the same subprotocol. */
export class Delivery {
  readonly channel: ClientChannel;
  readonly message: Message;
  #default: string | Buffer | undefined;
  #v1: Buffer | undefined;

  constructor(channel: ClientChannel, message: Message) {
    this.channel = channel;
    this.message = message;
  }

  encoded(protocol: string): string | Buffer {
    if (protocol === V1_PROTOCOL) return (this.#v1 ??= encodeV1(this));
    return (this.#default ??= encodeDefault(this));
  }
}
