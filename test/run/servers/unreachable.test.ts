import { once } from "node:events";
import { createServer, type Server as TcpServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { ServerUnreachableError } from "../../../src/run/servers/errors.ts";
import { Server } from "../../../src/run/servers/server.ts";
import { serverCertificate } from "../support/certificate.ts";

async function portOf(server: TcpServer): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** The message of the error at an address, of a request that the server may have received only if `arrives`. */
async function problemAt(url: string, { arrives = false } = {}): Promise<string> {
  const server = new Server({ url });
  onTestFinished(() => server.close());
  const error: unknown = await server.ask("api/kernelspecs").catch((thrown: unknown) => thrown);
  if (!(error instanceof ServerUnreachableError)) throw new TypeError("another error is expected", { cause: error });
  expect(error.mayHaveArrived).toBe(arrives);
  return String(error);
}

describe("a server that no answer comes from", () => {
  it("is said to listen nowhere", async () => {
    const server = createServer();
    const port = await portOf(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await problemAt(`http://127.0.0.1:${port}/`)).toBe(
      `ServerUnreachableError: Asking the Jupyter server http://127.0.0.1:${port}/: nothing listens there (connect ECONNREFUSED 127.0.0.1:${port}). Check the address, and that the server runs.`,
    );
  });

  it("is said to speak https", async () => {
    const port = await portOf(createTlsServer(serverCertificate));
    expect(await problemAt(`http://127.0.0.1:${port}/`)).toMatch(
      /speaks https there .*Write https:\/\/ for http:\/\/\.$/,
    );
  });

  it("is said to speak plain http", async () => {
    const port = await portOf(createServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n")));
    expect(await problemAt(`https://127.0.0.1:${port}/`)).toMatch(
      /does not speak https there .*Write http:\/\/ for https:\/\//,
    );
  });

  it("is said to be signed by an authority that is not trusted", async () => {
    const port = await portOf(createTlsServer(serverCertificate));
    expect(await problemAt(`https://127.0.0.1:${port}/`)).toMatch(
      /signed by an authority that is not trusted here .*--ca FILE/,
    );
  });

  it("is said to hang up", async () => {
    const port = await portOf(createServer((socket) => socket.end()));
    const url = `http://127.0.0.1:${port}/`;
    expect(await problemAt(url, { arrives: true })).toMatch(/the connection failed \(socket hang up\)/);
  });
});
