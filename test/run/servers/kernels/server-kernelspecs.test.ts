import { expect, it } from "vitest";
import { Server } from "../../../../src/run/servers/http/server.ts";
import { serverKernelspecs } from "../../../../src/run/servers/kernels/server-kernelspecs.ts";
import { ScriptedServer } from "../../support/scripted-server.ts";

async function listed(kernelspecs: unknown) {
  const answer = (_: string, path: string) =>
    path === "/api/kernelspecs" ? { status: 200, body: JSON.stringify({ kernelspecs }) } : undefined;
  const { url } = await new ScriptedServer({ answer }).listen();
  const server = new Server({ url });
  try {
    return await serverKernelspecs(server);
  } finally {
    server.close();
  }
}

const PLAIN = { argv: [], displayName: "", language: "", env: {}, interruptMode: "signal", metadata: {} };

it("lists odd entries by their readable fields, and all others unharmed", async () => {
  const spec = { argv: ["r"], display_name: "R", language: "R", env: { LEVEL: 3, ON: true, NAME: "n" } };
  const kernelspecs = {
    r: { name: "r", spec: { ...spec, metadata: null, interrupt_mode: "message" } },
    odd: { name: "odd", spec: { argv: null, display_name: 1, env: "none", interrupt_mode: "telepathy", metadata: [] } },
    bare: { name: "bare", spec: {} },
    broken: null,
    empty: { name: "empty" },
  };
  expect(await listed(kernelspecs)).toMatchObject([
    { ...PLAIN, name: "bare" },
    { ...PLAIN, name: "odd" },
    {
      name: "r",
      argv: ["r"],
      displayName: "R",
      language: "R",
      env: { LEVEL: "3", ON: "true", NAME: "n" },
      interruptMode: "message",
      metadata: {},
    },
  ]);
});

it.each([undefined, null, "no"])("is no list of kernels: %j", async (kernelspecs) => {
  await expect(listed(kernelspecs)).rejects.toThrow("the answer is not Jupyter's list of kernels");
});
