import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { exitCodeOfRun } from "../../../src/run/outcome/run-exit-code.ts";
import { runNotebooks } from "../../../src/run/index.ts";
import { notebookIn, notebookText, streamOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { hurry } from "../support/hurry.ts";
import { type Behaviour, ScriptedServer, type Talk } from "../support/scripted-server.ts";

const NEVER = new Promise<void>(() => {});

/** Advances the clock so that the run checks its kernel twice: at the first check, it has heard it recently. */
async function lookTwice({ arrived }: Talk): Promise<void> {
  for (let look = 0; look < 2; look++) {
    await arrived();
    vi.advanceTimersByTime(20_000);
  }
}

afterEach(() => {
  vi.useRealTimers();
});

/** Runs a notebook on a scripted server with this behaviour. */
async function run(behaviour: Partial<Behaviour>, cells: readonly string[] = ["x"], others: readonly string[] = []) {
  const folder = scratch({ "a.ipynb": notebookText(cells, "script") });
  const server = await new ScriptedServer(behaviour).listen();
  const out = `${folder}/out`;
  const result = await runNotebooks([`${folder}/a.ipynb`], { out, server: [server.url, ...others], token: "t" });
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

/** A cell with one output, for which the kernel reports this number of published outputs. */
function counted(published: number): Behaviour["cell"] {
  return (_, { print, reply }) => {
    print("one\n");
    reply({ tsnb: { published } });
  };
}

function answering(wanted: string, paths: RegExp, said: { status: number; body: string }): Behaviour["answer"] {
  return (method, path) => (method === wanted && paths.test(path) ? said : undefined);
}

const refuseAfterStart: Behaviour["answer"] = (method, path) =>
  method !== "POST" && /kernels\/./.test(path) ? { status: 403, body: '{"message":"Forbidden"}' } : undefined;

async function printAroundCut({ print, arrived, cut, back }: Talk): Promise<void> {
  print("before\n");
  await arrived();
  await cut();
  print("meanwhile\n");
  await back();
  await arrived();
  print("after\n");
}

/** Two cells; what the first left running prints while the second runs and there is no connection. */
function lateCells(): Behaviour["cell"] {
  let first: Talk | undefined;
  return async (_, talk) => {
    if (first === undefined) {
      first = talk;
      return talk.reply({ tsnb: { published: 0 } });
    }
    talk.print("second\n");
    await talk.arrived();
    await talk.cut();
    first.print("first, late\n");
    await talk.back();
    await talk.arrived();
    talk.print("second, later\n");
    talk.reply({ tsnb: { published: 2 } });
  };
}

describe("a run on a server", () => {
  it("gets all outputs of an undisturbed cell", async () => {
    expect(await run({ cell: (_, { print }) => print("hello\n") })).toMatchObject({ code: 0, printed: ["hello\n"] });
  });

  it("answers each message, for a server that waits for acknowledgements", async () => {
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
    expect(message).toContain("the connection was lost while the cell ran, and the server has not kept");
  });

  it("continues when the kernel sent nothing while the connection was lost", async () => {
    expect(await run({ keeps: false, cell: (_, talk) => beQuietDuringCut(talk) })).toMatchObject({
      code: 0,
      printed: ["before\nafter\n"],
    });
  });

  it("counts the outputs where the kernel says how many there were", async () => {
    expect(await run({ cell: counted(1) })).toMatchObject({ code: 0 });
    // The runner gives a restarted kernel some time to report it.
    hurry(["setTimeout", "clearTimeout"]);
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

  it("begins twice again on a server that is started again, and then reports it", async () => {
    const gone = answering("GET", /kernels\/./, { status: 404, body: '{"message":"no"}' });
    let starts = 0;
    const answer: Behaviour["answer"] = (method, path) =>
      path === "/api/status" ? { status: 200, body: `{"started":"${starts++}"}` } : gone(method, path);
    const { name, code, message, server, notices } = await run({ answer, cell: (_, talk) => printAroundCut(talk) });
    expect({ name, code, started: server.started, notices: notices?.length }).toEqual({
      name: "ServerLostError",
      code: 4,
      started: 3,
      notices: 2,
    });
    expect(message).toContain("Running cell 1 of /a.ipynb: the server URL was restarted and no longer has");
  });

  it("does not start again when the kernel may continue without the server that was killed", async () => {
    const gone = answering("GET", /kernels\/./, { status: 404, body: '{"message":"no"}' });
    let starts = 0;
    const answer: Behaviour["answer"] = (method, path) =>
      path === "/api/status" ? { status: 200, body: `{"started":"${starts++}"}` } : gone(method, path);
    const spec = { argv: ["tslab", "kernel"] };
    const { name, message, server } = await run({ answer, spec, cell: (_, talk) => printAroundCut(talk) });
    expect({ name, started: server.started }).toEqual({ name: "ServerLostError", started: 1 });
    expect(message).toContain("was restarted and no longer has the kernel; its kernel may still run there");
  });

  it("does not begin again when the kernel was deleted while the connection was lost", async () => {
    const answer = answering("GET", /kernels\/./, { status: 404, body: '{"message":"no"}' });
    const { name, code, message, server } = await run({ answer, cell: (_, talk) => printAroundCut(talk) });
    expect({ name, code, started: server.started }).toEqual({ name: "KernelDeathError", code: 4, started: 1 });
    expect(message).toContain("Running cell 1 of /a.ipynb: the kernel was lost: the server URL no longer has it");
  });

  it("checks now and then that the kernel exists", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let isGone = false;
    const answer: Behaviour["answer"] = (method, path) =>
      isGone && method === "GET" && /kernels\/./.test(path) ? { status: 404, body: '{"message":"no"}' } : undefined;
    const cell: Behaviour["cell"] = async (_, talk) => {
      isGone = true;
      await lookTwice(talk);
      await NEVER;
    };
    const { name, code, server } = await run({ answer, cell });
    expect({ name, code, started: server.started }).toEqual({ name: "KernelDeathError", code: 4, started: 1 });
  });

  it("keeps asking a kernel that does not answer", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
    const looks: string[] = [];
    const server = new ScriptedServer({
      answer: (method, path) => {
        if (method === "GET" && /kernels\/./.test(path)) looks.push(path);
        return undefined;
      },
      cell: async (_, talk) => {
        server.behaviour.isMute = true;
        // At the first time, the run has heard the kernel recently.
        await lookTwice(talk);
        await expect.poll(() => looks.length).toBe(1);
        while (looks.length < 3) {
          await talk.arrived();
          vi.advanceTimersByTime(20_000);
        }
      },
    });
    await server.listen();
    const result = await runNotebooks([`${folder}/a.ipynb`], { out: `${folder}/out`, server: [server.url] });
    expect(exitCodeOfRun(result)).toBe(0);
  });

  it("does not ask about a kernel that it hears", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let asked = 0;
    let whileHeard = -1;
    const answer: Behaviour["answer"] = (method, path) => {
      if (method === "GET" && /kernels\/./.test(path)) asked += 1;
      return undefined;
    };
    const cell: Behaviour["cell"] = async (_, { print, arrived }) => {
      for (let look = 0; look < 3; look++) {
        print("heard\n");
        await arrived();
        vi.advanceTimersByTime(20_000);
      }
      whileHeard = asked;
      vi.advanceTimersByTime(20_000);
      await expect.poll(() => asked).toBe(1);
    };
    expect({ code: (await run({ answer, cell })).code, whileHeard }).toEqual({ code: 0, whileHeard: 0 });
  });

  it("says that a token may have expired, and leaves the kernel's running work alone", async () => {
    const { code, message, server, notices } = await run({
      answer: refuseAfterStart,
      cell: (_, talk) => printAroundCut(talk),
    });
    expect({ code, started: server.started }).toEqual({ code: 4, started: 1 });
    expect(message).toContain("the server URL answered 403 (Forbidden); the token may have expired; its kernel may");
    expect(notices?.join()).toMatch(/its kernel \S+ may be left on http\S+: it could not be ended \(403 Forbidden\)/);
  });

  it("does not begin again elsewhere when nothing is known of the server, which may still run the kernel", async () => {
    hurry(["performance"], 1000);
    let isCut = false;
    const answer: Behaviour["answer"] = () => (isCut ? { status: 502 } : undefined);
    const cell: Behaviour["cell"] = async (_, { cut }) => {
      isCut = true;
      await cut();
      await NEVER;
    };
    const other = await new ScriptedServer({}).listen();
    const { name, code, message, server } = await run({ answer, cell }, ["x"], [other.url]);
    expect({ name, code, started: [server.started, other.started] }).toEqual({
      name: "ServerLostError",
      code: 4,
      started: [1, 0],
    });
    expect(message).toContain("could not be restored within 120 s: the server answered 502; its kernel may still");
  });

  it("ends a kernel that it could not end at first", async () => {
    let left = 1;
    const ended: string[] = [];
    const answer: Behaviour["answer"] = (method, path) => {
      if (method !== "DELETE") return undefined;
      if (left-- > 0) return { status: 503 };
      ended.push(path);
      return undefined;
    };
    const { code, notices } = await run({ answer });
    expect({ code, notices, ended: ended.length }).toEqual({ code: 0, notices: [], ended: 1 });
  });

  it("notices output of an earlier cell's work while there was no connection", async () => {
    const one = await run({ cell: lateCells() }, ["x", "y"]);
    const two = await run({ cell: lateCells(), keeps: false }, ["x", "y"]);
    expect(one).toMatchObject({ code: 0, printed: ["first, late\n", "second\nsecond, later\n"] });
    expect(two).toMatchObject({ name: "OutputsDroppedError", code: 1 });
    expect(two.message).toContain("Running cell 2 of /a.ipynb: some of its outputs are lost: the connection was lost");
  });

  it("says that outputs were dropped after the last cell", async () => {
    let told: Talk | undefined;
    const answer: Behaviour["answer"] = (method) => {
      const text = "IOPub data rate exceeded.\nThe Jupyter server will temporarily stop sending output\n";
      if (method === "DELETE") told?.publish("stream", { name: "stderr", text });
      return undefined;
    };
    const cell: Behaviour["cell"] = (_, talk) => {
      told = talk;
    };
    const { name, code, message } = await run({ answer, cell });
    expect({ name, code }).toEqual({ name: "OutputsDroppedError", code: 1 });
    expect(message).toContain("the server drops output above its limit");
  });

  it("waits for the rest of a cell's outputs while there is no connection", async () => {
    hurry(["setTimeout", "clearTimeout", "performance"]);
    let away = 0;
    const answer: Behaviour["answer"] = (method, path) =>
      method === "GET" && /kernels\/./.test(path) && away-- > 0 ? { status: 502 } : undefined;
    const cell: Behaviour["cell"] = async (_, { print, reply, cut, back }) => {
      print("before\n");
      reply({ tsnb: { published: 2 } });
      away = 12;
      await cut();
      print("meanwhile\n");
      await back();
    };
    expect(await run({ answer, cell })).toMatchObject({ code: 0, printed: ["before\nmeanwhile\n"] });
  });

  describe("whose server answers requests and refuses the WebSocket", () => {
    it.each([403, 404, 500])("says so, and does not wait for ever: %d", async (status) => {
      hurry(["setTimeout", "clearTimeout", "performance"]);
      const { name, code, message, server } = await run({ refusal: () => status });
      expect({ name, code, started: server.started }).toEqual({ name: "WebSocketRefusedError", code: 4, started: 1 });
      expect(message).toMatch(
        `Connecting to the kernel of /a.ipynb: no WebSocket to URL could be opened within ${status < 500 ? 10 : 120} s, although the server answers other requests: it answered ${status} to the WebSocket. A proxy in front of the server must pass WebSockets on`,
      );
    });

    it("says so when it did not refuse it at first, and leaves the kernel's running work alone", async () => {
      hurry(["setTimeout", "clearTimeout", "performance"]);
      let refusal: number | undefined;
      const cell: Behaviour["cell"] = async (_, { cut }) => {
        refusal = 403;
        await cut();
        await NEVER;
      };
      const { name, code, message, server } = await run({ refusal: () => refusal, cell });
      expect({ name, code, started: server.started }).toEqual({ name: "ServerLostError", code: 4, started: 1 });
      expect(message).toContain("it answered 403 to the WebSocket; its kernel may still run there");
    });
  });

  it.each([
    ["while a cell runs", 1],
    ["between two cells", 2],
  ])("fails when somebody restarts the kernel %s", async (_, cell) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const codes: string[] = [];
    const { name, code, message } = await run(
      {
        cell: async (source, talk) => {
          codes.push(source);
          talk.print("before\n");
          talk.restart();
          if (cell === 2) return;
          await lookTwice(talk);
          await NEVER;
        },
      },
      ["one", "two", "three"],
    );
    expect({ name, code, ran: codes.length <= cell }).toEqual({ name: "KernelDeathError", code: 4, ran: true });
    expect(message).toContain("the kernel was lost: it was restarted on the server, and all variables are lost");
  });

  it.each([
    ["fails the cell", false, "CellFailedError", 1],
    ["and loses the kernel when it is restarted next", true, "KernelDeathError", 4],
  ] as const)("asks a kernel again that somebody interrupts, %s", async (_, isRestarted, name, code) => {
    hurry(["setTimeout", "clearTimeout", "setInterval", "clearInterval"], 20);
    const ended = await run({
      cell: (__, { print, reply, idle, restart }) => {
        print("before\n");
        reply({ status: "error", ename: "KeyboardInterrupt", evalue: "", traceback: [] });
        idle();
        if (isRestarted) restart();
      },
    });
    expect(ended).toMatchObject({ name, code, printed: ["before\n"] });
  });

  it("keeps the outputs of before when a notebook cannot start again", async () => {
    let isGone = false;
    const { code, message, printed, notices, server } = await run({
      answer: (method, path) => {
        if (!isGone) return undefined;
        if (path === "/api/status") return { status: 200, body: '{"started":"2026-02-02T00:00:00Z"}' };
        if (method === "POST") return { status: 500, body: '{"message":"no kernel for you"}' };
        return /kernels\/./.test(path) ? { status: 404, body: "{}" } : undefined;
      },
      cell: async (_, { print, arrived, cut }) => {
        print("before\n");
        await arrived();
        isGone = true;
        await cut();
        await NEVER;
      },
    });
    expect({ code, printed, started: server.started }).toEqual({ code: 4, printed: ["before\n"], started: 1 });
    expect(message).toContain("no kernel for you");
    expect(notices).toEqual([expect.stringContaining("it starts again, on another server if there is one")]);
  });

  it("keeps the outputs in place when the server is lost before the first cell", async () => {
    const old = { output_type: "stream", name: "stdout", text: "kept\n" };
    const cell = { cell_type: "code", source: "x", outputs: [old], execution_count: 1 };
    const folder = scratch({ "a.ipynb": notebookText([cell], "script") });
    const file = `${folder}/a.ipynb`;
    const before = readFileSync(file, "utf8");
    let isGone = false;
    const server = await new ScriptedServer({
      refusal: () => {
        isGone = true;
        return 503;
      },
      answer: (method, path) => {
        if (!isGone) return undefined;
        if (path === "/api/status") return { status: 200, body: '{"started":"2026-02-02T00:00:00Z"}' };
        if (method === "POST") return { status: 500, body: '{"message":"no kernel for you"}' };
        return /kernels\/./.test(path) ? { status: 404, body: "{}" } : undefined;
      },
    }).listen();
    const result = await runNotebooks([file], { inplace: true, server: [server.url] });
    expect(result.notebooks[0]?.notices).toEqual([expect.stringContaining("it starts again, on another server")]);
    expect(result.notebooks[0]?.error?.message).toContain("no kernel for you");
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  describe.each([-7000, 7000])("whose kernel's clock is %d ms ahead of the server's", (kernelAhead) => {
    it.each([
      ["kept", true, printAroundCut, 0],
      ["lost", false, printAroundCut, 1],
      ["quiet", false, beQuietDuringCut, 0],
    ] as const)("knows outputs that were %s", async (_, keeps, cell, code) => {
      expect(await run({ kernelAhead, keeps, cell: (__, talk) => cell(talk) })).toMatchObject({ code });
    });
  });

  it.each([
    ["data", "--ServerApp.iopub_data_rate_limit", "iopub_data_rate_limit=1000000.0", "of 1000000 bytes a second"],
    ["message", "--NotebookApp.iopub_msg_rate_limit", "iopub_msg_rate_limit=1000.0", "of 1000 messages a second"],
  ])("names the server's option when it drops %s", async (kind, option, current, limit) => {
    const text = `IOPub ${kind} rate exceeded.\nThe Jupyter server will temporarily stop sending output\nto the client in order to avoid crashing it.\nTo change this limit, set the config variable\n\`${option}\`.\n\nCurrent values:\nX.${current} (per sec)\n`;
    const { code, message } = await run({ cell: (_, { publish }) => publish("stream", { name: "stderr", text }) });
    expect(code).toBe(1);
    expect(message).toContain(
      `the server drops output above its limit ${limit}. Print less at a time, or start the server with ${option}=1e10`,
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
