import { expect, it } from "vitest";
import { LeftKernels } from "../../../src/run/servers/kernels/left-kernels.ts";
import { PooledServer } from "../../../src/run/servers/pooled-server.ts";
import { type Behaviour, ScriptedServer } from "../support/scripted-server.ts";

it("asks a server once for several notebooks that want to know at the same time, and again later", async () => {
  let looks = 0;
  const answer: Behaviour["answer"] = (_, path) => {
    if (path === "/api/status") looks += 1;
    return undefined;
  };
  const { url } = await new ScriptedServer({ answer }).listen();
  const wait = { startupSeconds: 1, onWait: () => {} };
  const patience = { down: 0, away: 0 };
  const options = { secrets: [], sync: undefined, patience, wait, left: new LeftKernels() };
  const member = new PooledServer({ url, places: 4 }, options);
  await Promise.all([member.look(), member.look(), member.look()]);
  expect(looks).toBe(1);
  await member.look();
  expect({ looks, problem: member.problem }).toEqual({ looks: 2, problem: undefined });
});
