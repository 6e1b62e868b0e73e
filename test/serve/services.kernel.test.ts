import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  ContentsManager,
  type Kernel,
  KernelManager,
  KernelMessage,
  KernelSpecManager,
  ServerConnection,
  SessionManager,
} from "@jupyterlab/services";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { WebSocket as NodeWebSocket } from "ws";
import { muteClientLog } from "../../src/run/execute/session/client-log.ts";
import { scratch } from "../support/scratch.ts";
import { type Served, serve } from "./support/served.ts";
import { withoutTypeChecks } from "../support/without-type-checks.ts";

withoutTypeChecks();

beforeAll(() => muteClientLog());

/** A WebSocket for the client that offers no subprotocol. */
class PlainWebSocket extends NodeWebSocket {
  constructor(url: string) {
    super(url, []);
  }
}

type SocketClass = ServerConnection.ISettings["WebSocket"];

function isSocketClass(value: unknown): value is SocketClass {
  return typeof value === "function";
}

function settingsOf({ url, token }: Served, socket: unknown = NodeWebSocket): ServerConnection.ISettings {
  if (!isSocketClass(socket)) throw new TypeError("a class is expected");
  return ServerConnection.makeSettings({ baseUrl: url, token, appendToken: true, WebSocket: socket });
}

async function kernelsOf(served: Served, socket?: unknown): Promise<KernelManager> {
  const manager = new KernelManager({ serverSettings: settingsOf(served, socket) });
  onTestFinished(() => manager.dispose());
  await manager.ready;
  return manager;
}

function bytesOf(buffer: ArrayBuffer | ArrayBufferView): number[] {
  const bytes = buffer instanceof ArrayBuffer ? new Uint8Array(buffer) : new Uint8Array(buffer.buffer);
  return [...bytes];
}

type Outputs = { readonly status: string; readonly outputs: readonly (readonly [type: string, content: unknown])[] };

async function run(kernel: Kernel.IKernelConnection, code: string): Promise<Outputs> {
  const future = kernel.requestExecute({ code });
  const outputs: [string, unknown][] = [];
  future.onIOPub = ({ header, content }) => {
    if (!["status", "execute_input"].includes(header.msg_type)) outputs.push([header.msg_type, content]);
  };
  const { content } = await future.done;
  return { status: content.status, outputs };
}

describe.each([
  ["v1.kernel.websocket.jupyter.org", NodeWebSocket],
  ["the default subprotocol", PlainWebSocket],
])("JupyterLab's client over %s", (_, socket) => {
  it("runs cells that print, return, fail and ask", async () => {
    const served = await serve();
    const manager = await kernelsOf(served, socket);
    const kernel = await manager.startNew({ name: "tsnb" });
    expect((await kernel.info).language_info.name).toBe("typescript");
    expect(await run(kernel, `console.log("größer"); 6 * 7`)).toEqual({
      status: "ok",
      outputs: [
        ["stream", { name: "stdout", text: "größer\n" }],
        ["execute_result", expect.objectContaining({ data: { "text/plain": "42" } })],
      ],
    });
    expect(await run(kernel, `throw new RangeError("too far")`)).toMatchObject({
      status: "error",
      outputs: [["error", { ename: "RangeError", evalue: "too far" }]],
    });
    const asking = kernel.requestExecute({
      code: `const name: string = prompt("Who?") ?? ""; name.length`,
      allow_stdin: true,
    });
    asking.onStdin = (message) => {
      if (KernelMessage.isInputRequestMsg(message)) {
        kernel.sendInputReply({ status: "ok", value: "Ada" }, message.header);
      }
    };
    const outputs: unknown[] = [];
    asking.onIOPub = ({ header, content }) => {
      if (header.msg_type === "execute_result") outputs.push(content);
    };
    await asking.done;
    expect(outputs).toMatchObject([{ data: { "text/plain": "3" } }]);
  });

  it("carries the buffers of comms both ways", async () => {
    const kernel = await (await kernelsOf(await serve(), socket)).startNew({ name: "tsnb" });
    const heard: unknown[] = [];
    kernel.registerCommTarget("sliders", (comm) => {
      comm.onMsg = ({ content, buffers }) => {
        heard.push(content.data, buffers?.map(bytesOf));
        comm.send({ value: 7 }, undefined, [new Uint8Array([9, 8]).buffer, new Uint8Array([7]).buffer]);
      };
    });
    const { outputs } = await run(
      kernel,
      `const { openComm } = globalThis[Symbol.for("tsnb.kernel")];
       const slider = openComm("sliders", {});
       const answered = new Promise((resolve) => {
         slider.onMessage = ({ data, buffers }) => resolve(JSON.stringify([data, buffers.map((b) => [...b])]));
       });
       slider.send({ value: 2 }, { buffers: [new Uint8Array([3]), new Uint8Array([4, 5])] });
       await answered`,
    );
    expect(heard).toEqual([{ value: 2 }, [[3], [4, 5]]]);
    expect(outputs.find(([type]) => type === "execute_result")).toMatchObject([
      "execute_result",
      { data: { "text/plain": `'[{"value":7},[[9,8],[7]]]'` } },
    ]);
  });

  it("interrupts and restarts a kernel", async () => {
    const kernel = await (await kernelsOf(await serve(), socket)).startNew({ name: "tsnb" });
    const endless = kernel.requestExecute({ code: `console.log("on"); for (;;) {}` });
    await new Promise<void>((resolve) => {
      endless.onIOPub = ({ header }) => {
        if (header.msg_type === "stream") resolve();
      };
    });
    await kernel.interrupt();
    expect((await endless.done).content.status).toBe("error");
    expect(await run(kernel, "globalThis.kept = 1")).toMatchObject({ status: "ok" });
    await kernel.restart();
    await kernel.info;
    expect(await run(kernel, `"kept" in globalThis`)).toMatchObject({
      outputs: [["execute_result", { data: { "text/plain": "false" } }]],
    });
    await kernel.shutdown();
    expect(kernel.isDisposed).toBe(true);
  });
});

