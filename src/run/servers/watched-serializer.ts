import type { KernelMessage, ServerConnection } from "@jupyterlab/services";
import { withMissingFields } from "../transport/missing-fields.ts";

type Serializer = ServerConnection.ISettings["serializer"];

/** The watchers of a serializer. */
type Watch = {
  /** The kernel's id. */
  readonly kernel: string;
  /** The session of questions that the client does not know of. */
  readonly hidden: string;
  /** How many requests the kernel has counted that were no cells. */
  readonly counted: number;
  /** Called with each message to the kernel. */
  readonly onSent: (message: KernelMessage.IMessage) => void;
  /** Called with each message of the kernel, as it came. */
  readonly onReceived: (message: KernelMessage.IMessage) => void;
};

/**
 * The client's serializer, with each message of a kernel made such that the client takes it: a change of session
 * looks like a restart to it, and what a server itself says comes under a session of its own. Answers to hidden
 * questions answer nothing.
 */
export function watchedSerializer(
  serializer: Serializer,
  { kernel, hidden, counted, onSent, onReceived }: Watch,
): Serializer {
  return {
    serialize: (message, protocol) => {
      onSent(message);
      return serializer.serialize(message, protocol);
    },
    deserialize: (data, protocol) => {
      const message = serializer.deserialize(data, protocol);
      onReceived(message);
      const { header, parent_header: parent } = message;
      const content = withMissingFields(header.msg_type, message.content);
      return Object.assign(message, {
        header: { ...header, session: kernel },
        parent_header: "session" in parent && parent.session === hidden ? {} : parent,
        content: counted === 0 ? content : recounted(content, counted),
      });
    },
  };
}

function recounted<T extends object>(content: T, counted: number): T {
  const count = "execution_count" in content ? content.execution_count : undefined;
  return typeof count === "number" ? { ...content, execution_count: count - counted } : content;
}
