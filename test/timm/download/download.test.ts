import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { DiskFullError } from "../../../src/timm/download/errors.ts";
import { type DownloadProgress, downloadSet } from "../../../src/timm/download/download.ts";
import { pinnedSets } from "../../../src/timm/pinned-sets.ts";
import { scratch } from "../../support/scratch.ts";
import { hasShared, shared } from "../../support/shared.ts";

const { commit, files } = pinnedSets["2022-07"];
const first = files[0]?.name ?? "";
const last = files.at(-1)?.name ?? "";
const source = (name: string): Buffer => readFileSync(join(shared, "data", "timm", "2022-07", name));

type Answer = (name: string, response: ServerResponse) => void;

/** Starts a server on the loopback interface that serves timm's files under the commit's address. */
async function serve(answer: Answer = (name, response) => response.end(source(name))) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const name = request.url?.split("/").at(-1) ?? "";
    asked.push(request.url ?? "");
    answer(name, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const cache = scratch();
  const env = { TSNB_CACHE: cache, TSNB_DATA_URL: `http://127.0.0.1:${port}/` };
  return { asked, env, folder: join(cache, "timm", "2022-07"), stop };
}

/** An answer that differs only for the last file of the set. */
const forLast =
  (answer: (response: ServerResponse, bytes: Buffer) => void): Answer =>
  (name, response) =>
    name === last ? answer(response, source(name)) : void response.end(source(name));

describe.skipIf(!hasShared)("downloadSet", () => {
  it("takes each file from the commit's address and keeps it byte for byte", async () => {
    const { asked, env, folder } = await serve();
    const seen: DownloadProgress[] = [];
    const done = await downloadSet("2022-07", { env, onProgress: (progress) => seen.push(progress) });
    expect(done).toEqual({ folder, downloaded: files.map((file) => file.name) });
    expect(asked).toEqual(files.map((file) => `/${commit}/results/${file.name}`));
    expect(readdirSync(folder).toSorted()).toEqual(files.map((file) => file.name));
    for (const file of files) expect(readFileSync(join(folder, file.name)).equals(source(file.name))).toBe(true);
    expect(seen[0]).toEqual({ set: "2022-07", file: first, at: 0, files: 3, received: 0, bytes: files[0]?.bytes });
    expect(seen.at(-1)).toMatchObject({ file: last, at: 2, received: files.at(-1)?.bytes });
  });

  it("does nothing the second time, even without a network, and all again when forced", async () => {
    const { asked, env, stop } = await serve();
    await downloadSet("2022-07", { env });
    expect(await downloadSet("2022-07", { env, force: true })).toMatchObject({ downloaded: { length: 3 } });
    stop();
    expect(await downloadSet("2022-07", { env })).toMatchObject({ downloaded: [] });
    expect(asked).toHaveLength(6);
  });

  it("continues with the first missing file, and replaces a damaged one", async () => {
    let isBroken = true;
    const { asked, env, folder } = await serve((name, response) => {
      if (isBroken && name === last) response.writeHead(500).end();
      else response.end(source(name));
    });
    await expect(downloadSet("2022-07", { env })).rejects.toMatchObject({ name: "ServerRefusedError", status: 500 });
    writeFileSync(join(folder, first), "damaged");
    isBroken = false;
    expect((await downloadSet("2022-07", { env })).downloaded).toEqual([first, last]);
    expect(asked).toHaveLength(5);
  });

  it.each([
    [
      "a missing file",
      "FileNotServedError",
      "the server has no such file (404)",
      (response: ServerResponse) => response.writeHead(404).end("x"),
    ],
    [
      "a refusal",
      "ServerRefusedError",
      "answered with status 503",
      (response: ServerResponse) => response.writeHead(503).end(),
    ],
    [
      "another file",
      "WrongHashError",
      `the SHA-256 is ${createHash("sha256")
        .update("x".repeat(files.at(-1)?.bytes ?? 0))
        .digest("hex")}, not ${files.at(-1)?.sha256}`,
      (response: ServerResponse, bytes: Buffer) => response.end("x".repeat(bytes.length)),
    ],
    [
      "a longer file",
      "WrongHashError",
      `it has more than the ${files.at(-1)?.bytes} bytes expected`,
      (response: ServerResponse, bytes: Buffer) => response.end(Buffer.concat([bytes, bytes])),
    ],
    [
      "a short file",
      "IncompleteDownloadError",
      "the connection ended after 5 of",
      (response: ServerResponse) => response.end("short"),
    ],
    [
      "a connection cut off",
      "IncompleteDownloadError",
      "the connection ended after 1000 of",
      (response: ServerResponse, bytes: Buffer) => {
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, 1000), () => response.destroy());
      },
    ],
  ])("reports %s and keeps nothing", async (_, name, message, answer) => {
    const { env, folder } = await serve(forLast(answer));
    const expected = {
      name,
      url: `${env.TSNB_DATA_URL}${commit}/results/${last}`,
      message: expect.stringContaining(message),
    };
    await expect(downloadSet("2022-07", { env })).rejects.toMatchObject(expected);
    expect(readdirSync(folder).toSorted()).toEqual(files.slice(0, -1).map((file) => file.name));
  });

  it("gives up on a server that stops sending, or never answers", async () => {
    const stalled = await serve(forLast((response) => void response.write("a")));
    const failure = {
      name: "StalledDownloadError",
      message: expect.stringContaining("no data arrived for 0.3 seconds"),
    };
    await expect(downloadSet("2022-07", { env: stalled.env, patience: 300 })).rejects.toMatchObject(failure);
    const silent = await serve(() => undefined);
    await expect(downloadSet("2022-07", { env: silent.env, patience: 300 })).rejects.toMatchObject(failure);
  });

  it("waits for a slow server as long as data arrives", async () => {
    const slow = await serve(
      forLast((response, bytes) => {
        const size = Math.ceil(bytes.length / 5);
        const parts = Array.from({ length: 5 }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
        const timer = setInterval(() => {
          const part = parts.shift();
          if (part !== undefined) return void response.write(part);
          clearInterval(timer);
          return void response.end();
        }, 300);
      }),
    );
    expect((await downloadSet("2022-07", { env: slow.env, patience: 1200 })).downloaded).toHaveLength(3);
  });

  it("reports why a server cannot be reached", async () => {
    const { env, stop } = await serve();
    stop();
    const refused = {
      name: "NoNetworkError",
      message: expect.stringMatching(/could not be reached \(connect ECONNREFUSED/),
    };
    await expect(downloadSet("2022-07", { env })).rejects.toMatchObject(refused);
    const nowhere = { ...env, TSNB_DATA_URL: "nowhere" };
    await expect(downloadSet("2022-07", { env: nowhere })).rejects.toMatchObject({ name: "NoNetworkError" });
  });

  it("reports that the cache cannot be written", async () => {
    const { env } = await serve();
    const blocked = { ...env, TSNB_CACHE: join(scratch({ file: "" }), "file") };
    await expect(downloadSet("2022-07", { env: blocked })).rejects.toMatchObject({ name: "WriteError" });
  });

  it("reports that the disk is full, and keeps complete files", async (context) => {
    const { env } = await serve();
    const disk = scratch();
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      context.skip("a small disk can be made by root alone");
    }
    try {
      await expect(downloadSet("2022-07", { env: { ...env, TSNB_CACHE: disk } })).rejects.toBeInstanceOf(DiskFullError);
      expect(readdirSync(join(disk, "timm", "2022-07"))).toEqual([first]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});
