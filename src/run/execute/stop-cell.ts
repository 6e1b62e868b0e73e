import { within } from "../../util/within.ts";
import type { KernelSession } from "./session/kernel-session.ts";
import type { Reply } from "./session/replies.ts";

/** The time that an interrupted cell has to send its last outputs and its reply. */
const STOP_GRACE_MS = 2000;

/** Interrupts the running cell; resolves with its reply, or undefined if none comes within 2 s or the kernel ends. */
export async function stopCell(session: KernelSession, reply: Promise<Reply | undefined>): Promise<Reply | undefined> {
  const stopped = session.interrupt().then(() => reply);
  return within(STOP_GRACE_MS, Promise.race([stopped, session.died.then(() => undefined)]));
}
