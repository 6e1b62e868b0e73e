import type { KernelMessage, ServerConnection } from "@jupyterlab/services";
import { spellingsOfContent } from "../../../jupyter/websocket-format.ts";
import { spelledAs } from "../../../jupyter/spellings.ts";
import { withMissingFields } from "../../transport/missing-fields.ts";

type Serializer = ServerConnection.ISettings["serializer"];

/** The options of a watched serializer. */
type Watch = {
  /** The kernel's id. */
  readonly kernel: string;
  /** The session of questions that the client did not ask. */
  readonly hidden: string;
  /** The number of requests that the kernel counted although they were not cells. */
  readonly counted: number;
  /** Called with each message to the kernel. */
  readonly onSent: (message: KernelMessage.IMessage) => void;
  /** Called with each message from the kernel, as it came. */
  readonly onReceived: (message: KernelMessage.IMessage) => void;
};

/**
 * The client's serializer, which also changes each message from the kernel so that the client accepts it. All messages
 * get one session, since the client takes a change of session for a restart, and a server sends its own messages under
 * another session. Answers to hidden questions lose their parent.
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
      const complete = withMissingFields(header.msg_type, message.content);
      const content = spelledAs(complete, spellingsOfContent(data, protocol ?? "", message.content));
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
