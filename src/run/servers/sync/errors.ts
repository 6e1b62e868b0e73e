import { TsnbError } from "../../../util/error.ts";

/** The base class of errors of `--sync` that are not a server's fault. */
export abstract class SyncError extends TsnbError {}

/** A notebook's folder that holds more than may be uploaded. */
export class FolderTooLargeError extends SyncError {
  override readonly name = "FolderTooLargeError";
  /** The folder's path, absolute. */
  readonly folder: string;
  /** The size of the folder, in bytes. */
  readonly bytes: number;

  constructor(folder: string, bytes: number, limit: number) {
    super({
      doing: `Uploading the folder ${folder}`,
      got: `its files take ${megabytes(bytes)}, and only ${megabytes(limit)} are allowed`,
      fix: "Exclude files that the notebook does not need with a .gitignore, or allow more with --sync-size BYTES",
    });
    this.folder = folder;
    this.bytes = bytes;
  }
}

/** A notebook's folder with a file that cannot be read. */
export class FolderUnreadableError extends SyncError {
  override readonly name = "FolderUnreadableError";
  /** The folder's path, absolute. */
  readonly folder: string;

  constructor(folder: string, got: string, cause: unknown) {
    const fix = "Make it readable, or leave it out with a .gitignore";
    super({ doing: `Uploading the folder ${folder}`, got, fix }, { cause });
    this.folder = folder;
  }
}

/** A file that a notebook wrote on a server and that was changed here meanwhile. */
export class FileChangedError extends SyncError {
  override readonly name = "FileChangedError";
  /** The file that was left unchanged: its path, absolute. */
  readonly file: string;
  /** The file with the content from the server. */
  readonly beside: string;

  constructor(file: string, beside: string) {
    super({
      doing: `Bringing back ${file}`,
      got: "it was changed here while the notebook ran, and was left unchanged",
      fix: `The file that the notebook wrote is ${beside}; copy what you need from it`,
    });
    this.file = file;
    this.beside = beside;
  }
}

/** A file that a notebook wrote on a server, beyond the size that may be brought back. */
export class ResultsTooLargeError extends SyncError {
  override readonly name = "ResultsTooLargeError";
  /** The file's path on the server. */
  readonly path: string;

  constructor(path: string, server: string, limit: number) {
    super({
      doing: `Bringing back ${path} from ${server}`,
      got: `the file that the notebook wrote is larger than ${megabytes(limit)}, so it was left on the server`,
      fix: "Download and delete it there, or allow more with --sync-size BYTES and run the notebook again",
    });
    this.path = path;
  }
}

/** A file or folder that a notebook wrote on a server, with a name that this machine's file system does not allow. */
export class FileNameError extends SyncError {
  override readonly name = "FileNameError";
  /** The path on the server. */
  readonly path: string;

  constructor(path: string, server: string) {
    super({
      doing: `Bringing back ${path} from ${server}`,
      got: "no file here can have this name, so it was left on the server",
      fix: "Download it there under another name and delete it, or let the notebook write another name",
    });
    this.path = path;
  }
}

/** A server's copy of a notebook's folder that is gone, with what the notebook wrote there. */
export class RemoteCopyMissingError extends SyncError {
  override readonly name = "RemoteCopyMissingError";
  /** The copy's path on the server. */
  readonly path: string;

  constructor(path: string, server: string) {
    super({
      doing: `Bringing back the files that the notebook wrote into ${path} on ${server}`,
      got: "the folder no longer exists",
      fix: "Run the notebook again, and leave that folder alone while it runs",
    });
    this.path = path;
  }
}

function megabytes(bytes: number): string {
  const shown = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1).replace(/\.0$/, "")} MB`;
  return shown;
}
