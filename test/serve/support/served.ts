import { onTestFinished } from "vitest";
import { type ServeOptions, startServer } from "../../../src/serve/start-server.ts";
import { scratch } from "../../support/scratch.ts";

/** A server for a test. */
export type Served = {
  readonly url: string;
  readonly token: string;
  readonly folder: string;
  /** Sends a request with the token. */
  readonly ask: (path: string, init?: Omit<RequestInit, "headers">) => Promise<Response>;
  readonly close: () => Promise<void>;
};

/** Starts a server in this process on a free port; it ends with the test. */
export async function serve(given: Partial<ServeOptions> = {}): Promise<Served> {
  const token = "correct-horse";
  const folder = given.folder ?? scratch();
  const faults: unknown[] = [];
  const { port, close } = await startServer({
    folder,
    ip: "127.0.0.1",
    port: 0,
    token,
    isWritable: false,
    allowHosts: [],
    allowOrigins: [],
    maxKernels: 5,
    defaultKernel: "tsnb",
    onFault: (error) => faults.push(error),
    ...given,
  });
  onTestFinished(async () => {
    await close();
    if (faults.length > 0) throw new AggregateError(faults, "the server had faults");
  });
  const url = `http://127.0.0.1:${port}`;
  const ask = (path: string, init: Omit<RequestInit, "headers"> = {}): Promise<Response> =>
    fetch(`${url}${path}`, { ...init, headers: { Authorization: `token ${token}` } });
  return { url, token, folder, ask, close };
}
