import { TsnbError } from "../../util/error.ts";
import { cellName } from "../cell-numbers.ts";
import { CellError, type CellPlace } from "../errors/cell-errors.ts";

/** The parts of an error message: the action that failed, the result, and the remedy. */
export type ErrorParts = { readonly doing: string; readonly got: string; readonly fix: string };

/** The base class of errors about a Jupyter server. */
export abstract class ServerError extends TsnbError {
  /** The server's base URL. */
  readonly server: string;

  constructor(server: string, problem: ErrorParts, options?: ErrorOptions) {
    super(problem, options);
    this.server = server;
  }
}

/** A server that does not answer. */
export class ServerUnreachableError extends ServerError {
  override readonly name = "ServerUnreachableError";
  /** The reason that no answer came. */
  readonly got: string;
  /** True when nothing listens at the address. */
  readonly isRefused: boolean;
  /** True when the server may have received the request. */
  readonly mayHaveArrived: boolean;

  constructor(
    server: string,
    { got, fix }: Omit<ErrorParts, "doing">,
    { isRefused, mayHaveArrived }: { readonly isRefused: boolean; readonly mayHaveArrived: boolean },
    cause?: unknown,
  ) {
    super(server, { doing: `Asking the Jupyter server ${server}`, got, fix }, { cause });
    this.got = got;
    this.isRefused = isRefused;
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** A server that requires a token, or does not accept the given one. */
export class ServerAccessError extends ServerError {
  override readonly name = "ServerAccessError";
}

/** An answer that no Jupyter server gives. */
export class NotJupyterError extends ServerError {
  override readonly name = "NotJupyterError";
}

/** A request that a server understood and could not fulfil. */
export class ServerRefusalError extends ServerError {
  override readonly name: string = "ServerRefusalError";
  /** The HTTP status of the answer. */
  readonly status: number;

  constructor(server: string, status: number, problem: ErrorParts) {
    super(server, problem);
    this.status = status;
  }
}

/** A server that already runs as many kernels as it allows, in total or for this user. */
export class ServerFullError extends ServerRefusalError {
  override readonly name: string = "ServerFullError";
}

/** A server without Jupyter's contents API, which file transfers need. */
export class TakesNoFilesError extends ServerError {
  override readonly name = "TakesNoFilesError";

  constructor(server: string, status: number) {
    super(server, {
      doing: `Uploading the notebook's folder to ${server}`,
      got: `the server does not accept files (${status}), like a Kernel Gateway`,
      fix: "Put the files where its kernels work, and run without --sync",
    });
  }
}

/** A kernel that a server may have which cannot be used. */
export class KernelUnavailableError extends ServerError {
  override readonly name = "KernelUnavailableError";
  /** The kernel's name. */
  readonly kernel: string;

  /** @param others the servers that can be used, and do not have the kernel. */
  constructor(kernel: string, server: string, others: readonly string[], cause: ServerError) {
    super(
      server,
      {
        doing: `Finding the kernel "${kernel}"`,
        got: `it is not in ${others.join(", ")}, and the kernels of ${server} are unknown (${cause.message.replace(/\.$/, "")})`,
        fix: "Run the notebook again when that server can be used, or leave that server out",
      },
      { cause },
    );
    this.kernel = kernel;
  }
}

/** A cell that ran on a server and some of whose outputs did not arrive. */
export class OutputsDroppedError extends CellError {
  override readonly name = "OutputsDroppedError";

  constructor(place: CellPlace, reason: string, fix = "Run the notebook again") {
    super(place, { got: `some of its outputs are lost: ${reason}`, fix });
  }
}

/** A server that answers requests and does not open the WebSocket to a kernel that it has started. */
export class WebSocketRefusedError extends TsnbError {
  override readonly name = "WebSocketRefusedError";

  constructor(file: string, got: string, fix = "The server's log has details") {
    super({ doing: `Connecting to the kernel of ${file}`, got, fix });
  }
}

/** A Jupyter server that was lost, or that stopped accepting the run's requests, while a notebook ran there. */
export class ServerLostError extends TsnbError {
  override readonly name = "ServerLostError";
  /** The cell that ran; undefined before the first. */
  readonly place: CellPlace | undefined;
  /** True when the notebook's kernel may still run on the server, so that the notebook must not start elsewhere. */
  readonly mayRun: boolean;

  constructor(file: string, place: CellPlace | undefined, reason: string, mayRun = false) {
    const still = "; its kernel may still run there, so it does not start again elsewhere";
    super({
      doing: place === undefined ? `Starting ${file}` : `Running ${cellName(place.cell)} of ${file}`,
      got: `${reason}${mayRun ? still : ""}`,
      fix: mayRun
        ? "Check that the server can be reached and the kernel has ended, and run the notebook again"
        : "Check that the server runs and can be reached, and run the notebook again",
    });
    this.place = place;
    this.mayRun = mayRun;
  }
}