describe("JupyterLab's managers", () => {
  it("find the kernelspecs with their logos", async () => {
    const served = await serve();
    const manager = new KernelSpecManager({ serverSettings: settingsOf(served) });
    onTestFinished(() => manager.dispose());
    await manager.ready;
    const spec = manager.specs?.kernelspecs["tsnb"];
    expect(manager.specs?.default).toBe("tsnb");
    expect(spec).toMatchObject({ language: "typescript", display_name: "TypeScript (tsnb)" });
    const logo = await served.ask(spec?.resources["logo-svg"] ?? "");
    expect(logo.headers.get("content-type")).toBe("image/svg+xml");
    expect(await logo.text()).toContain("<svg");
  });

  it("keep a notebook's session, whose kernel starts in its folder", async () => {
    const folder = scratch({ "sub/a.ipynb": "{}" });
    const served = await serve({ folder });
    const settings = settingsOf(served);
    const kernels = await kernelsOf(served);
    const manager = new SessionManager({ kernelManager: kernels, serverSettings: settings });
    onTestFinished(() => manager.dispose());
    await manager.ready;
    const request = { path: "sub/a.ipynb", name: "a.ipynb", type: "notebook", kernel: { name: "tsnb" } };
    const session = await manager.startNew(request);
    const { kernel } = session;
    if (kernel === null) throw new Error("the session has no kernel");
    expect(await run(kernel, `import { basename } from "node:path"; basename(process.cwd())`)).toMatchObject({
      outputs: [["execute_result", { data: { "text/plain": "'sub'" } }]],
    });
    const again = await manager.startNew(request);
    expect(again.id).toBe(session.id);
    await session.setPath("sub/b.ipynb");
    expect(await manager.findByPath("sub/b.ipynb")).toMatchObject({ id: session.id });
    await session.shutdown();
    await kernels.refreshRunning();
    expect([...kernels.running()]).toEqual([]);
  });

  it("read folders, notebooks, text and bytes", async () => {
    const notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const folder = scratch({ "n.ipynb": JSON.stringify(notebook), "sub/ä b.txt": "größer", ".hidden": "x" });
    writeFileSync(join(folder, "bytes.bin"), Buffer.from([0xff, 0xfe, 0x00]));
    const contents = new ContentsManager({ serverSettings: settingsOf(await serve({ folder })) });
    onTestFinished(() => contents.dispose());
    const listing: unknown = (await contents.get("")).content;
    expect(listing).toHaveLength(3);
    expect(await contents.get("n.ipynb")).toMatchObject({ type: "notebook", format: "json", content: notebook });
    expect(await contents.get("sub/ä b.txt")).toMatchObject({ type: "file", format: "text", content: "größer" });
    expect(await contents.get("bytes.bin")).toMatchObject({ format: "base64", content: "//4A", writable: false });
    await expect(contents.get("none.txt")).rejects.toThrow("No such file or directory: none.txt");
    await expect(contents.save("n.ipynb", { type: "notebook", content: notebook })).rejects.toThrow("read-only");
  });
});
