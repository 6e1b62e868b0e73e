import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { exitCodeOfRun } from "../../../src/run/outcome/run-exit-code.ts";
import { notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { type Behaviour, ScriptedServer } from "../support/scripted-server.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Makes time pass a hundred times as fast. */
function hurry(...clocks: ("performance" | "setTimeout" | "clearTimeout")[]): void {
  vi.useFakeTimers({ toFake: clocks });
  const ticks = setInterval(() => vi.advanceTimersByTime(1000), 10);
  onTestFinished(() => clearInterval(ticks));
}

/** Refuses the first `times` requests to start a kernel. */
function refusing(times: number, said: { status: number; body: string }): Behaviour["answer"] {
  let left = times;
  return (method, path) => (method === "POST" && path === "/api/kernels" && left-- > 0 ? said : undefined);
}

async function run(names: readonly string[], servers: readonly ScriptedServer[], options: RunOptions = {}) {
  const folder = scratch(Object.fromEntries(names.map((name) => [name, notebookText(["x"], "script")])));
  const server = servers.map(({ url }) => url);
  const result = await runNotebooks([folder], { out: `${folder}/out`, server, ...options });
  const notices = result.notebooks.flatMap((notebook) => notebook.notices);
  return { code: exitCodeOfRun(result), notices, errors: result.notebooks.map(({ error }) => error), folder };
}

describe("a server that has no place for a kernel", () => {
  it.each([
    [403, "Resource Limit"],
    [403, "A max kernels per user limit has been set to 1 and user 'ann' currently has 1 active and pending kernel."],
    [429, "3 kernels run already"],
  ])("is asked again: %d %s", async (status, message) => {
    hurry("performance");
    const server = await new ScriptedServer({
      answer: refusing(2, { status, body: JSON.stringify({ message }) }),
    }).listen();
    const { code, notices } = await run(["a.ipynb"], [server]);
    expect({ code, started: server.started, told: notices.length }).toEqual({ code: 0, started: 1, told: 1 });
    expect(notices[0]).toContain(`it waits for a place (Starting a kernel at ${server.url}: the server has no place`);
    expect(notices[0]).toContain(message.replace(/\.$/, ""));
  });

  it("is told when it has none for as long as a kernel may take to start", async () => {
    hurry("performance");
    const answer = refusing(Number.POSITIVE_INFINITY, { status: 429, body: '{"message":"full"}' });
    const server = await new ScriptedServer({ answer }).listen();
    const { code, errors } = await run(["a.ipynb"], [server], { startupTimeout: 20 });
    expect(code).toBe(4);
    expect(errors[0]).toMatchObject({ name: "ServerFullError", status: 429 });
    expect(errors[0]?.message).toContain("no place for it (429: full). Wait until kernels have ended there");
  });
});

describe("a server that has failed", () => {
  it("is used again when it is back", async () => {
    hurry("setTimeout", "clearTimeout");
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

describe("the request for a kernel", () => {
  it("tells a gateway how long it may take and where the notebook is", async () => {
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
