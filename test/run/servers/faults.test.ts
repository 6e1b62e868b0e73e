import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { exitCodeOfRun } from "../../../src/run/outcome/run-exit-code.ts";
import { runNotebooks } from "../../../src/run/index.ts";
import { notebookIn, notebookText, streamOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { type Behaviour, ScriptedServer, type Talk } from "../support/scripted-server.ts";

/** Runs one notebook of one cell on a server. */
async function run(behaviour: Partial<Behaviour>) {
  const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
  const server = await new ScriptedServer(behaviour).listen();
  const out = `${folder}/out`;
  const result = await runNotebooks([`${folder}/a.ipynb`], { out, server: [server.url], token: "t" });
  const [notebook] = result.notebooks;
  const printed = streamOf(notebookIn(out, "notebooks", "a.ipynb"));
  const message = notebook?.error?.message.replaceAll(folder, "").replaceAll(server.url, "URL");
  return {
    name: notebook?.error?.name,
    message,
    printed,
    code: exitCodeOfRun(result),
    server,
    notices: notebook?.notices,
  };
}

async function beQuietDuringCut({ print, cut, back }: Talk): Promise<void> {
  print("before\n");
  await cut();
  await back();
  print("after\n");
}

/** A cell of one output whose kernel says that there were so many. */
function counted(published: number): Behaviour["cell"] {
  return (_, { print, reply }) => {
    print("one\n");
    reply({ tsnb: { published } });
  };
}

function answering(wanted: string, paths: RegExp, said: { status: number; body: string }): Behaviour["answer"] {
  return (method, path) => (method === wanted && paths.test(path) ? said : undefined);
}

async function printAroundCut({ print, cut, back }: Talk): Promise<void> {
  print("before\n");
  // Times in messages tell a thousandth of a second.
  await delay(150);
  await cut();
  print("meanwhile\n");
  await back();
  print("after\n");
}

describe("a run on a server", () => {
  it("gets all outputs of an undisturbed cell", async () => {
    expect(await run({ cell: (_, { print }) => print("hello\n") })).toMatchObject({ code: 0, printed: ["hello\n"] });
  });

  it("sends something on what it hears, for a server that waits until its last message is acknowledged", async () => {
    const { server } = await run({ cell: (_, { print }) => print("hello\n") });
    expect(server.pongs).toBeGreaterThan(0);
  });

  it("takes a dropped connection up again, with what the server has kept", async () => {
    const { code, printed } = await run({ cell: (_, talk) => printAroundCut(talk) });
    expect({ code, printed }).toEqual({ code: 0, printed: ["before\nmeanwhile\nafter\n"] });
  });

  it("fails the cell when the server has kept nothing", async () => {
    const { name, code, message, printed } = await run({ keeps: false, cell: (_, talk) => printAroundCut(talk) });
    expect({ name, code, printed }).toEqual({ name: "OutputsDroppedError", code: 1, printed: ["before\nafter\n"] });
    expect(message).toContain("the connection was lost while the cell ran, and the server has kept nothing");
  });

  it("goes on when the kernel said nothing while the connection was lost", async () => {
    expect(await run({ keeps: false, cell: (_, talk) => beQuietDuringCut(talk) })).toMatchObject({
      code: 0,
      printed: ["before\nafter\n"],
    });
  });

  it("counts the outputs where the kernel says how many there were", async () => {
    expect(await run({ cell: counted(1) })).toMatchObject({ code: 0 });
    const { name, message } = await run({ cell: counted(3) });
    expect(name).toBe("OutputsDroppedError");
    expect(message).toContain("some of its outputs are lost: 1 of 3 messages arrived");
  });

  it("waits for a server that is away for a while", async () => {
    let left = 3;
    const answer: Behaviour["answer"] = (method, path) => {
      return method === "GET" && /kernels\/./.test(path) && left-- > 0 ? { status: 502 } : undefined;
    };
    const { code, printed } = await run({ answer, cell: (_, talk) => printAroundCut(talk) });
    expect({ code, printed }).toEqual({ code: 0, printed: ["before\nmeanwhile\nafter\n"] });
  });

  it("begins twice again on a server that loses its kernels, and then reports it", async () => {
    const answer = answering("GET", /kernels\/./, { status: 404, body: '{"message":"no"}' });
    const { name, code, message, server, notices } = await run({ answer, cell: (_, talk) => printAroundCut(talk) });
    expect({ name, code, started: server.started, notices: notices?.length }).toEqual({
      name: "ServerLostError",
      code: 4,
      started: 3,
      notices: 2,
    });
    expect(message).toContain("Running cell 1 of /a.ipynb: the server URL does not have it any more");
  });

  it("says that a token may have expired", async () => {
    const answer = answering("GET", /kernels\/./, { status: 403, body: '{"message":"Forbidden"}' });
    const { code, message } = await run({ answer, cell: (_, talk) => printAroundCut(talk) });
    expect(code).toBe(4);
    expect(message).toContain("the server URL answered 403 (Forbidden); the token may have expired");
  });

  it.each([
    ["data", "--ServerApp.iopub_data_rate_limit", "iopub_data_rate_limit=1000000.0", "of 1000000 bytes a second"],
    ["message", "--NotebookApp.iopub_msg_rate_limit", "iopub_msg_rate_limit=1000.0", "of 1000 messages a second"],
  ])("names the server's option when it drops %s", async (kind, option, current, limit) => {
    const text = `IOPub ${kind} rate exceeded.\nThe Jupyter server will temporarily stop sending output\nto the client in order to avoid crashing it.\nTo change this limit, set the config variable\n\`${option}\`.\n\nCurrent values:\nX.${current} (per sec)\n`;
    const { code, message } = await run({ cell: (_, { publish }) => publish("stream", { name: "stderr", text }) });
    expect(code).toBe(1);
    expect(message).toContain(
      `the server drops what exceeds its limit ${limit}. Print less at a time, or start the server with ${option}=1e10`,
    );
  });

  it("reports a kernel that cannot be started there", async () => {
    const full = { status: 500, body: '{"message":"[Errno 28] No space left on device"}' };
    const answer = answering("POST", /kernels$/, full);
    const { name, code, message } = await run({ answer });
    expect({ name, code }).toEqual({ name: "KernelStartError", code: 4 });
    expect(message).toContain("No space left on device). Make room on the server's disk");
  });

  it("reports a kernel that is dead", async () => {
    const { name, code, message } = await run({
      cell: (_, { publish }) => publish("status", { execution_state: "dead" }),
    });
    expect({ name, code }).toEqual({ name: "KernelDeathError", code: 4 });
    expect(message).toContain("the kernel was lost");
  });
});
