import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/scratch.ts";
import { serve } from "./support/served.ts";

describe("the files of the folder", () => {
  it.each([
    "../secret.txt",
    "..%2Fsecret.txt",
    "%2e%2e/secret.txt",
    "%2e%2e%2fsecret.txt",
    "sub/../../secret.txt",
    "sub/%2e%2e/%2e%2e/secret.txt",
    "link.txt",
    "linked/secret.txt",
    "dangling.txt",
    ".hidden",
    "sub/.hidden",
    "a%00b",
    "in.txt/more",
    `${"deep/".repeat(2000)}in.txt`,
    "linked/new/in.txt",
    "dangling.txt/new",
  ])("%s is not among them", async (path) => {
    const outside = scratch({
      "secret.txt": "secret",
      "root/in.txt": "in",
      "root/.hidden": "h",
      "root/sub/.hidden": "h",
    });
    const folder = join(outside, "root");
    symlinkSync(join(outside, "secret.txt"), join(folder, "link.txt"));
    symlinkSync(outside, join(folder, "linked"));
    symlinkSync(join(outside, "nothing.txt"), join(folder, "dangling.txt"));
    const served = await serve({ folder });
    const response = await served.ask(`/api/contents/${path}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain(outside);
  });

  it("may be reached by a link that stays inside, and the folder itself may be a link", async () => {
    const place = scratch({ "root/in.txt": "in" });
    symlinkSync(join(place, "root", "in.txt"), join(place, "root", "link.txt"));
    symlinkSync(join(place, "root"), join(place, "alias"));
    const served = await serve({ folder: join(place, "alias") });
    expect(await (await served.ask("/api/contents/link.txt")).json()).toMatchObject({ content: "in" });
  });

  it("are listed without entries that are hidden or lead outside", async () => {
    const outside = scratch({ "secret.txt": "s", "root/a.txt": "a", "root/.git/config": "c" });
    const folder = join(outside, "root");
    mkdirSync(join(folder, "empty"));
    symlinkSync(join(outside, "secret.txt"), join(folder, "link.txt"));
    const served = await serve({ folder });
    const listing: unknown = await (await served.ask("/api/contents?content=1")).json();
    expect(listing).toMatchObject({
      type: "directory",
      path: "",
      content: expect.arrayContaining([
        expect.objectContaining({ name: "a.txt", type: "file", size: 1, content: null }),
        expect.objectContaining({ name: "empty", type: "directory", size: null }),
      ]),
    });
    expect(JSON.stringify(listing)).not.toMatch(/link|secret|git/);
  });
});

function put(content: string): { readonly method: string; readonly body: string } {
  return { method: "PUT", body: JSON.stringify({ type: "file", format: "text", content }) };
}

describe("with --write", () => {
  it("they are written, copied, renamed and deleted", async () => {
    const folder = scratch({ "sub/a.txt": "a" });
    const { ask } = await serve({ folder, isWritable: true });
    const asked = async (path: string, method: string, body?: object): Promise<unknown> => {
      const response = await ask(`/api/contents${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
      return [response.status, await response.text().then((text) => (text === "" ? undefined : JSON.parse(text)))];
    };
    const textOf = (path: string): string => readFileSync(join(folder, path), "utf8");
    expect(await asked("/sub/b.txt", "PUT", { type: "file", content: "größer" })).toMatchObject([
      200,
      { writable: true },
    ]);
    expect(textOf("sub/b.txt")).toBe("größer");
    await asked("/bytes", "PUT", { type: "file", format: "base64", content: "//4A" });
    expect([...readFileSync(join(folder, "bytes"))]).toEqual([255, 254, 0]);
    const notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    await asked("/n.ipynb", "PUT", { type: "notebook", content: notebook });
    expect(JSON.parse(textOf("n.ipynb"))).toEqual(notebook);
    expect(await asked("/sub", "POST", { copy_from: "sub/a.txt" })).toMatchObject([201, { path: "sub/a1.txt" }]);
    expect(await asked("", "POST", { type: "notebook" })).toMatchObject([201, { path: "Untitled.ipynb" }]);
    expect(await asked("", "POST", { type: "notebook" })).toMatchObject([201, { path: "Untitled1.ipynb" }]);
    expect(await asked("/sub/a1.txt", "PATCH", { path: "c.txt" })).toMatchObject([200, { path: "c.txt" }]);
    expect(textOf("c.txt")).toBe("a");
    expect(await asked("/c.txt", "PATCH", { path: "n.ipynb" })).toMatchObject([409, {}]);
    expect(await asked("/sub", "DELETE")).toMatchObject([400, { message: "The folder sub is not empty" }]);
    expect(await asked("/c.txt", "DELETE")).toEqual([204, undefined]);
    expect(await asked("", "DELETE")).toMatchObject([403, {}]);
    expect(readdirSync(folder).toSorted()).toEqual(["Untitled.ipynb", "Untitled1.ipynb", "bytes", "n.ipynb", "sub"]);
  });

  it.each(["../out.txt", "..%2Fout.txt", "linked/out.txt", "dangling.txt", ".hidden", "none/out.txt"])(
    "nothing is written to %s",
    async (path) => {
      const outside = scratch({ "root/in.txt": "in" });
      const folder = join(outside, "root");
      symlinkSync(outside, join(folder, "linked"));
      symlinkSync(join(outside, "out.txt"), join(folder, "dangling.txt"));
      const { ask } = await serve({ folder, isWritable: true });
      expect((await ask(`/api/contents/${path}`, put("x"))).status).toBe(404);
      const move = { method: "PATCH", body: JSON.stringify({ path: decodeURIComponent(path) }) };
      expect((await ask("/api/contents/in.txt", move)).status).toBeGreaterThanOrEqual(400);
      expect(readdirSync(outside)).toEqual(["root"]);
      expect(readdirSync(folder).toSorted()).toEqual(["dangling.txt", "in.txt", "linked"]);
    },
  );
});

it("are not moved into themselves, and the folder that is served is not moved at all", async () => {
  const served = await serve({ folder: scratch({ "sub/a.txt": "a" }), isWritable: true });
  const moved = async (from: string, to: string) => {
    const response = await served.ask(`/api/contents/${from}`, { method: "PATCH", body: JSON.stringify({ path: to }) });
    return [response.status, (await response.json()).message];
  };
  expect(await moved("sub", "sub/new")).toEqual([400, "The folder sub cannot be moved into itself"]);
  expect(await moved("", "new")).toEqual([403, "The served folder cannot be renamed"]);
  expect(readFileSync(join(served.folder, "sub/a.txt"), "utf8")).toBe("a");
});

it("are not written without --write", async () => {
  const { ask, folder } = await serve();
  const response = await ask("/api/contents/a.txt", { method: "PUT", body: `{"type":"file","content":""}` });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ message: expect.stringContaining("--write") });
  expect(readdirSync(folder)).toEqual([]);
});
