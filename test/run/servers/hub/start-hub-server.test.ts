import { describe, expect, it } from "vitest";
import { startHubServer } from "../../../../src/run/servers/hub/start-hub-server.ts";
import { Server } from "../../../../src/run/servers/http/server.ts";
import { deferred } from "../../../../src/util/deferred.ts";
import { hurry } from "../../support/hurry.ts";
import { type Behaviour, ScriptedServer } from "../../support/scripted-server.ts";

const PLACE = { user: "ann", server: "" };

async function start(answer: Behaviour["answer"], onWait: (server: string, seconds: number) => void = () => {}) {
  const { url } = await new ScriptedServer({ answer }).listen();
  const hub = new Server({ url, token: "of-ann" });
  const started = await startHubServer(hub, { ...PLACE, url }, { startupSeconds: 0, onWait });
  return started.replace(url, "URL/");
}

describe("a hub that starts a user's server", () => {
  it("is waited for, and reported every 20 s", async () => {
    hurry(["performance", "setInterval", "clearInterval"]);
    const waits: number[] = [];
    const told = deferred<void>();
    const answer: Behaviour["answer"] = async (method, path) => {
      if (method === "POST" && path === "/hub/api/users/ann/server") return { status: 202 };
      if (path !== "/hub/api/users/ann/server/progress") return undefined;
      await told.promise;
      return { status: 200, body: 'data: {"progress": 50}\n\ndata: {"progress": 100, "ready": true}\n\n' };
    };
    const url = await start(answer, (_, seconds) => {
      waits.push(seconds);
      if (waits.length === 2) told.resolve();
    });
    expect({ url, waits: waits.slice(0, 2) }).toEqual({ url: "URL/user/ann/", waits: [20, 40] });
  });

  it("is not reported when the server runs already", async () => {
    const body = '{"message":"ann is already running"}';
    expect(await start((method) => (method === "POST" ? { status: 400, body } : undefined))).toBe("URL/user/ann/");
  });
});
