import { setTimeout as delay } from "node:timers/promises";
import type { JsonObject } from "../../jupyter/json.ts";
import { messageOf, TsnbError } from "../../util/error.ts";
import type { KernelContext, RequestHandler, Request } from "./context.ts";
import { log } from "./log.ts";
import type { RequestQueue } from "./request-queue.ts";
import { commClose, commInfo, commMessage, commOpen, isServed } from "./requests/comm.ts";
import { complete } from "./requests/complete.ts";
import { execute, stopsOnError } from "./requests/execute.ts";
import { history } from "./requests/history.ts";
import { inspect } from "./requests/inspect.ts";
import { interrupt } from "./requests/interrupt.ts";
import { isComplete } from "./requests/is-complete.ts";
import { kernelInfo } from "./requests/kernel-info.ts";
import { shutdown } from "./requests/shutdown.ts";
import { createSubshell, deleteSubshell, listSubshells, UnknownSubshellError } from "./requests/subshell.ts";

const HANDLERS: { readonly [type: string]: RequestHandler | undefined } = {
  execute_request: execute,
  complete_request: complete,
  inspect_request: inspect,
  is_complete_request: isComplete,
  history_request: history,
  kernel_info_request: kernelInfo,
  comm_info_request: commInfo,
  comm_open: commOpen,
  comm_msg: commMessage,
  comm_close: commClose,
  interrupt_request: interrupt,
  shutdown_request: shutdown,
  create_subshell_request: createSubshell,
  delete_subshell_request: deleteSubshell,
  list_subshell_request: listSubshells,
};

const COMM_MESSAGES: ReadonlySet<string> = new Set(["comm_open", "comm_msg", "comm_close"]);

/** Sends a reply to the client that made the request. */
export type Respond = (request: Request, content: JsonObject) => Promise<void>;

// The time for requests to arrive that a client sent before it could know of an error.
const STRAGGLERS_MS = 5;

/** Calls the handler of each request, at once or in turn. */
export class Dispatch {
  readonly #context: KernelContext;
  readonly #queue: RequestQueue;
  #executing: Request | undefined;

  constructor(context: KernelContext, queue: RequestQueue) {
    this.#context = context;
    this.#queue = queue;
  }

  handle(request: Request, respond: Respond): void {
    const { msg_type: type, subshell_id: subshell } = request.message.header;
    const handler = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
    const queue = subshell === undefined ? this.#queue : this.#context.subshells.queueOf(subshell);
    if (handler === undefined) {
      this.#unknown(request, respond);
    } else if (COMM_MESSAGES.has(type) && isServed(request, this.#context)) {
      // Sends no status: a front end would show a busy kernel at each keystroke. Only tsnb's extension asks.
      void answer(request, this.#context, handler);
    } else if (subshell !== undefined && queue === undefined && type.endsWith("_request")) {
      void this.#around(request, respond, () => failure(new UnknownSubshellError(subshell)));
    } else if (type === "execute_request") {
      this.#queueExecution(request, respond, queue ?? this.#queue);
    } else if (type.startsWith("comm_") && this.#waits(type, request, queue ?? this.#queue)) {
      this.#queueComm(request, respond, handler, queue ?? this.#queue);
    } else {
      void this.#around(request, respond, handler);
    }
  }

  // Cells share one thread: a subshell's cell takes its turn in the main queue, and its error aborts only the
  // requests that wait in its own queue.
  #queueExecution(request: Request, respond: Respond, queue: RequestQueue): void {
    const run = (): Promise<"continue" | "stop"> => this.#execute(request, respond, queue);
    const inTurn = (): Promise<"continue" | "stop"> =>
      new Promise((resolve) => {
        this.#queue.add({
          run: async () => {
            resolve(await run());
            return "continue";
          },
        });
      });
    queue.add({
      run: queue === this.#queue ? run : inTurn,
      abort: () => void this.#around(request, respond, () => ({ status: "aborted" })),
    });
  }

  #queueComm(request: Request, respond: Respond, handler: RequestHandler, queue: RequestQueue): void {
    queue.add({
      run: async () => {
        const handled = this.#around(request, respond, handler);
        // In a subshell, the messages of one comm do not wait for the handler of another.
        if (queue === this.#queue) await handled;
        return "continue";
      },
    });
  }

  // A comm opens after the cells sent before it, which may register its target. Messages for an open comm
  // reach its handlers while a cell awaits.
  #waits(type: string, request: Request, queue: RequestQueue): boolean {
    if (type === "comm_info_request" || queue.length === 0) return false;
    if (queue !== this.#queue) return true;
    const id = request.message.content["comm_id"];
    return type === "comm_open" || !(typeof id === "string" && this.#context.comms.has(id));
  }

  async #execute(request: Request, respond: Respond, queue: RequestQueue): Promise<"continue" | "stop"> {
    let failed = false;
    this.#executing = request;
    await this.#around(request, respond, async (...given) => {
      const content = await execute(...given);
      failed = content["status"] === "error";
      if (failed) await delay(STRAGGLERS_MS);
      // A client that has the reply knows of the error: its later requests run.
      queue.mark();
      return content;
    });
    this.#executing = undefined;
    return failed && stopsOnError(request.message.content) ? "stop" : "continue";
  }

  async #around(request: Request, respond: Respond, handler: RequestHandler): Promise<void> {
    const { iopub } = this.#context;
    const { message } = request;
    iopub.status(message, "busy");
    const content = await answer(request, this.#context, handler);
    if (content !== undefined) await sent(request, content, respond);
    iopub.status(message, "idle");
    // Clients that follow only the latest status would think that the kernel is idle while a cell runs.
    if (this.#executing !== undefined && this.#executing !== request) iopub.status(this.#executing.message, "busy");
  }

  #unknown(request: Request, respond: Respond): void {
    const type = request.message.header.msg_type;
    log(`a message of the unknown type "${type}" arrived`);
    if (!type.endsWith("_request")) return;
    const evalue = `This kernel does not know "${type}"`;
    void this.#around(request, respond, () => ({ status: "error", ename: "UnknownRequest", evalue, traceback: [] }));
  }
}

async function answer(
  request: Request,
  context: KernelContext,
  handler: RequestHandler,
): Promise<JsonObject | undefined> {
  try {
    return await handler(request, context);
  } catch (error) {
    const type = request.message.header.msg_type;
    const known = error instanceof TsnbError;
    log(`${type}: ${known || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message)}`);
    return type.endsWith("_request") ? failure(error) : undefined;
  }
}

/** Responds, with an error if the content cannot be serialized: a page may exceed V8's longest string. */
async function sent(request: Request, content: JsonObject, respond: Respond): Promise<void> {
  try {
    await respond(request, content);
  } catch (error) {
    log(`the reply to ${request.message.header.msg_type} could not be made: ${messageOf(error)}`);
    await respond(request, failure(error));
  }
}

function failure(error: unknown): JsonObject {
  const ename = error instanceof Error ? error.name : "Error";
  return { status: "error", ename, evalue: messageOf(error), traceback: [messageOf(error)] };
}
