import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { exitCodeOf } from "../../../src/cli/error-exit-code.ts";
import { program } from "../../../src/cli/program.ts";
import { outputsOf, notebookIn } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

afterEach(() => vi.restoreAllMocks());

async function lesson(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const all = ["lesson", ...args];
  const code = await (await program(all)).parseAsync(["node", "tsnb", ...all]).then(
    () => 0,
    (error: unknown) => exitCodeOf(error, (text) => process.stderr.write(text)),
  );
  const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join("");
  return { code, out: text(out), err: text(err) };
}

describe("tsnb lesson new", () => {
  it("writes the notebooks without outputs and without answers", async () => {
    const folder = join(scratch(), "set");
    const { code, out } = await lesson("new", folder);
    expect(code).toBe(0);
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual(["01-picking-the-best-model.ipynb", "02-accuracy-vs-speed.ipynb", "03-pick-your-own.ipynb"]);
    for (const name of names) {
      expect(out).toContain(name);
      expect(outputsOf(notebookIn(folder, name)).flat()).toEqual([]);
      expect(readFileSync(join(folder, name), "utf8")).not.toContain("SOLUTION");
    }
  });

  it("replaces nothing", async () => {
    const folder = scratch({ "02-accuracy-vs-speed.ipynb": "mine" });
    const { code, err } = await lesson("new", folder);
    expect(code).toBe(1);
    expect(err).toContain("02-accuracy-vs-speed.ipynb would be replaced. Choose another folder");
    expect(readdirSync(folder)).toEqual(["02-accuracy-vs-speed.ipynb"]);
    expect(readFileSync(join(folder, "02-accuracy-vs-speed.ipynb"), "utf8")).toBe("mine");
  });
});

describe("tsnb lesson check", () => {
  it("grades missing and unreadable notebooks without running anything", async () => {
    const folder = scratch({ "ada/notes.txt": "", "ben/01-picking-the-best-model.ipynb": "{" });
    const out = join(scratch(), "out");
    const { code, err } = await lesson("check", folder, "--out", out);
    expect(code).toBe(0);
    expect(err.split("\n").filter(Boolean).toSorted()).toEqual([
      "ada, 01-picking-the-best-model.ipynb: 6 missing",
      "ada, 02-accuracy-vs-speed.ipynb: 5 missing",
      "ben, 01-picking-the-best-model.ipynb: 6 crashed",
      "ben, 02-accuracy-vs-speed.ipynb: 5 missing",
    ]);
    expect(readFileSync(join(out, "grades.csv"), "utf8").split("\r\n").slice(1)).toEqual([
      `ada,0,11${",missing".repeat(11)}`,
      `ben,0,11${",crashed".repeat(6)}${",missing".repeat(5)}`,
      "",
    ]);
    expect(readFileSync(join(out, "index.html"), "utf8")).toContain("The notebook cannot be read: ");
  });

  it.each([
    [["--timeout", "0"], "It must be a number above 0."],
    [["--jobs", "1.5"], "It must be a whole number, 0 or more."],
  ])("refuses %o", async (flags, message) => {
    const { code, err } = await lesson("check", scratch(), ...flags);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it("reports a missing folder", async () => {
    const { code, err } = await lesson("check", join(scratch(), "absent"));
    expect(code).toBe(1);
    expect(err).toContain("Name a folder that contains a folder for each student");
  });
});
