import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { Server } from "../../../../src/run/servers/http/server.ts";
import { certificateFile, serverCertificate } from "../../support/certificate.ts";

async function portOf(server: Pick<HttpServer, "listen" | "address" | "close" | "closeAllConnections">) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Starts a proxy that records in `asked` what it connects to. */
async function startProxy(): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, client) => {
    const to = request.url ?? "";
    asked.push(to);
    const server = connect(Number(to.split(":")[1]), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) {
      socket.on("error", () => {
        client.destroy();
        server.destroy();
      });
    }
  });
  return { url: `http://127.0.0.1:${await portOf(proxy)}`, asked };
}

it("goes through a proxy by CONNECT, with requests and WebSockets over TLS, unless NO_PROXY names the host", async () => {
  const https = createHttpsServer(serverCertificate, (_, response) => response.end('{"kernelspecs":{}}'));
  new WebSocketServer({ server: https }).on("connection", (socket) => socket.send("hello"));
  const port = await portOf(https);
  const { url, asked } = await startProxy();
  vi.stubEnv("HTTPS_PROXY", url);
  vi.stubEnv("NO_PROXY", "");
  const settings = { url: `https://127.0.0.1:${port}/`, ca: readFileSync(certificateFile("ca"), "utf8") };
  const server = new Server(settings);
  expect(server.isProxied).toBe(true);
  expect(await server.json("Asking", "api/kernelspecs")).toEqual({ kernelspecs: {} });
  const socket = new WebSocket(`wss://127.0.0.1:${port}/`, { agent: server.agent });
  const [data] = await once(socket, "message");
  socket.close();
  expect(String(data)).toBe("hello");
  expect(new Set(asked)).toEqual(new Set([`127.0.0.1:${port}`]));
  const before = asked.length;
  server.close();
  vi.stubEnv("NO_PROXY", "127.0.0.1");
  const direct = new Server(settings);
  expect(await direct.json("Asking", "api/kernelspecs")).toEqual({ kernelspecs: {} });
  expect({ isProxied: direct.isProxied, asked: asked.length }).toEqual({ isProxied: false, asked: before });
  direct.close();
});
