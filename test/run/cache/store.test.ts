import { chmodSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/run/cache/digest.ts";
import { type CacheEntry, EntryFault, formatEntry, parseEntry } from "../../../src/run/cache/entry-format.ts";
import { CacheStore } from "../../../src/run/cache/store.ts";
import { WriteError } from "../../../src/util/files/write-atomic.ts";
import { scratch } from "../../support/scratch.ts";

const SOURCE = "/home/me/a.ipynb";

function entry(fields: Partial<CacheEntry["head"]> = {}): CacheEntry {
  const head = {
    format: 1,
    tsnb: "0.1.0",
    source: SOURCE,
    key: digestOf("key"),
    made: "2026-01-02T03:04:05.000Z",
    seconds: 2.5,
    parts: [{ kind: "node", name: "node", value: "v20.0.0" }],
    written: [],
    ...fields,
  } as const;
  const outputs = [{ output_type: "stream", name: "stdout", text: "a\nb" }] as const;
  const cell = {
    cell_type: "code",
    id: "x",
    metadata: { tags: ["t"] },
    source: "f()",
    outputs,
    execution_count: 3,
  } as const;
  return { head, metadata: { language_info: { name: "typescript" } }, cells: [cell] };
}

describe("the text of an entry", () => {
  it("restores outputs and counts, and contains no code", () => {
    const text = formatEntry(entry());
    expect(text).not.toContain("f()");
    const read = parseEntry(text);
    expect(read).toMatchObject({
      head: entry().head,
      metadata: { language_info: { name: "typescript" } },
      cells: [{ outputs: entry().cells[0]?.outputs, execution_count: 3, source: "" }],
    });
  });

  it.each([
    ["one character differs", (text: string) => text.replace("stdout", "stderr"), "does not match its digest"],
    ["it was cut", (text: string) => text.slice(0, -20), "does not match its digest"],
    ["it is empty", () => "", "does not begin with a digest"],
    ["another tsnb wrote it", () => signed(formatEntry(entry()).replace('"format":1', '"format":2')), "format 2"],
    ["it is no entry", () => signed(`${"0".repeat(64)}\nnothing\nat all`), "format undefined"],
    ["its document is no notebook", () => signed(formatEntry(entry()).replace('"stream"', '"strange"')), "output_type"],
  ])("is refused when %s", (_, edit, got) => {
    const read = parseEntry(edit(formatEntry(entry())));
    expect(read).toBeInstanceOf(EntryFault);
    expect(read).toMatchObject({ got: expect.stringContaining(got) });
  });
});

/** An entry's text with a matching digest, as a faulty program would write it. */
function signed(text: string): string {
  const content = text.slice(text.indexOf("\n") + 1);
  return `${digestOf(content)}\n${content}`;
}

describe("the store", () => {
  it("returns the written entry, and nothing for another key or notebook", async () => {
    const store = new CacheStore(scratch());
    const content = new TextEncoder().encode("a file");
    await store.write(entry({ written: [{ path: "/x", digest: digestOf(content) }] }), [content], 1e9);
    expect(await store.read(SOURCE, digestOf("key"))).toMatchObject({ contents: [Buffer.from(content)] });
    expect(await store.read(SOURCE, digestOf("other"))).toBeUndefined();
    expect(await store.read("/home/me/b.ipynb", digestOf("key"))).toBeUndefined();
  });

  it("refuses a file whose content does not match", async () => {
    const store = new CacheStore(scratch());
    await store.write(entry({ written: [{ path: "/x", digest: digestOf("right") }] }), [Buffer.from("wrong")], 1e9);
    expect(await store.read(SOURCE, digestOf("key"))).toMatchObject({ got: expect.stringContaining("digest") });
  });

  it("replaces an entry, and leaves nothing else behind", async () => {
    const folder = scratch();
    const store = new CacheStore(folder);
    await Promise.all(Array.from({ length: 5 }, (_, seconds) => store.write(entry({ seconds }), [], 1e9)));
    await store.write(entry({ seconds: 9 }), [], 1e9);
    expect(await store.read(SOURCE, digestOf("key"))).toMatchObject({ entry: { head: { seconds: 9 } } });
    expect(readdirSync(folder, { recursive: true })).toHaveLength(3);
  });

  it("drops the least recently used entries beyond its limit", async () => {
    const store = new CacheStore(scratch());
    const bytes = Buffer.byteLength(formatEntry(entry()));
    for (const [index, name] of ["a", "b", "c"].entries()) {
      await store.write(entry({ key: digestOf(name) }), [], 1e9);
      const [written] = await store.list(SOURCE);
      if (written === undefined) throw new Error("nothing was written");
      for (const { folder, head } of await store.list(SOURCE)) {
        if (head?.key === digestOf(name)) utimesSync(join(folder, "entry"), index, index);
      }
    }
    expect(await store.read(SOURCE, digestOf("a"))).toBeDefined();
    await store.write(entry({ key: digestOf("d") }), [], bytes * 2.5);
    const left = (await store.list()).map(({ head }) => head?.key);
    expect(new Set(left)).toEqual(new Set([digestOf("a"), digestOf("d")]));
  });

  it("lists an unreadable entry without its details", async () => {
    const store = new CacheStore(scratch());
    await store.write(entry(), [], 1e9);
    const [written] = await store.list();
    writeFileSync(join(written?.folder ?? "", "entry"), "x");
    expect(await store.list()).toMatchObject([{ head: undefined, bytes: 1 }]);
  });

  it("reports where it cannot write, and is empty without a folder", async () => {
    const file = join(scratch({ file: "" }), "file");
    const store = new CacheStore(file);
    await expect(store.write(entry(), [], 1e9)).rejects.toThrow(WriteError);
    expect(await store.list()).toEqual([]);
    expect(await store.read(SOURCE, digestOf("key"))).toBeUndefined();
    expect(readFileSync(file, "utf8")).toBe("");
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
    "reads from a folder closed to writing",
    async () => {
      const folder = scratch();
      const store = new CacheStore(folder);
      await store.write(entry(), [], 1e9);
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o500);
      expect(await store.read(SOURCE, digestOf("key"))).toBeDefined();
      chmodSync(folder, 0o700);
    },
  );
});
