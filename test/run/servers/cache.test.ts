import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import type { JsonObject } from "../../../src/jupyter/json.ts";
import { whyNotebooks } from "../../../src/run/cache/why.ts";
import { runNotebooks } from "../../../src/run/index.ts";
import { notebookIn, notebookText, streamOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { ScriptedContents } from "../support/scripted-contents.ts";
import { type Behaviour, ScriptedServer } from "../support/scripted-server.ts";

let folder = "";

beforeEach(() => {
  folder = scratch();
  vi.stubEnv("TSNB_CACHE", join(folder, "cache"));
});

/** A server whose kernel prints `said()`, and says `versions()` about itself. */
async function start(kernel: { said: () => string; versions?: () => JsonObject }, own: Partial<Behaviour> = {}) {
  return new ScriptedServer({
    kernels: ["tsnb"],
    cell: (code, { print, reply }) => {
      if (code !== "") return print(kernel.said());
      const json = kernel.versions?.();
      if (json !== undefined) reply({ user_expressions: { value: { data: { "application/json": json } } } });
    },
    ...own,
  }).listen();
}

function tellsNode(version: string, saved: readonly string[] = []): JsonObject {
  const parts = [{ kind: "node", name: "node", value: version }];
  return { parts, files: [], secret: null, isListing: false, folder: "/there", list: "/tmp/list", saved: [...saved] };
}

async function run(server: ScriptedServer, { kernel = "tsnb", sync = false } = {}) {
  const notebook = join(folder, "a.ipynb");
  writeFileSync(notebook, notebookText(["x"], kernel));
  const options = { out: join(folder, "out"), server: [server.url], cache: "notebooks" as const, sync };
  const { notebooks } = await runNotebooks([notebook], options);
  const [result] = notebooks;
  const [why] = await whyNotebooks([notebook], options);
  return {
    status: result?.status,
    notices: result?.notices,
    isCached: result?.cached !== undefined,
    said: streamOf(notebookIn(options.out, "notebooks", "a.ipynb")),
    why: [why?.verdict, ...(why?.reasons ?? [])],
  };
}

it("runs again with another version there, and with another kernelspec", async () => {
  let version = "v22.1.0";
  let said = "one";
  const server = await start({ said: () => said, versions: () => tellsNode(version) });
  const passed = { status: "passed", notices: [], isCached: false, said: ["one"], why: ["cached"] };
  expect(await run(server)).toEqual(passed);
  said = "two";
  expect(await run(server)).toEqual({ ...passed, isCached: true });
  version = "v24.0.0";
  expect(await run(server)).toEqual({ ...passed, said: ["two"] });
  server.behaviour.spec = { env: { NODE_OPTIONS: "--no-warnings" } };
  said = "three";
  expect(await run(server)).toEqual({ ...passed, said: ["three"] });
});

it.each([
  [
    "tsnb",
    "its kernel does not report what its outputs depend on (it does not evaluate expressions); install the same version of tsnb on the server",
  ],
  ["tslab", "on a server only the kernel tsnb reports what outputs depend on, and it runs on tslab"],
])(
  "runs each time on a kernel %s that cannot report the inputs of its outputs, and says so",
  async (kernel, reason) => {
    let said = "one";
    const server = await start({ said: () => said }, { kernels: [kernel] });
    for (said of ["one", "two"]) {
      const notices = [`it is not cached: ${reason}`];
      expect(await run(server, { kernel })).toEqual({
        status: "passed",
        notices,
        isCached: false,
        said: [said],
        why: ["never", reason],
      });
    }
  },
);

it("advises on an older tsnb there, which lacks the module that answers", async () => {
  const server = await start(
    { said: () => "one" },
    {
      cell: (_, { reply }) => {
        const evalue = "Cannot find module '/opt/tsnb/answer-there.js' imported from /opt/tsnb/child.js";
        reply({ user_expressions: { value: { status: "error", ename: "Error", evalue, traceback: [] } } });
      },
    },
  );
  const reason =
    "its kernel does not report what its outputs depend on; install the same version of tsnb on the server";
  expect(await run(server)).toMatchObject({ notices: [`it is not cached: ${reason}`], why: ["never", reason] });
});

it.each([
  [false, "made/x.csv"],
  [true, "../x.csv"],
  [true, "D:/x.csv"],
])("does not cache a run that leaves a file there, with --sync %s: %s", async (sync, path) => {
  const contents = new ScriptedContents();
  const server = await start({ said: () => "one", versions: () => tellsNode("v22.1.0", [path]) }, { contents });
  expect(await run(server, { sync })).toMatchObject({
    status: "passed",
    notices: [`it is not cached: it writes ${path} on the server; --sync downloads such files`],
    why: ["new"],
  });
});
