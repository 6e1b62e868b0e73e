import { TsnbError } from "../util/error.ts";

/** The server cannot listen on the given address and port. */
export class ListenError extends TsnbError {
  override readonly name = "ListenError";

  constructor(address: string, cause: unknown) {
    super({ doing: `Listening on ${address}`, ...why(cause) }, { cause });
  }
}

function why(cause: unknown): { readonly got: string; readonly fix: string } {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return {
        got: "another program has the port",
        fix: "Give another port with --port, or --port 0 for any free one",
      };
    case "EACCES":
      return { got: "this user may not use the port", fix: "Give a port from 1024 to 65535 with --port" };
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return { got: "this machine does not have the address", fix: "Give an address of this machine with --ip" };
    default:
      return { got: cause instanceof Error ? cause.message : String(cause), fix: "Give another --ip or --port" };
  }
}

/** The path to serve is not a folder. */
export class ServedFolderError extends TsnbError {
  override readonly name = "ServedFolderError";

  constructor(folder: string, got: string) {
    super({ doing: `Serving the folder ${folder}`, got, fix: "Name a folder that exists and can be read" });
  }
}
