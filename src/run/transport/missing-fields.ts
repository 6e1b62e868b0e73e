import type { JsonObject } from "../../jupyter/json.ts";
import type { Message } from "../../jupyter/message.ts";

// The client refuses messages without these fields; kernels leave them out where they have nothing to say.
const EMPTY: Readonly<Record<string, JsonObject>> = {
  display_data: { metadata: {} },
  update_display_data: { metadata: {} },
  execute_result: { metadata: {} },
  error: { evalue: "", traceback: [] },
  clear_output: { wait: false },
  comm_open: { data: {} },
  comm_msg: { data: {} },
};

/** A message's content with the fields that mean nothing where they are missing. */
export function completed({ header, content }: Message): JsonObject {
  return withMissingFields(header.msg_type, content);
}

/** The same for the content of a message of this type. */
export function withMissingFields<T extends object>(type: string, content: T): T & JsonObject {
  return { ...EMPTY[type], ...content };
}
