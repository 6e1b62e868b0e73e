import { join } from "node:path";
import { expect, it } from "vitest";
import { runNotebooks } from "../../../src/run/index.ts";
import { serverKernels } from "../../../src/run/servers/list-kernels.ts";
import { messageOf } from "../../../src/util/error.ts";
import { notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { ScriptedContents } from "../support/scripted-contents.ts";
import { type Behaviour, ScriptedServer } from "../support/scripted-server.ts";

const TOKEN = "a-token-that-nobody-may-see";
// The token crosses the end of the part that messages show.
const ECHO = JSON.stringify({ message: `Refused: ${"x".repeat(270)} ${TOKEN}` });

function echoing(method: string, path: RegExp, status: number, body = ECHO): Behaviour["answer"] {
  return (asked, at) => (asked === method && path.test(at) ? { status, body } : undefined);
}

/** Everything that a run says, with a server that repeats the token in one of its answers. */
async function saidBy(answer: Behaviour["answer"], cell: Behaviour["cell"] = (_, { reply }) => reply()) {
  const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
  const { url } = await new ScriptedServer({ answer, cell, contents: new ScriptedContents() }).listen();
  const said: string[] = [];
  const options = { out: join(folder, "out"), server: [url], token: TOKEN, sync: true };
  try {
    const { notebooks } = await runNotebooks([join(folder, "a.ipynb")], {
      ...options,
      onEvent: (event) => said.push(JSON.stringify(event)),
    });
    for (const { error, notices } of notebooks) said.push(error?.message ?? "", ...notices);
  } catch (error) {
    said.push(messageOf(error));
  }
  return said.join("\n");
}

it.each([
  ["the list of kernels", echoing("GET", /kernelspecs$/, 500)],
  ["a list of kernels that is none", echoing("GET", /kernelspecs$/, 200, JSON.stringify({ kernelspecs: TOKEN }))],
  ["the start of a kernel, which failed", echoing("POST", /kernels$/, 500)],
  ["the start of a kernel, which was refused", echoing("POST", /kernels$/, 403)],
  ["an upload", echoing("PUT", /ipynb$/, 500)],
  ["the end of a kernel", echoing("DELETE", /kernels\/./, 400)],
  ["the end of a copy", echoing("DELETE", /contents/, 400)],
])("are not shown when the server repeats them in its answer to %s", async (_, answer) => {
  const said = await saidBy(answer);
  expect(said).toContain("[secret token]");
  expect(said).not.toMatch(/a-token|nobody/);
});

it("are not shown by the list of a server's kernels", async () => {
  const { url } = await new ScriptedServer({ answer: echoing("GET", /kernelspecs$/, 500) }).listen();
  const refused = serverKernels({ server: [url], token: TOKEN }, {});
  await expect(refused).rejects.toThrow(/\[secret token\]/);
  await expect(refused).rejects.not.toThrow(/a-token|nobody/);
});
