import { appendFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { HistoryFile } from "../../../../src/kernel/protocol/history/history-file.ts";

const folder = mkdtempSync(join(tmpdir(), "history-"));

afterAll(() => rmSync(folder, { recursive: true }));

describe("HistoryFile", () => {
  it("reads the entries that were appended, and skips broken lines", async () => {
    const path = join(folder, "history.jsonl");
    const file = new HistoryFile(path);
    expect(file.read()).toEqual([]);
    const entries = [
      { session: 1, line: 1, input: "const a = `\n`", output: null },
      { session: 1, line: 2, input: "a", output: '"\\n"' },
    ];
    for (const entry of entries) file.append(entry);
    await file.flushed();
    appendFileSync(path, '[1,3,"cut o\n{"a":1}\n[1,"x","y",null]\n\n[2,1,"whole",7]\n');
    expect(new HistoryFile(path).read()).toEqual([...entries, { session: 2, line: 1, input: "whole", output: null }]);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it("reads nothing from a path that is not a file, and continues", async () => {
    const file = new HistoryFile(folder);
    expect(file.read()).toEqual([]);
    file.append({ session: 1, line: 1, input: "a", output: null });
    await expect(file.flushed()).resolves.toBeUndefined();
  });
});
