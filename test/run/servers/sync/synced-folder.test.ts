import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodeOfRun } from "../../../../src/run/outcome/run-exit-code.ts";
import { runNotebooks } from "../../../../src/run/index.ts";
import { notebookText } from "../../../support/notebooks.ts";
import { scratch } from "../../../support/scratch.ts";
import { ScriptedContents } from "../../support/scripted-contents.ts";
import { type Behaviour, ScriptedServer, type Talk } from "../../support/scripted-server.ts";

type There = { readonly contents: ScriptedContents; readonly at: string; readonly here: string };
const NOTEBOOK_6: Behaviour["answer"] = (_, path) =>
  path === "/api" ? { status: 200, body: '{"version":"6.5.7"}' } : undefined;

type Cell = (there: There, talk: Talk) => Promise<void> | void;

/** Runs a notebook with `--sync` on a server, where `cell` may change the files. */
async function run(
  files: Record<string, string | Uint8Array>,
  cell: Cell = () => {},
  { syncSize, timeout, ...behaviour }: Partial<Behaviour> & { syncSize?: number; timeout?: number } = {},
) {
  const here = scratch({ ".git/HEAD": "", "analysis/a.ipynb": notebookText(["x"], "script"), ...files });
  const contents = new ScriptedContents();
  const server = new ScriptedServer({ contents, ...behaviour });
  server.behaviour.cell = (_, talk) => cell({ contents, at: server.folder, here: join(here, "analysis") }, talk);
  await server.listen();
  const options = {
    out: join(here, "analysis", "out"),
    server: [server.url],
    sync: true,
    ...(syncSize && { syncSize }),
    ...(timeout && { timeout }),
  };
  const result = await runNotebooks([join(here, "analysis", "a.ipynb")], options);
  const [notebook] = result.notebooks;
  const anonymous = (text: string): string =>
    text
      .replaceAll(here, "")
      .replaceAll(server.url, "URL/")
      .replaceAll(/tsnb-sync-\w{8}/g, "COPY");
  const message = anonymous(notebook?.error?.message ?? "");
  const notices = notebook?.notices.map(anonymous);
  const uploaded = contents.uploaded.map((path) => path.replace(/^tsnb-sync-\w{8}\//, "")).toSorted();
  const [name, code] = [notebook?.error?.name, exitCodeOfRun(result)];
  return { folder: join(here, "analysis"), name, message, code, uploaded, contents, notices };
}

/** A cell that fails with a message. */
function failing(evalue: string): Behaviour["cell"] {
  return (_, { publish, reply }) => {
    const error = { ename: "Error", evalue, traceback: [] };
    publish("error", error);
    reply({ status: "error", ...error });
  };
}

const isGone: Behaviour["answer"] = (method, path) =>
  method === "GET" && /kernels\/./.test(path) ? { status: 404, body: '{"message":"no"}' } : undefined;

describe("a run with --sync", () => {
  it("has the kernel work in the uploaded folder on Notebook 6, which takes a folder only from a session", async () => {
    const { code, folder } = await run({}, ({ contents, at }) => contents.write(`${at}/new.txt`, "new"), {
      answer: NOTEBOOK_6,
    });
    expect({ code, written: readFileSync(join(folder, "new.txt"), "utf8") }).toEqual({ code: 0, written: "new" });
  });

  it("uploads what no .gitignore leaves out, byte for byte, and works there", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    const seen: (Buffer | undefined)[] = [];
    const { uploaded, code } = await run(
      {
        ".gitignore": "*.log\n/analysis/own.txt\n",
        "analysis/.gitignore": "data/*\n!data/kept.csv\n",
        "analysis/sub/.gitignore": "!wanted.log\n",
        "analysis/data.bin": bytes,
        "analysis/a.log": "",
        "analysis/own.txt": "",
        "analysis/sub/wanted.log": "",
        "analysis/data/kept.csv": "1",
        "analysis/data/left.csv": "2",
        "analysis/.env": "SECRET=1",
        "analysis/node_modules/p/index.js": "",
        "analysis/out/old.txt": "",
        "analysis/ä b#.ts": "",
        "above.ts": "",
      },
      ({ contents, at }) => {
        seen.push(contents.entries.get(`${at}/data.bin`));
      },
    );
    expect(code).toBe(0);
    expect(uploaded).toEqual(["a.ipynb", "data.bin", "data/kept.csv", "sub/wanted.log", "ä b#.ts"]);
    expect(seen).toEqual([Buffer.from(bytes)]);
  });

  it("downloads written and changed files, and leaves nothing on the server", async () => {
    const { folder, code, contents, notices } = await run(
      { "analysis/in.txt": "before", "analysis/same.txt": "same" },
      ({ contents: files, at }) => {
        files.write(`${at}/in.txt`, "after");
        files.write(`${at}/same.txt`, "same");
        files.entries.set(`${at}/made`, undefined);
        files.write(`${at}/made/new.bin`, Buffer.of(0, 255));
      },
    );
    expect({ code, notices }).toEqual({ code: 0, notices: [] });
    expect(readFileSync(join(folder, "in.txt"), "utf8")).toBe("after");
    expect(readFileSync(join(folder, "made", "new.bin"))).toEqual(Buffer.of(0, 255));
    expect([...contents.entries.keys()]).toEqual([]);
  });

  it("never overwrites a file that was changed here meanwhile", async () => {
    const { folder, name, code, message } = await run({ "analysis/in.txt": "before" }, ({ contents, at, here }) => {
      writeFileSync(join(here, "in.txt"), "mine");
      writeFileSync(join(here, "new.txt"), "mine");
      contents.write(`${at}/in.txt`, "theirs");
      contents.write(`${at}/new.txt`, "theirs, too");
    });
    expect({ name, code }).toEqual({ name: "FileChangedError", code: 1 });
    expect(message).toBe(
      "Bringing back /analysis/in.txt: it was changed here while the notebook ran, and was left unchanged. The file that the notebook wrote is /analysis/in-server.txt; copy what you need from it.",
    );
    const read = (file: string): string => readFileSync(join(folder, file), "utf8");
    expect(["in.txt", "in-server.txt", "new.txt", "new-server.txt"].map(read)).toEqual([
      "mine",
      "theirs",
      "mine",
      "theirs, too",
    ]);
  });

  it("refuses a folder that is too large before anything runs", async () => {
    const { name, code, message, contents } = await run({ "analysis/big.bin": "x".repeat(5000) }, undefined, {
      syncSize: 2000,
    });
    expect({ name, code }).toEqual({ name: "FolderTooLargeError", code: 2 });
    expect(message).toMatch(
      /^Uploading the folder \/analysis: its files take \d kB, and only 2 kB are allowed\. Exclude files that .* with a \.gitignore,/,
    );
    expect([...contents.entries.keys()]).toEqual([]);
  });

  it("leaves only files on the server that are too large to download", async () => {
    const { name, message, contents, folder, notices } = await run(
      {},
      ({ contents: files, at }) => {
        files.write(`${at}/big.bin`, "x".repeat(5000));
        files.write(`${at}/small.txt`, "small");
      },
      { syncSize: 2000 },
    );
    expect(name).toBe("ResultsTooLargeError");
    expect(message).toMatch(/^Bringing back COPY\/big\.bin from URL\/: .* 2 kB, so it was left on the server/);
    expect([...contents.entries.keys()].some((path) => path.endsWith("/big.bin"))).toBe(true);
    expect(readdirSync(folder)).not.toContain("big.bin");
    expect(readFileSync(join(folder, "small.txt"), "utf8")).toBe("small");
    expect(notices).toEqual(["the folder COPY is left on URL/"]);
  });

  it("takes no name from the server that leads out of the folder", async () => {
    const { folder, code } = await run({}, ({ contents, at }) => {
      contents.write(`${at}/..\\evil.txt`, "evil");
      contents.write(`${at}/.hidden`, "evil");
      contents.write(`${at}/good.txt`, "good");
    });
    expect(code).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(["a.ipynb", "good.txt", "out"]);
  });

  it.skipIf(process.platform === "win32")("brings back names that only Windows does not allow", async () => {
    const { folder, code, contents } = await run({}, ({ contents: files, at }) => {
      files.write(`${at}/2026-01-01T10:00.csv`, "10:00");
      files.write(`${at}/a\\b.csv`, "a\\b");
    });
    expect(code).toBe(0);
    expect(readFileSync(join(folder, "2026-01-01T10:00.csv"), "utf8")).toBe("10:00");
    expect(readFileSync(join(folder, "a\\b.csv"), "utf8")).toBe("a\\b");
    expect([...contents.entries.keys()]).toEqual([]);
  });

  it("fails with the path of a file whose name it cannot use, which stays on the server", async () => {
    const { folder, name, code, message, notices, contents } = await run({}, ({ contents: files, at }) => {
      files.write(`${at}/a\0b.csv`, "1");
      files.write(`${at}/good.txt`, "good");
    });
    expect({ name, code }).toEqual({ name: "FileNameError", code: 1 });
    expect(message).toMatch(/^Bringing back COPY\/a\0b\.csv from URL\/: no file here can have this name/);
    expect(notices).toEqual(["the folder COPY is left on URL/"]);
    expect([...contents.entries.keys()].some((path) => path.endsWith("/a\0b.csv"))).toBe(true);
    expect(readdirSync(folder)).toContain("good.txt");
  });

  it("says which files do not come back after a cell has failed", async () => {
    const { name, code, notices } = await run(
      {},
      ({ contents, at }, { publish, reply }) => {
        contents.write(`${at}/big.bin`, "x".repeat(5000));
        const error = { ename: "Error", evalue: "no", traceback: [] };
        publish("error", error);
        reply({ status: "error", ...error });
      },
      { syncSize: 2000 },
    );
    expect({ name, code }).toEqual({ name: "CellFailedError", code: 1 });
    expect(notices).toEqual([
      "the folder COPY is left on URL/",
      expect.stringMatching(/^Bringing back COPY\/big\.bin from URL\/: /),
    ]);
  });

  it("downloads the other files when the server refuses one", async () => {
    const { folder, name, code, message, notices } = await run(
      {},
      ({ contents, at }) => {
        contents.write(`${at}/a.txt`, "a");
        contents.write(`${at}/closed.txt`, "closed");
        contents.write(`${at}/z.txt`, "z");
      },
      {
        answer: (method, path) =>
          method === "GET" && path.endsWith("/closed.txt")
            ? { status: 403, body: '{"message":"Permission denied: closed.txt"}' }
            : undefined,
      },
    );
    expect({ name, code }).toEqual({ name: "ServerRefusalError", code: 4 });
    expect(message).toBe(
      "Bringing back COPY/closed.txt at URL/: the server answered 403 (Permission denied: closed.txt). Allow it on the server, whose log has details.",
    );
    expect(notices).toEqual(["the folder COPY is left on URL/"]);
    expect(readdirSync(folder).toSorted()).toEqual(["a.ipynb", "a.txt", "out", "z.txt"]);
  });

  it("fails when the copy is gone, with the files that the notebook wrote", async () => {
    const { name, code, message } = await run({}, ({ contents }) => contents.entries.clear());
    expect({ name, code }).toEqual({ name: "RemoteCopyMissingError", code: 1 });
    expect(message).toMatch(
      /^Bringing back the files that the notebook wrote into COPY on URL\/: the folder no longer exists/,
    );
  });

  type End = { readonly kernel: string; readonly error: string; readonly exitCode: number };
  it.each<End & { end?: (talk: Talk) => unknown; options?: Parameters<typeof run>[2] }>([
    {
      kernel: "has died",
      error: "KernelDeathError",
      exitCode: 4,
      end: ({ publish }) => publish("status", { execution_state: "dead" }),
    },
    {
      kernel: "was deleted",
      error: "KernelDeathError",
      exitCode: 4,
      end: ({ cut }) => cut(),
      options: { answer: isGone },
    },
    { kernel: "was too slow", error: "CellTimeoutError", exitCode: 5, options: { timeout: 0.2 } },
  ])("downloads files that were written before the kernel $kernel", async ({ error, exitCode, end, options }) => {
    const cell: Cell = async ({ contents: files, at }, talk) => {
      files.write(`${at}/half.txt`, "half");
      await end?.(talk);
      await new Promise(() => {});
    };
    const { folder, name, code, notices, contents } = await run({}, cell, options);
    expect({ name, code, notices }).toEqual({ name: error, code: exitCode, notices: [] });
    expect(readFileSync(join(folder, "half.txt"), "utf8")).toBe("half");
    expect([...contents.entries.keys()]).toEqual([]);
  });

  it.each([
    ["[Errno 28] No space left on device", "Make room on the server's disk."],
    [
      "Unexpected error while saving file: a.bin [Errno 2] No such file or directory: '/srv/.~a.bin' -> '/srv/a.bin'",
      "Check that the server's disk has room and its folder can be written to; the server's log has details.",
    ],
  ])("says that the server's disk is full, and leaves nothing there: %s", async (said, advice) => {
    let isFull = true;
    const answer: Behaviour["answer"] = (method, path) => {
      if (!isFull || method !== "PUT" || !path.endsWith("/a.bin")) return undefined;
      isFull = false;
      return { status: 500, body: JSON.stringify({ message: said }) };
    };
    const { name, code, message, contents, notices } = await run({ "analysis/a.bin": "a" }, undefined, { answer });
    expect({ name, code, notices }).toEqual({ name: "ServerRefusalError", code: 4, notices: [] });
    expect(message).toBe(`Uploading the notebook's folder at URL/: the server answered 500 (${said}). ${advice}`);
    expect([...contents.entries.keys()]).toEqual([]);
  });

  it("names the copy that is left when the server does not delete it", async () => {
    const { code, notices } = await run({}, undefined, {
      answer: (method, path) =>
        method === "DELETE" && path.startsWith("/api/contents") ? { status: 500, body: '{"message":"no"}' } : undefined,
    });
    expect({ code, notices: notices?.[0] }).toEqual({
      code: 0,
      notices:
        "the folder COPY is left on URL/ (Deleting the notebook's folder at URL/: the server answered 500 (no). The server's log has details.)",
    });
  });

  it("says that a gateway takes no files", async () => {
    const { name, code, message } = await run({}, undefined, { contents: undefined });
    expect({ name, code }).toEqual({ name: "TakesNoFilesError", code: 4 });
    expect(message).toBe(
      "Uploading the notebook's folder to URL/: the server does not accept files (404), like a Kernel Gateway. Put the files where its kernels work, and run without --sync.",
    );
  });

  it("is refused without a server", async () => {
    const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
    await expect(runNotebooks([join(folder, "a.ipynb")], { sync: true })).rejects.toThrow(
      'Reading the option "sync": there is no --server to upload to',
    );
  });
});

describe("a cell on a server that does not find a helper", () => {
  it.each([
    ["Cannot find module './helper.ts'", "./helper.ts"],
    ["No module named 'tools'", "tools"],
  ])("tells what to do: %s", async (said, file) => {
    const folder = scratch({ "a.ipynb": notebookText(["x"], "script"), "helper.ts": "", "tools.py": "" });
    const server = await new ScriptedServer({ cell: failing(said) }).listen();
    const options = { out: join(folder, "out"), server: [server.url] };
    const { notebooks } = await runNotebooks([join(folder, "a.ipynb")], options);
    expect(notebooks[0]?.error?.message).toContain(
      `${said}. ${file} exists here but not in the kernel's folder on the server; upload the notebook's folder with --sync, or put the file there.`,
    );
  });

  it("says nothing of modules that are not here either", async () => {
    const folder = scratch({ "a.ipynb": notebookText(["x"], "script") });
    const server = await new ScriptedServer({ cell: failing("Cannot find module './helper.ts'") }).listen();
    const options = { out: join(folder, "out"), server: [server.url] };
    const { notebooks } = await runNotebooks([join(folder, "a.ipynb")], options);
    expect(notebooks[0]?.error?.message).toContain("Correct the cell");
  });
});
