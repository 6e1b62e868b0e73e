import { TsnbError } from "../../util/error.ts";
import { cellName } from "../cell-numbers.ts";
import { CellError, type CellPlace } from "../cell-errors.ts";

/** The parts of a message: what was being done, what was got, what to do about it. */
export type Problem = { readonly doing: string; readonly got: string; readonly fix: string };

/** The base class of errors of a Jupyter server. */
export abstract class ServerError extends TsnbError {
  /** The server's base URL. */
  readonly server: string;

  constructor(server: string, problem: Problem, options?: ErrorOptions) {
    super(problem, options);
    this.server = server;
  }
}

/** A server that no answer comes from. */
export class ServerUnreachableError extends ServerError {
  override readonly name = "ServerUnreachableError";
  /** The response that came instead of an answer. */
  readonly got: string;
  /** True when nothing listens at the address. */
  readonly isRefused: boolean;

  constructor(server: string, { got, fix }: Omit<Problem, "doing">, isRefused: boolean, cause?: unknown) {
    super(server, { doing: `Asking the Jupyter server ${server}`, got, fix }, { cause });
    this.got = got;
    this.isRefused = isRefused;
  }
}

/** A server that lets nobody in without a token, or not with this one. */
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
  /** The status of the answer. */
  readonly status: number;

  constructor(server: string, status: number, problem: Problem) {
    super(server, problem);
    this.status = status;
  }
}

/** A server that runs as many kernels as it may, for everybody or for this user. */
export class ServerFullError extends ServerRefusalError {
  override readonly name: string = "ServerFullError";
}

/** A server without the part of Jupyter's interface that files go through. */
export class TakesNoFilesError extends ServerError {
  override readonly name = "TakesNoFilesError";

  constructor(server: string, status: number) {
    super(server, {
      doing: `Uploading the notebook's folder to ${server}`,
      got: `the server takes no files (${status}), as a Kernel Gateway does not`,
      fix: "Put the files where its kernels work, and run without --sync",
    });
  }
}

/** A kernel that runs on a server, some of whose outputs did not arrive. */
export class OutputsDroppedError extends CellError {
  override readonly name = "OutputsDroppedError";

  constructor(place: CellPlace, reason: string, fix = "Run the notebook again") {
    super(place, { got: `some of its outputs are lost: ${reason}`, fix });
  }
}

/** A Jupyter server that went away, or that does not let the run go on, while a notebook ran there. */
export class ServerLostError extends TsnbError {
  override readonly name = "ServerLostError";
  /** The cell that ran; undefined before the first. */
  readonly place: CellPlace | undefined;
  /** True when the notebook's kernel may still run on the server, so that the notebook must not begin elsewhere. */
  readonly mayRun: boolean;

  constructor(file: string, place: CellPlace | undefined, reason: string, mayRun = false) {
    const still = "; its kernel may still run there, so it does not begin again elsewhere";
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
