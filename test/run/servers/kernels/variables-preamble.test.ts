import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { runNotebooks } from "../../../../src/run/index.ts";
import { notebookText } from "../../../support/notebooks.ts";
import { scratch } from "../../../support/scratch.ts";
import { type Behaviour, ScriptedServer } from "../../support/scripted-server.ts";

/** Runs a notebook with variables on a kernel for a language. */
async function run(language: string, cell: Behaviour["cell"], env: Record<string, string> = { LEVEL: "3" }) {
  vi.stubEnv("KEY_TO_DATA", "not-for-everybody");
  const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
  const spec = { argv: [], display_name: "Script", language };
  const body = JSON.stringify({ kernelspecs: { script: { name: "script", spec } } });
  const answer: Behaviour["answer"] = (_, path) => (path === "/api/kernelspecs" ? { status: 200, body } : undefined);
  const server = await new ScriptedServer({ cell, answer }).listen();
  const options = { out: join(folder, "out"), server: [server.url], env, secret: ["KEY_TO_DATA"] };
  const { ok, notebooks } = await runNotebooks([join(folder, "a.ipynb")], options);
  return { ok, notices: notebooks[0]?.notices, requested: server.env };
}

it("are set in the kernel before the first cell, also secrets, which are not in the request", async () => {
  const codes: string[] = [];
  const { ok, notices, requested } = await run("python", (code) => void codes.push(code));
  expect({ ok, notices }).toEqual({ ok: true, notices: [] });
  expect(codes[0]).toMatch(/^__import__\("os"\)\.environ\.update\(.*not-for-everybody.*/);
  expect(codes[1]).toBe("x");
  expect(requested).toMatchObject({ LEVEL: "3" });
  expect(requested).not.toHaveProperty("KEY_TO_DATA");
});

it("are named where the kernel's language has no way to set them", async () => {
  const { ok, notices } = await run("R", () => {}, { LEVEL: "3", MODE: "fast", KERNEL_CPUS: "4" });
  const only = "only running TypeScript, JavaScript and Python kernels can be given variables";
  expect({ ok, notices }).toEqual({
    ok: true,
    notices: [
      `it runs without KEY_TO_DATA: ${only}, and servers get no secrets`,
      `it has LEVEL, MODE only if its server passes them on: ${only}`,
    ],
  });
});

it("are reported when the kernel cannot set them, without the secret", async () => {
  const { ok, notices } = await run("typescript", (code, { reply }) => {
    if (code === "x") return reply();
    return reply({ status: "error", ename: "ReferenceError", evalue: `no process: not-for-everybody`, traceback: [] });
  });
  expect({ ok, notices }).toEqual({
    ok: true,
    notices: ["the variables of the run are not set in its kernel (ReferenceError: no process: [secret KEY_TO_DATA])"],
  });
});
