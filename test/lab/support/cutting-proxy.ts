import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A proxy that cuts all its connections once; `cuts` is the number of cuts so far. */
export type CuttingProxy = { readonly url: string; readonly cuts: () => number; readonly close: () => void };

/**
 * Starts a proxy that cuts its connections as soon as data from the server matches; the matching data still reaches
 * the client.
 *
 * @param restored until it resolves, the proxy refuses new connections. Default: already resolved.
 */
export async function startCuttingProxy(
  target: string,
  when: RegExp,
  restored: Promise<unknown> = Promise.resolve(),
): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let cuts = 0;
  let isDown = false;
  const cut = (): void => {
    cuts += 1;
    isDown = true;
    void restored.then(() => (isDown = false));
    for (const socket of open) socket.destroy();
  };
  const proxy = createServer((client) => {
    if (isDown) {
      client.destroy();
      return;
    }
    const server = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
    server.on("data", (data) => {
      if (cuts === 0 && when.test(data.toString("latin1"))) setImmediate(cut);
    });
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return { url, cuts: () => cuts, close: () => proxy.close() };
}
