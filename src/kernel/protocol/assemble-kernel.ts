import type { JsonObject } from "../../jupyter/json.ts";
import { Origins } from "./outputs/output-origins.ts";
import { NOTEBOOK_TARGET } from "./notebook/messages.ts";
import { LIVE_TARGET } from "../live/messages.ts";
import { languageAsked } from "../../notebook/code-language.ts";
import { initialCheckMode } from "../cell/check-mode.ts";
import type { Ending, Spawned } from "./supervision/child-process.ts";
import { OpenComms } from "./comms/open-comms.ts";
import type { FromChild } from "../link/messages.ts";
import { ShownTypeErrors } from "./checking/shown-type-errors.ts";
import type { KernelContext } from "./context.ts";
import { deathReport } from "./supervision/death.ts";
import { History } from "./history/history.ts";
import { HistoryFile } from "./history/history-file.ts";
import { InputRequests, type Speaker } from "./input-requests.ts";
import type { IoPub } from "./sockets/iopub.ts";
import { OutputRouter } from "./outputs/output-router.ts";
import { dependencyPicture } from "./notebook/dependency-picture.ts";
import { serveNotebook } from "./notebook/serve-notebook.ts";
import { NotebookSession } from "./notebook/notebook-session.ts";
import { ServedComms } from "./comms/served-comms.ts";
import { describeAt } from "./requests/inspect.ts";
import { WorkQueue } from "./supervision/work-queue.ts";
import type { Sockets } from "./sockets/open-sockets.ts";
import { Subshells } from "./subshells.ts";
import { Supervisor } from "./supervision/supervisor.ts";
import { serveLive } from "./serve-live.ts";
import { TypeChecker } from "./checking/type-checker.ts";

const STUCK =
  "The cell does not respond, perhaps because it runs native code; it stops when that code returns. " +
  "Interrupting it again ends its process, and all variables are lost.\n";

/** Starts the parts of a kernel and connects them. */
export function assembleKernel(parts: {
  readonly sockets: Sockets;
  readonly iopub: IoPub;
  readonly speaker: Speaker;
  readonly spawned: Spawned;
  readonly checksIfAsked: boolean;
  readonly shutdown: (restart: boolean) => void;
}): KernelContext & { readonly input: InputRequests } {
  const { iopub } = parts;
  const origins = new Origins();
  const comms = new OpenComms();
  const { env } = process;
  const typeChecker = new TypeChecker(initialCheckMode(env), process.cwd(), languageAsked(env), parts.checksIfAsked);
  const supervisor: Supervisor = new Supervisor({
    onText: (cell, name, text) => {
      outputs.text(cell, name, text);
      pace();
    },
    onMessage: (message) => {
      outputs.message(message);
      pace();
    },
    onStuck: (cell) => {
      const origin = origins.find(cell);
      if (origin !== undefined) iopub.stream(origin.message, "stderr", STUCK);
    },
    onDeath: (ending, killed) => onDeath(ending, killed),
  });
  const workQueue = new WorkQueue(supervisor);
  const input = new InputRequests(parts.sockets.stdin, parts.speaker, (request, value) => {
    supervisor.answerInput(request.id, value, request.blocking);
  });
  const notebook = new NotebookSession();
  const answerTo = (about: Extract<FromChild, { type: "enquire" }>["about"]): Promise<JsonObject | undefined> => {
    if (about.type === "dependencies") {
      return dependencyPicture(notebook, process.cwd(), process.env["JPY_SESSION_NAME"]);
    }
    if (about.type === "syntax") return typeChecker.syntaxError(about);
    return describeAt(about.expression, about.expression.length, about.detail, { supervisor, typeChecker });
  };
  const enquire = async ({ id, about }: Extract<FromChild, { type: "enquire" }>): Promise<void> => {
    supervisor.post({ type: "answer", id, data: (await answerTo(about)) ?? null });
  };
  const outputs = new OutputRouter({
    origins,
    comms,
    input,
    iopub,
    workQueue,
    typeChecker,
    notebook,
    enquire: (question) => void enquire(question),
  });

  // While clients are behind, the child's output stays unread, so the cell blocks in its next print.
  const pace = (): void => {
    if (!iopub.behind) return;
    supervisor.pause(true);
    void iopub.caughtUp().then(() => supervisor.pause(false));
  };

  const onDeath = (ending: Ending, killed: string | undefined): void => {
    const report = deathReport(ending, killed);
    typeChecker.reset();
    notebook.forget();
    input.clear();
    for (const [commId] of comms.list()) {
      comms.close(commId);
      iopub.publish(undefined, "comm_close", { comm_id: commId, data: {} });
    }
    if (workQueue.died(report)) return;
    const last = origins.last();
    if (last !== undefined) iopub.publish(last.message, "error", report);
  };

  const servedTargets = new Map([
    [LIVE_TARGET, serveLive(typeChecker)],
    [NOTEBOOK_TARGET, serveNotebook(notebook, supervisor)],
  ]);
  const servedComms = new ServedComms(servedTargets, (commId, data) =>
    iopub.publish(undefined, "comm_msg", { comm_id: commId, data }),
  );
  const path = process.env["TSNB_HISTORY"];
  const file = path === undefined || path === "" ? undefined : new HistoryFile(path);
  supervisor.start(parts.spawned);
  return {
    origins,
    comms,
    complaints: new ShownTypeErrors(),
    counter: { value: 0 },
    history: new History(file?.read(), (entry) => file?.append(entry)),
    input,
    iopub,
    notebook,
    outputs,
    servedComms,
    workQueue,
    shutdown: parts.shutdown,
    stage: { controller: undefined },
    subshells: new Subshells(),
    supervisor,
    typeChecker,
  };
}
