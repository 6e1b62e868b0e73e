import type { JsonObject } from "../../jupyter/json.ts";
import type { Message } from "../../jupyter/message.ts";
import type { Origins } from "./outputs/output-origins.ts";
import type { OpenComms } from "./comms/open-comms.ts";
import type { ShownTypeErrors } from "./checking/shown-type-errors.ts";
import type { History } from "./history/history.ts";
import type { IoPub } from "./sockets/iopub.ts";
import type { NotebookSession } from "./notebook/notebook-session.ts";
import type { OutputRouter } from "./outputs/output-router.ts";
import type { ServedComms } from "./comms/served-comms.ts";
import type { WorkQueue } from "./supervision/work-queue.ts";
import type { Subshells } from "./subshells.ts";
import type { Supervisor } from "./supervision/supervisor.ts";
import type { TypeChecker } from "./checking/type-checker.ts";

/** A request and the ZeroMQ identities that its reply goes to. */
export type Request = { readonly message: Message; readonly identities: readonly Uint8Array[] };

/** The kernel as its handlers see it. */
export type KernelContext = {
  readonly origins: Origins;
  readonly comms: OpenComms;
  readonly complaints: ShownTypeErrors;
  readonly counter: { value: number };
  readonly history: History;
  readonly iopub: IoPub;
  readonly notebook: NotebookSession;
  readonly outputs: OutputRouter;
  readonly servedComms: ServedComms;
  readonly workQueue: WorkQueue;
  readonly subshells: Subshells;
  readonly supervisor: Supervisor;
  readonly typeChecker: TypeChecker;
  /** Cancels the type check that a blocked cell waits for; set during such a check. */
  readonly stage: { controller: AbortController | undefined };
  /** Ends the kernel once the reply is sent. */
  readonly shutdown: (restart: boolean) => void;
};

/** Answers one type of request with its reply's content; `undefined` sends no reply. */
export type RequestHandler = (
  request: Request,
  context: KernelContext,
) => Promise<JsonObject | undefined> | JsonObject | undefined;
