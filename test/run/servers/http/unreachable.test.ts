import { once } from "node:events";
import { createServer, type Server as TcpServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { ServerUnreachableError } from "../../../../src/run/servers/errors.ts";
import { Server } from "../../../../src/run/servers/http/server.ts";
import { unreachable } from "../../../../src/run/servers/http/unreachable.ts";
import { serverCertificate } from "../../support/certificate.ts";

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

  it.each([
    [
      "CERT_HAS_EXPIRED",
      "its certificate has expired, or a clock is off (",
      "Renew the certificate, or set the clock.",
    ],
    ["CERT_NOT_YET_VALID", "its certificate is not valid yet, or a clock is off (", "Set this machine's clock."],
  ])("is said to have a certificate for another time, or a wrong clock: %s", async (code, got, fix) => {
    const { message } = await unreachable("https://a.example/", Object.assign(new Error("bad time"), { code }));
    expect(message).toBe(`Asking the Jupyter server https://a.example/: ${got}bad time). ${fix}`);
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
