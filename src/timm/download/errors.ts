import { TsnbError } from "../../util/error.ts";

const doing = (url: string): string => `Downloading ${url}`;
const other = "set TSNB_DATA_URL to a mirror, or TIMM_RESULTS to a clone of timm";

/** The server could not be reached. */
export class NoNetworkError extends TsnbError {
  override readonly name = "NoNetworkError";
  readonly url: string;

  constructor(url: string, reason: string, cause: unknown) {
    const got = `the server could not be reached (${reason})`;
    super({ doing: doing(url), got, fix: `Check the network and run it again, ${other}` }, { cause });
    this.url = url;
  }
}

/** The server answered and then stopped sending. */
export class StalledDownloadError extends TsnbError {
  override readonly name = "StalledDownloadError";
  readonly url: string;

  constructor(url: string, seconds: number) {
    super({ doing: doing(url), got: `no data arrived for ${seconds} seconds`, fix: `Run it again, ${other}` });
    this.url = url;
  }
}

/** The server has no such file. */
export class FileNotServedError extends TsnbError {
  override readonly name = "FileNotServedError";
  readonly url: string;

  constructor(url: string) {
    super({
      doing: doing(url),
      got: "the server has no such file (404)",
      fix: `Check TSNB_DATA_URL if it is set, or ${other}`,
    });
    this.url = url;
  }
}

/** The server refused: overloaded, forbidden, broken. */
export class ServerRefusedError extends TsnbError {
  override readonly name = "ServerRefusedError";
  readonly url: string;
  readonly status: number;

  constructor(url: string, status: number) {
    super({ doing: doing(url), got: `the server answered with status ${status}`, fix: `Run it again later, ${other}` });
    this.url = url;
    this.status = status;
  }
}

/** The connection ended before the whole file had arrived. */
export class IncompleteDownloadError extends TsnbError {
  override readonly name = "IncompleteDownloadError";
  readonly url: string;

  constructor(url: string, received: number, bytes: number, cause?: unknown) {
    const got = `the connection ended after ${received} of ${bytes} bytes`;
    super({ doing: doing(url), got, fix: "Run it again; files that are complete are kept" }, { cause });
    this.url = url;
  }
}

/** A file that differs from the pinned one. Nothing is written. */
export class WrongHashError extends TsnbError {
  override readonly name = "WrongHashError";
  readonly url: string;

  constructor(url: string, got: string) {
    const fix = "Run it again; if it happens again, the server or a proxy changes the file, which was not kept";
    super({ doing: doing(url), got, fix });
    this.url = url;
  }
}

/** No disk space for a downloaded file. */
export class DiskFullError extends TsnbError {
  override readonly name = "DiskFullError";
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(
      {
        doing: `Writing ${file}`,
        got: "the disk is full",
        fix: "Free some space, or set TSNB_CACHE to a folder on another disk",
      },
      { cause },
    );
    this.file = file;
  }
}
