import type { JsonObject } from "../../jupyter/json.ts";
import type { Message } from "../../jupyter/message.ts";

// The client rejects messages without these fields, but kernels omit them when they are empty.
const EMPTY: Readonly<Record<string, JsonObject>> = {
  display_data: { metadata: {} },
  update_display_data: { metadata: {} },
  execute_result: { metadata: {} },
  error: { evalue: "", traceback: [] },
  clear_output: { wait: false },
  comm_open: { data: {} },
  comm_msg: { data: {} },
};

/** The content of a message, with empty values for missing fields that the client requires. */
export function completed({ header, content }: Message): JsonObject {
  return withMissingFields(header.msg_type, content);
}

/** The same for the content of a message of the given type. */
export function withMissingFields<T extends object>(type: string, content: T): T & JsonObject {
  return { ...EMPTY[type], ...content };
}
