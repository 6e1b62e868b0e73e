import * as v from "valibot";
import { describe, expect, it, vi } from "vitest";
import { survivors } from "../support/alive.ts";
import { scratch } from "../support/scratch.ts";
import { type ChannelClient, channelsOf } from "./support/channel-client.ts";
import { type Served, serve } from "./support/served.ts";
import { withoutTypeChecks } from "../support/without-type-checks.ts";

withoutTypeChecks();

async function startKernel({ ask }: Served, body: object = {}): Promise<string> {
  const response = await ask("/api/kernels", { method: "POST", body: JSON.stringify(body) });
  const model: unknown = await response.json();
  if (typeof model !== "object" || model === null || !("id" in model) || typeof model.id !== "string") {
    throw new Error(`no kernel: ${JSON.stringify(model)}`);
  }
  return model.id;
}

async function jsonOf({ ask }: Served, path: string): Promise<unknown> {
  return (await ask(path)).json();
}

/** Runs a cell; resolves to its printed text, result and error, as JSON. */
async function run(client: ChannelClient, code: string): Promise<string> {
  const id = client.request("execute_request", { code, silent: false, allow_stdin: false });
  await client.until(({ type, parent }) => type === "execute_reply" && parent === id);
  await client.until(
    ({ type, parent, content }) =>
      type === "status" && parent === id && "execution_state" in content && content.execution_state === "idle",
  );
  const shown = client.heard.filter(
    ({ type, parent }) => parent === id && /^(?:stream|execute_result|error)$/.test(type),
  );
  return JSON.stringify(shown.map(({ content }) => content));
}

function pidIn(text: string): number {
  return Number(/\d{2,}/.exec(text)?.[0]);
}

describe("a kernel", () => {
  it("has several clients: outputs go to all, replies to who has asked", async () => {
    const served = await serve();
    const id = await startKernel(served);
    const [first, second] = [await channelsOf(served, id, "one"), await channelsOf(served, id, "two")];
    const asked = first.request("execute_request", { code: `console.log("for both")`, silent: false });
    for (const client of [first, second]) {
      await client.until(({ type, parent }) => type === "stream" && parent === asked);
      await client.until(
        ({ type, parent, content }) =>
          type === "status" && parent === asked && JSON.stringify(content).includes("idle"),
      );
    }
    await first.until(({ type }) => type === "execute_reply");
    expect(await run(second, "2 + 3")).toContain(`"text/plain":"5"`);
    expect(second.heard.filter(({ type }) => type === "execute_reply")).toHaveLength(1);
    expect(first.heard.filter(({ type }) => type === "execute_reply")).toHaveLength(1);
    expect(await jsonOf(served, `/api/kernels/${id}`)).toMatchObject({ connections: 2, execution_state: "idle" });
  });

  it("gets the variables that a client may set, and not the server's token", async () => {
    vi.stubEnv("JUPYTER_TOKEN", "secret");
    const served = await serve();
    const id = await startKernel(served, { env: { KERNEL_USERNAME: "ada", PATH: "/none" } });
    vi.unstubAllEnvs();
    const client = await channelsOf(served, id, "one");
    const code = `const { env } = process; [env.KERNEL_USERNAME, env.JUPYTER_TOKEN, env.PATH === "/none"].join()`;
    expect(await run(client, code)).toContain("ada,,false");
  });

  it("is started again when it dies, under the same id", async () => {
    const served = await serve();
    const id = await startKernel(served);
    const client = await channelsOf(served, id, "one");
    const pid = pidIn(await run(client, "process.ppid"));
    process.kill(pid, "SIGKILL");
    await client.until(({ type, content }) => type === "status" && JSON.stringify(content).includes("restarting"));
    const again = pidIn(await run(client, "process.ppid"));
    expect(again).not.toBe(pid);
    expect(await jsonOf(served, `/api/kernels/${id}`)).toMatchObject({ id, execution_state: "idle" });
  });

  it("is gone when it was deleted, and its clients are notified", async () => {
    const served = await serve();
    const id = await startKernel(served);
    const client = await channelsOf(served, id, "one");
    const pid = pidIn(await run(client, "process.ppid"));
    expect((await served.ask(`/api/kernels/${id}`, { method: "DELETE" })).status).toBe(204);
    expect(await client.closed).toBe(1001);
    expect(await survivors([pid])).toEqual([]);
    expect((await served.ask(`/api/kernels/${id}`)).status).toBe(404);
  });

  it("is not one too many", async () => {
    const served = await serve({ maxKernels: 1 });
    const id = await startKernel(served);
    const refused = await served.ask("/api/kernels", { method: "POST" });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining("--max-kernels") });
    await served.ask(`/api/kernels/${id}`, { method: "DELETE" });
    expect(await startKernel(served)).not.toBe(id);
  });

  it("takes no place among the kernels when it is dead", async () => {
    const kernel = { argv: [process.execPath, "-e", ""], display_name: "Broken", language: "typescript" };
    vi.stubEnv("JUPYTER_PATH", scratch({ "kernels/broken/kernel.json": JSON.stringify(kernel) }));
    const served = await serve({ maxKernels: 1 });
    const dead = await startKernel(served, { name: "broken" });
    const state = () => jsonOf(served, `/api/kernels/${dead}`);
    await expect.poll(state, { timeout: 60_000 }).toMatchObject({ execution_state: "dead" });
    await startKernel(served);
    const again = await served.ask(`/api/kernels/${dead}/restart`, { method: "POST" });
    expect(again.status).toBe(429);
  });

  it("keeps messages for its only client, which gets them when it returns", async () => {
    const served = await serve();
    const id = await startKernel(served);
    const away = await channelsOf(served, id, "one");
    const code = `console.log("before");\nawait new Promise((resolve) => setTimeout(resolve, 1000));\nconsole.log("after");`;
    const asked = away.request("execute_request", { code, silent: false, allow_stdin: false });
    await away.until(({ type }) => type === "stream");
    away.socket.terminate();
    await expect.poll(() => jsonOf(served, `/api/kernels/${id}`)).toMatchObject({ connections: 0 });
    await expect
      .poll(() => jsonOf(served, `/api/kernels/${id}`), { timeout: 30_000 })
      .toMatchObject({ execution_state: "idle" });
    const back = await channelsOf(served, id, "one");
    await back.until(({ type, parent }) => type === "execute_reply" && parent === asked);
    await back.until(({ type, content }) => type === "status" && JSON.stringify(content).includes("idle"));
    expect(back.heard.filter(({ type }) => type === "stream").map(({ content }) => content)).toEqual([
      { name: "stdout", text: "after\n" },
    ]);
    expect(await run(back, "1 + 1")).toContain(`"text/plain":"2"`);
  });

  it("replies to a client that has connected again beside another", async () => {
    const served = await serve();
    const id = await startKernel(served);
    const away = await channelsOf(served, id, "one");
    await run(away, "1");
    const code = `await new Promise((resolve) => (globalThis.go = resolve));`;
    const asked = away.request("execute_request", { code, silent: false, allow_stdin: false });
    await away.until(({ type, parent }) => type === "execute_input" && parent === asked);
    away.socket.terminate();
    await expect.poll(() => jsonOf(served, `/api/kernels/${id}`)).toMatchObject({ connections: 0 });
    const other = await channelsOf(served, id, "two");
    const back = await channelsOf(served, id, "one");
    await served.ask(`/api/kernels/${id}/interrupt`, { method: "POST" });
    await back.until(({ type, parent }) => type === "execute_reply" && parent === asked);
    expect(other.heard.map(({ type }) => type)).not.toContain("execute_reply");
  });

  it("ends when it was idle without a client, and not before", async () => {
    const served = await serve({ cullIdle: 1 });
    const id = await startKernel(served);
    const client = await channelsOf(served, id, "one");
    const pid = pidIn(await run(client, "process.ppid"));
    await run(client, "await new Promise((resolve) => setTimeout(resolve, 2500))");
    expect(await jsonOf(served, "/api/kernels")).toHaveLength(1);
    client.socket.close();
    expect(await survivors([pid])).toEqual([]);
    expect(await jsonOf(served, "/api/kernels")).toEqual([]);
  });

  it("lets a client go that sends no messages", async () => {
    const served = await serve();
    const id = await startKernel(served);
    const wrong = await channelsOf(served, id, "one");
    const stray = await channelsOf(served, id, "two");
    const other = await channelsOf(served, id, "three");
    wrong.socket.send("[]");
    expect(await wrong.closed).toBe(1002);
    // The reason names the channel, and is cut to the bytes that a close frame can hold.
    stray.socket.send(JSON.stringify({ channel: "€".repeat(200), header: {} }));
    expect(await stray.closed).toBe(1002);
    expect(await run(other, "1 + 1")).toContain(`"text/plain":"2"`);
  });

  it("loses nothing of a large output", async () => {
    const served = await serve();
    const client = await channelsOf(served, await startKernel(served), "one");
    const printed = await run(client, `for (let i = 0; i < 80; i++) console.log("q".repeat(99_999))`);
    expect(printed.match(/q/g)?.length).toBe(80 * 99_999);
  });
});

