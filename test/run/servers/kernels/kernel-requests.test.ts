import { describe, expect, it } from "vitest";
import { runNotebooks } from "../../../../src/run/index.ts";
import { deferred } from "../../../../src/util/deferred.ts";
import { notebookText } from "../../../support/notebooks.ts";
import { startTsnb } from "../../../support/processes.ts";
import { scratch } from "../../../support/scratch.ts";
import { type Behaviour, ScriptedServer } from "../../support/scripted-server.ts";

/** Answers the first request for a kernel like this, and lists these running kernels. */
function answering(said: Awaited<ReturnType<Behaviour["answer"]>>, running: readonly object[]): Behaviour["answer"] {
  let left = 1;
  return (method, path) => {
    if (path !== "/api/kernels") return undefined;
    if (method === "GET") return { status: 200, body: JSON.stringify(running) };
    return left-- > 0 ? said : undefined;
  };
}

async function run(answer: Behaviour["answer"]) {
  const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
  const server = await new ScriptedServer({ answer }).listen();
  const { ok, notebooks } = await runNotebooks([folder], { out: `${folder}/out`, server: [server.url] });
  const notices = notebooks.flatMap((notebook) => notebook.notices.map((text) => text.replace(server.url, "URL")));
  return { ok, notices };
}

const LEFT = 'a kernel "script" may be left on URL: the answer to the request for it did not come';

describe("a request for a kernel whose answer does not come", () => {
  it("is reported, with the kernels that nobody is connected to", async () => {
    const running = [
      { id: "left", name: "script", connections: 0 },
      { id: "somebody's", name: "script", connections: 1 },
      { id: "another", name: "other", connections: 0 },
    ];
    expect(await run(answering({ status: 504 }, running))).toEqual({
      ok: false,
      notices: [`${LEFT}; nobody is connected to left`],
    });
  });

  it("is reported where the server lists no kernels", async () => {
    expect(await run(answering("hang up", []))).toEqual({ ok: true, notices: [LEFT] });
  });

  it("is not reported when the server has refused it", async () => {
    expect(await run(answering({ status: 503 }, [{ id: "left", name: "script", connections: 0 }]))).toEqual({
      ok: true,
      notices: [],
    });
  });
});

describe("a server that is frozen while a kernel starts", () => {
  it("does not keep an interrupted run from ending, which names the kernel that may be left", async () => {
    const never = new Promise<undefined>(() => {});
    const asked = deferred<void>();
    const answer: Behaviour["answer"] = (method) => {
      if (method !== "POST") return undefined;
      asked.resolve();
      return never;
    };
    const server = await new ScriptedServer({ answer }).listen();
    const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
    const { child, ended } = startTsnb(["run", ".", "--server", server.url], { cwd: folder });
    await asked.promise;
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain(LEFT.replace("URL", server.url));
  }, 60_000);
});
