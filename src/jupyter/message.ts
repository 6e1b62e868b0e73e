import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import type { JsonObject } from "./json.ts";

/** The version of the Jupyter messaging specification that tsnb speaks. */
export const PROTOCOL_VERSION = "5.5";

/** The header of a message: its id, kind, sender and date. Dates are ISO 8601 in UTC. */
export type Header = {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly username: string;
  readonly session: string;
  readonly date: string;
  readonly version: string;
  /** The kernel's subshell that a request is for; the main shell when it is missing. */
  readonly subshell_id?: string;
};

/** One message of the Jupyter protocol, never changed after it is made. */
export type Message = {
  readonly header: Header;
  /** The header of the message that caused this one; empty when nothing did. */
  readonly parent_header: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
};

/** The parts of a new message beside its content. */
export type MessageExtras = {
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
};

let username: string | undefined;

function currentUser(): string {
  if (username === undefined) {
    try {
      username = userInfo().username;
    } catch {
      // Containers may run under a user id that has no name.
      username = "user";
    }
  }
  return username;
}

/**
 * A new message, with a new id and the current date; its parent header is empty without `extras.parent`.
 *
 * @example
 * const request = createMessage(session, "kernel_info_request", {});
 */
export function createMessage(
  session: string,
  type: string,
  content: JsonObject,
  extras: MessageExtras & { readonly parent?: Message } = {},
): Message {
  return {
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      username: currentUser(),
      session,
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    },
    parent_header: extras.parent?.header ?? {},
    metadata: extras.metadata ?? {},
    content,
    buffers: extras.buffers ?? [],
  };
}

/** A message caused by another: an output, a status, a reply. */
export function child(
  session: string,
  parent: Message,
  type: string,
  content: JsonObject,
  extras: MessageExtras = {},
): Message {
  return createMessage(session, type, content, { ...extras, parent });
}

/** The reply to a request: `x_request` becomes `x_reply`. */
export function reply(session: string, request: Message, content: JsonObject, extras: MessageExtras = {}): Message {
  return child(session, request, request.header.msg_type.replace(/_request$/, "_reply"), content, extras);
}
