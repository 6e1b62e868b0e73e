import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { Server } from "../../../../src/run/servers/http/server.ts";

/** A server whose answers wait until the test sends them. */
async function withheld() {
  const waiting: ServerResponse[] = [];
  const http = createServer((_, response) => waiting.push(response)).listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  const server = new Server({ url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/` });
  onTestFinished(() => {
    server.close();
    http.closeAllConnections();
    http.close();
  });
  return { server, waiting };
}

it("asks four routine questions at once, and any number of others beside them", async () => {
  const { server, waiting } = await withheld();
  const routine = Array.from({ length: 10 }, () => server.ask("api/kernels/1", { isRoutine: true }));
  await expect.poll(() => waiting.length).toBe(4);
  const others = Array.from({ length: 20 }, () => server.ask("api/kernels/1"));
  await expect.poll(() => waiting.length).toBe(24);
  let most = 0;
  for (let answered = 0; answered < 30; answered++) {
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    most = Math.max(most, waiting.length);
    waiting.shift()?.end();
  }
  const answers = await Promise.all([...routine, ...others]);
  expect({ answers: answers.length, most }).toEqual({ answers: 30, most: 24 });
});
