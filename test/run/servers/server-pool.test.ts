import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type RunEvent, type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { deferred } from "../../../src/util/deferred.ts";
import { exitCodeOfRun } from "../../../src/run/outcome/run-exit-code.ts";
import { notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { hurry } from "../support/hurry.ts";
import { type Behaviour, ScriptedServer, type Talk } from "../support/scripted-server.ts";

/** Refuses the first `times` requests to start a kernel. */
function refusing(times: number, said: { status: number; body: string }): Behaviour["answer"] {
  let left = times;
  return (method, path) => (method === "POST" && path === "/api/kernels" && left-- > 0 ? said : undefined);
}

async function run(names: readonly string[], servers: readonly ScriptedServer[], options: RunOptions = {}) {
  const folder = scratch(Object.fromEntries(names.map((name) => [name, notebookText(["x"], "script")])));
  const server = servers.map(({ url }) => url);
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => events.push(event);
  const result = await runNotebooks([folder], { out: `${folder}/out`, server, onEvent, ...options });
  const notices = result.notebooks.flatMap((notebook) => notebook.notices);
  const news = events.filter(({ type }) => type === "server-failed" || type === "server-returned");
  return { code: exitCodeOfRun(result), notices, errors: result.notebooks.map(({ error }) => error), folder, news };
}

/** Answers every request with 502 while `isDown` returns true, as a proxy does without its server. */
function downWhile(isDown: () => boolean): Behaviour["answer"] {
  return () => (isDown() ? { status: 502 } : undefined);
}

describe("a server that has no place for a kernel", () => {
  it.each([
    [403, "Resource Limit"],
    [403, "A max kernels per user limit has been set to 1 and user 'ann' currently has 1 active and pending kernel."],
    [429, "3 kernels are running, the most that this server allows"],
  ])("is asked again: %d %s", async (status, message) => {
    hurry(["performance"]);
    const server = await new ScriptedServer({
      answer: refusing(2, { status, body: JSON.stringify({ message }) }),
    }).listen();
    const { code, notices } = await run(["a.ipynb"], [server]);
    expect({ code, started: server.started, told: notices.length }).toEqual({ code: 0, started: 1, told: 1 });
    expect(notices[0]).toContain(
      `it waits for a free place (Starting a kernel at ${server.url}: the server has no room`,
    );
    expect(notices[0]).toContain(message.replace(/\.$/, ""));
  });

  it("fails when it has none for as long as a kernel may take to start", async () => {
    hurry(["performance"]);
    const answer = refusing(Number.POSITIVE_INFINITY, { status: 429, body: '{"message":"full"}' });
    const server = await new ScriptedServer({ answer }).listen();
    const { code, errors } = await run(["a.ipynb"], [server], { startupTimeout: 20 });
    expect(code).toBe(4);
    expect(errors[0]).toMatchObject({ name: "ServerFullError", status: 429 });
    expect(errors[0]?.message).toContain("no room for it (429: full). Wait until kernels on it have ended");
  });
});

describe("a server that has failed", () => {
  it("is used again when it is back", async () => {
    hurry(["setTimeout", "clearTimeout"]);
    const one = await new ScriptedServer({ answer: refusing(1, { status: 502, body: "" }) }).listen();
    const two = await new ScriptedServer({
      cell: async () => {
        await expect.poll(() => one.started, { timeout: 20_000 }).toBe(1);
      },
    }).listen();
    const { code } = await run(["a.ipynb", "b.ipynb"], [one, two], { jobs: 1 });
    expect({ code, started: [one.started, two.started] }).toEqual({ code: 0, started: [1, 1] });
  });
});

async function hangAfterCut(_: string, { cut }: Talk): Promise<void> {
  await cut();
  await new Promise(() => {});
}

describe("an outage", () => {
  const names = ["a.ipynb", "b.ipynb", "c.ipynb", "d.ipynb"];

  it.each([
    ["a proxy that answers 502", { status: 502 }],
    ["a proxy that answers 504", { status: 504 }],
    ["a proxy's page", { status: 404, body: "<h1>no such service</h1>" }],
    ["connections that are hung up", "hang up"],
  ] as const)("of the only server keeps the notebooks waiting: %s", async (_, said) => {
    hurry(["setTimeout", "clearTimeout"]);
    let left = 0;
    const answer: Behaviour["answer"] = () => (left-- > 0 ? said : undefined);
    const cell: Behaviour["cell"] = (__, { reply }) => {
      // The next notebook has not asked for its kernel yet.
      if (server.started === 1) left = 12;
      reply();
    };
    const server = await new ScriptedServer({ answer, cell }).listen();
    const { code, errors, news } = await run(names, [server], { jobs: 1 });
    expect({ code, errors }).toEqual({ code: 0, errors: names.map(() => undefined) });
    expect(news.map(({ type }) => type)).toEqual(["server-failed", "server-returned"]);
  });

  it("that does not end fails each notebook after two minutes, with what the server answers", async () => {
    hurry(["performance", "setTimeout", "clearTimeout"]);
    let isDown = false;
    const server = await new ScriptedServer({ answer: downWhile(() => isDown) }).listen();
    const began = performance.now();
    server.behaviour.cell = (_, { reply }) => {
      reply();
      isDown = true;
    };
    const { code, errors } = await run(["a.ipynb", "b.ipynb"], [server], { jobs: 1 });
    expect({ code, names: errors.map((error) => error?.name) }).toEqual({
      code: 4,
      names: [undefined, "ServerRefusalError"],
    });
    expect(errors[1]?.message).toContain("a proxy in front of the server answered 502");
    expect(performance.now() - began).toBeGreaterThan(120_000);
  });

  it("does not keep a cancelled run waiting", async () => {
    // No time passes: nothing but the cancellation may end the wait.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const cancel = new AbortController();
    const onEvent = ({ type }: RunEvent) => type === "server-failed" && cancel.abort();
    let isDown = false;
    const answer: Behaviour["answer"] = (method) => {
      isDown ||= method === "POST";
      return isDown ? { status: 502 } : undefined;
    };
    const server = await new ScriptedServer({ answer }).listen();
    const { errors } = await run(["a.ipynb"], [server], { onEvent, signal: cancel.signal });
    expect(errors.map((error) => error?.name)).toEqual(["CancelledError"]);
  });

  it("of the server that has the kernel does not send its notebook to another kernel", async () => {
    hurry(["setTimeout", "clearTimeout"]);
    let left = 0;
    const one = new ScriptedServer({ answer: () => (left-- > 0 ? { status: 503 } : undefined) });
    one.behaviour.cell = (_, { reply }) => {
      if (one.started === 1) left = 12;
      reply();
    };
    const two = await new ScriptedServer({ kernels: ["other"] }).listen();
    const { code, notices } = await run(names, [await one.listen(), two], { jobs: 1 });
    expect({ code, notices, started: [one.started, two.started] }).toEqual({ code: 0, notices: [], started: [4, 0] });
  });

  it("from the beginning is an error when the other servers do not have the kernel", async () => {
    const one = await new ScriptedServer({ kernels: ["other"] }).listen();
    const two = await new ScriptedServer({ answer: downWhile(() => true) }).listen();
    const { code, errors, news } = await run(["a.ipynb"], [one, two]);
    expect({ code, name: errors[0]?.name, started: one.started }).toEqual({
      code: 4,
      name: "KernelUnavailableError",
      started: 0,
    });
    expect(errors[0]?.message).toMatch(
      `Finding the kernel "script": it is not in ${one.url}, and the kernels of ${two.url} are unknown (`,
    );
    expect(news).toEqual([{ type: "server-failed", server: two.url, reason: expect.stringContaining("answered 502") }]);
  });

  it("from the beginning is reported, and the server is used when it is back", async () => {
    hurry(["setTimeout", "clearTimeout"]);
    let isDown = true;
    const two = await new ScriptedServer({ answer: downWhile(() => isDown) }).listen();
    const cell: Behaviour["cell"] = async () => {
      isDown = false;
      await expect.poll(() => two.started, { timeout: 20_000 }).toBe(1);
    };
    const one = await new ScriptedServer({ cell }).listen();
    const { code, news } = await run(["a.ipynb", "b.ipynb"], [one, two], { jobs: 1 });
    expect({ code, started: [one.started, two.started] }).toEqual({ code: 0, started: [1, 1] });
    expect(news).toEqual([
      { type: "server-failed", server: two.url, reason: expect.stringContaining("answered 502") },
      { type: "server-returned", server: two.url },
    ]);
  });
});

describe("a server that refuses to start a kernel", () => {
  it.each([
    [400, "no such folder", "ServerRefusalError"],
    [403, "Forbidden", "ServerAccessError"],
    [504, "", "ServerRefusalError"],
  ])("fails that notebook alone, at once: %d %s", async (status, message, name) => {
    const body = JSON.stringify({ message });
    const server = await new ScriptedServer({ answer: refusing(1, { status, body }) }).listen();
    const { code, errors } = await run(["a.ipynb", "b.ipynb"], [server], { jobs: 1 });
    expect({ code, names: errors.map((error) => error?.name) }).toEqual({ code: 4, names: [name, undefined] });
    expect(server.started).toBe(1);
  });

  it("leaves its notebook to another", async () => {
    const body = '{"message":"no such folder"}';
    const one = await new ScriptedServer({ answer: refusing(2, { status: 400, body }) }).listen();
    const two = await new ScriptedServer({}).listen();
    expect(await run(["a.ipynb"], [one, two])).toMatchObject({ code: 0 });
    expect([one.started, two.started]).toEqual([0, 1]);
  });

  it("is asked three times when a proxy answers 502 for it although it runs", async () => {
    let asked = 0;
    const answer: Behaviour["answer"] = (method) => (method === "POST" && (asked += 1) ? { status: 502 } : undefined);
    const server = await new ScriptedServer({ answer }).listen();
    const { code, errors } = await run(["a.ipynb"], [server]);
    expect({ code, name: errors[0]?.name, asked }).toEqual({ code: 4, name: "ServerRefusalError", asked: 3 });
  });
});

describe("servers that are started again again and again", () => {
  it("get each notebook three times in all, whichever of them has it", async () => {
    let starts = 0;
    const gone: Behaviour["answer"] = (method, path) => {
      if (path === "/api/status") return { status: 200, body: `{"started":"${starts++}"}` };
      return method === "GET" && /kernels\/./.test(path) ? { status: 404, body: '{"message":"no"}' } : undefined;
    };
    const servers = await Promise.all(
      [1, 2].map(() => new ScriptedServer({ answer: gone, cell: hangAfterCut }).listen()),
    );
    const { code, errors, notices } = await run(["a.ipynb"], servers, { jobs: 1 });
    expect({ code, name: errors[0]?.name, notices: notices.length }).toEqual({
      code: 4,
      name: "ServerLostError",
      notices: 2,
    });
    expect(servers.reduce((sum, { started }) => sum + started, 0)).toBe(3);
  });
});

describe("the request for a kernel", () => {
  it("is reported while the server has not answered it for 20 s, then 40 s", async () => {
    hurry(["performance", "setTimeout", "clearTimeout"]);
    const silent: RunEvent[] = [];
    const told = deferred<void>();
    const answer: Behaviour["answer"] = async (method) => {
      if (method === "POST") await told.promise;
      return undefined;
    };
    const server = await new ScriptedServer({ answer }).listen();
    const onEvent = (event: RunEvent) => {
      if (event.type === "silent") silent.push(event);
      if (silent.length === 2) told.resolve();
    };
    expect(await run(["a.ipynb"], [server], { onEvent })).toMatchObject({ code: 0 });
    const common = { cell: undefined, isRemote: true, limit: 300 };
    expect(silent).toMatchObject([
      { ...common, seconds: 20 },
      { ...common, seconds: 40 },
    ]);
  });

  it("sends a gateway the time limit and the notebook's folder", async () => {
    const server = await new ScriptedServer({}).listen();
    const { folder } = await run(["a.ipynb"], [server], { startupTimeout: 90 });
    expect(server.env).toMatchObject({ KERNEL_LAUNCH_TIMEOUT: "88", KERNEL_WORKING_DIR: folder });
  });

  it("takes resources from the environment, then from the notebook, then from --env", async () => {
    vi.stubEnv("KERNEL_CPUS", "1");
    vi.stubEnv("KERNEL_GPUS", "1");
    vi.stubEnv("KERNEL_WORKING_DIR", "/elsewhere");
    const kernel = { KERNEL_GPUS: 2, KERNEL_MEMORY: "2G" };
    const text = notebookText(["x"], "script").replace(
      '"metadata":{',
      `"metadata":{"tsnb":${JSON.stringify({ kernel })},`,
    );
    const folder = scratch({ "a.ipynb": text });
    const server = await new ScriptedServer({}).listen();
    await runNotebooks([folder], { out: `${folder}/out`, server: [server.url], env: { KERNEL_MEMORY: "3G" } });
    expect(server.env).toMatchObject({
      KERNEL_CPUS: "1",
      KERNEL_GPUS: "2",
      KERNEL_MEMORY: "3G",
      KERNEL_WORKING_DIR: "/elsewhere",
    });
  });
});
