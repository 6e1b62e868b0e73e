import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { once } from "node:events";
import type { Server } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePorts } from "../../../src/jupyter/free-ports.ts";
import { serverCertificate } from "../../run/support/certificate.ts";
import { ScriptedServer } from "../../run/support/scripted-server.ts";
import { notebookText } from "../../support/notebooks.ts";
import { tsnb } from "../../support/processes.ts";
import { scratch } from "../../support/scratch.ts";

async function portOf(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function answering(status: number, body: string): RequestListener {
  return (_, response) => {
    response.writeHead(status, { connection: "close" });
    response.end(body);
  };
}

async function runOn(url: string) {
  const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
  const { code, stdout, stderr } = await tsnb(["run", "a.ipynb", "--server", url, "--token", "of-somebody"], {
    cwd: folder,
  });
  return { code, stdout, said: stderr.replaceAll(url, "URL/") };
}

const BASE = "Give the base URL that the server prints when it starts, with the path that its pages have before /lab";

describe("a run ends with 4 and a sentence on a server that", () => {
  it("does not run", async () => {
    const [port = 0] = await freePorts(1);
    expect(await runOn(`http://127.0.0.1:${port}/`)).toEqual({
      code: 4,
      stdout: "",
      said: `tsnb: Asking the Jupyter server URL/: nothing listens there (connect ECONNREFUSED 127.0.0.1:${port}). Check the address, and that the server runs.\n`,
    });
  });

  it.each([
    [200, "<h1>Hello</h1>", "the answer is not JSON (Hello)", BASE],
    [404, "<h1>Not found</h1>", "no Jupyter server answers there (404)", BASE],
    [200, '{"items":[]}', "the answer is not Jupyter's list of kernels", "Give the base URL of a Jupyter server"],
    [
      502,
      "<h1>Bad Gateway</h1>",
      "a proxy in front of the server answered 502 (Bad Gateway)",
      "Start it, or try again",
    ],
    [
      403,
      '{"message":"Forbidden"}',
      "the server refused it with 403 (Forbidden), and the token is unknown there",
      "Give a token",
    ],
  ])("answers %d %s", async (status, body, got, fix) => {
    const port = await portOf(createServer(answering(status, body)));
    const { code, stdout, said } = await runOn(`http://127.0.0.1:${port}/`);
    expect({ code, stdout, lines: said.trimEnd().split("\n").length }).toEqual({ code: 4, stdout: "", lines: 1 });
    expect(said).toContain(`tsnb: Listing the kernels at URL/: ${got}`);
    expect(said).toContain(`. ${fix}`);
    expect(said).not.toContain("of-somebody");
  });

  it("speaks https and the address says http", async () => {
    const port = await portOf(createSecureServer(serverCertificate, answering(200, "")));
    const { code, said } = await runOn(`http://127.0.0.1:${port}/`);
    expect(code).toBe(4);
    expect(said).toMatch(/it hung up on plain http, and speaks https there .*\. Write https:\/\/ for http:\/\/\.\n$/);
  });

  it("speaks http and the address says https", async () => {
    const port = await portOf(createServer(answering(200, "")));
    const { code, said } = await runOn(`https://127.0.0.1:${port}/`);
    expect(code).toBe(4);
    expect(said).toMatch(
      /it does not speak https there .*\. Write http:\/\/ for https:\/\/ if it speaks plain http\.\n$/,
    );
  });
});

it("a run says which of its servers it does not use, and runs on the others", async () => {
  const [port = 0] = await freePorts(1);
  const server = await new ScriptedServer({}).listen();
  const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
  const args = ["run", "a.ipynb", "--quiet", "--server", `http://127.0.0.1:${port}/`, "--server", server.url];
  const { code, stderr } = await tsnb(args, { cwd: folder });
  expect(code).toBe(0);
  expect(stderr).toContain(
    `the server http://127.0.0.1:${port}/ is not used until it answers again (Asking the Jupyter server`,
  );
});
