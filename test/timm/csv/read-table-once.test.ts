import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Columns } from "../../../src/timm/columns.ts";
import { readTableOnce } from "../../../src/timm/csv/read-table-once.ts";

const COLUMNS = {
  model: { kind: "text", required: true, empty: false },
  top1: { kind: "number", required: true, empty: false },
} satisfies Columns;
const AN_HOUR = 3_600_000;

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tsnb-tables-"));
  file = join(folder, "results.csv");
  writeFileSync(file, "model,top1\na,1\n");
  // The file was changed just now, and the process reads it an hour later.
  vi.spyOn(Date, "now").mockReturnValue(new Date().getTime() + AN_HOUR);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function models(): unknown[] {
  return readTableOnce(file, COLUMNS).getColumn("model").toArray();
}

test("reads a file that has not changed once", () => {
  const first = readTableOnce(file, COLUMNS);
  expect(readTableOnce(file, COLUMNS)).toBe(first);
});

test("reads a file again that has grown, was edited or replaced", () => {
  expect(models()).toEqual(["a"]);
  appendFileSync(file, "b,2\n");
  expect(models()).toEqual(["a", "b"]);
  writeFileSync(file, "model,top1\na,1\nc,2\n");
  utimesSync(file, 0, 0);
  expect(models()).toEqual(["a", "c"]);
  rmSync(file);
  expect(models).toThrow("results.csv");
  writeFileSync(file, "model,top1\nd,1\n");
  expect(models()).toEqual(["d"]);
});

test("reads a file again that changed a moment ago, since its time may stay the same", () => {
  vi.mocked(Date.now).mockRestore();
  expect(readTableOnce(file, COLUMNS)).not.toBe(readTableOnce(file, COLUMNS));
});

test("reads it for other columns too", () => {
  readTableOnce(file, COLUMNS);
  const table = readTableOnce(file, { ...COLUMNS, top1: { kind: "text", required: true, empty: false } });
  expect(table.getColumn("top1").toArray()).toEqual(["1"]);
});