describe("a session", () => {
  it("is one, with one kernel, for clients that open a notebook at once", async () => {
    const served = await serve();
    const body = JSON.stringify({ path: "a.ipynb", name: "a.ipynb", type: "notebook", kernel: { name: "tsnb" } });
    const open = async () => (await served.ask("/api/sessions", { method: "POST", body })).json();
    const [first, second] = await Promise.all([open(), open()]);
    expect(second).toEqual(first);
    expect(await jsonOf(served, "/api/kernels")).toHaveLength(1);
    expect(await jsonOf(served, "/api/sessions")).toHaveLength(1);
  });

  it("leaves no kernel behind when two clients change it at once", async () => {
    const served = await serve();
    const body = JSON.stringify({ path: "a.ipynb", name: "a.ipynb", type: "notebook", kernel: { name: "tsnb" } });
    const session: unknown = await (await served.ask("/api/sessions", { method: "POST", body })).json();
    const { id } = v.parse(v.object({ id: v.string() }), session);
    const change = () =>
      served.ask(`/api/sessions/${id}`, { method: "PATCH", body: JSON.stringify({ kernel: { name: "tsnb" } }) });
    const answers = await Promise.all([change(), change()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await jsonOf(served, "/api/kernels")).toHaveLength(1);
  });
});

describe("a server that ends", () => {
  it("leaves no kernel behind, busy or idle", async () => {
    const served = await serve();
    const pids: number[] = [];
    for (const session of ["one", "two"]) {
      const client = await channelsOf(served, await startKernel(served), session);
      pids.push(pidIn(await run(client, "process.ppid")), pidIn(await run(client, "process.pid")));
      if (session === "two") client.request("execute_request", { code: "for (;;) {}", silent: false });
    }
    await served.close();
    expect(await survivors(pids)).toEqual([]);
  });
});
