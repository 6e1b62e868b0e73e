import { createServer } from "node:net";

// Below the range from which systems assign ports to clients: a client that connects again and again to a port in that
// range is sooner or later assigned that very port, and connects to itself.
const FIRST = 21_000;
const LAST = 29_000;
let next = FIRST + (process.pid % 1000) * 5;

/** A free loopback port, a different one each time. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = next >= LAST ? FIRST : next + 1;
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
