import { isJsonObject } from "../../../jupyter/json.ts";
import type { OutputMessage } from "../session/kernel-session.ts";

/** True for an output that any later cell can replace. */
export function hasDisplayId({ content }: OutputMessage): boolean {
  const { transient } = content;
  return isJsonObject(transient) && transient["display_id"] !== undefined;
}
