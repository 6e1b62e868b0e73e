import type { KernelMessage, ServerConnection } from "@jupyterlab/services";
import { completedContent } from "../transport/completed.ts";

type Serializer = ServerConnection.ISettings["serializer"];

/**
 * The client's serializer, with each message of a kernel made such that the client takes it: a change of session
 * looks like a restart to it, and what a server itself says comes under a session of its own.
 *
 * @param counted how many requests the kernel has counted that were no cells.
 * @param onSent called with each message to the kernel.
 * @param onReceived called with each message of the kernel, as it came.
 */
export function watchedSerializer(
  serializer: Serializer,
  { kernel, counted }: { readonly kernel: string; readonly counted: number },
  onSent: (message: KernelMessage.IMessage) => void,
  onReceived: (message: KernelMessage.IMessage) => void,
): Serializer {
  return {
    serialize: (message, protocol) => {
      onSent(message);
      return serializer.serialize(message, protocol);
    },
    deserialize: (data, protocol) => {
      const message = serializer.deserialize(data, protocol);
      onReceived(message);
      const { header } = message;
      const content = completedContent(header.msg_type, message.content);
      return Object.assign(message, {
        header: { ...header, session: kernel },
        content: counted === 0 ? content : recounted(content, counted),
      });
    },
  };
}

function recounted<T extends object>(content: T, counted: number): T {
  const count = "execution_count" in content ? content.execution_count : undefined;
  return typeof count === "number" ? { ...content, execution_count: count - counted } : content;
}
