import type { KernelMessage } from "@jupyterlab/services";
import * as v from "valibot";
import type { Loss } from "../../transport/transport.ts";

// Jupyter Server writes this to stderr in the kernel's name when it begins to drop output; there is no other sign.
const NOTICE =
  /^IOPub (data|message) rate exceeded\.\s+The (?:Jupyter|notebook) server will temporarily stop sending output/i;
const Stream = v.object({ name: v.literal("stderr"), text: v.string() });
const OPTION = /--(\w+)\.(iopub_\w+)/;

/** The loss that a message reports; undefined for all other messages. */
export function rateLimitNotice({ channel, header, content }: KernelMessage.IMessage): Loss | undefined {
  if (channel !== "iopub" || header.msg_type !== "stream") return undefined;
  const stream = v.safeParse(Stream, content);
  if (!stream.success) return undefined;
  const { text } = stream.output;
  const kind = NOTICE.exec(text)?.[1];
  if (kind === undefined) return undefined;
  const [, app = "ServerApp", option = kind === "data" ? "iopub_data_rate_limit" : "iopub_msg_rate_limit"] =
    OPTION.exec(text) ?? [];
  const current = new RegExp(`${option}=([\\d.]+)`).exec(text.replace(OPTION, ""))?.[1];
  const unit = kind === "data" ? "bytes" : "messages";
  const limit = current === undefined ? "" : ` of ${Number(current)} ${unit} a second`;
  return {
    kind: "outputs",
    reason: `the server drops output above its limit${limit}`,
    fix: `Print less at a time, or start the server with --${app}.${option}=1e10`,
  };
}
