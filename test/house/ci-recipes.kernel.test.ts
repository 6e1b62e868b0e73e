import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { tsnb } from "../support/command.ts";
import { notebookText } from "../support/notebooks.ts";
import { sharedScratch } from "../support/scratch.ts";
import { withoutTypeChecks } from "../support/without-type-checks.ts";

withoutTypeChecks();

/** The YAML recipes on a page of the documentation, parsed. */
function recipesIn(name: string): unknown[] {
  const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", name), "utf8");
  return Array.from(page.matchAll(/```yaml\n(.*?)```/gs), ([, text = ""]): unknown => parse(text));
}

const [github, gitlab, preCommit] = recipesIn("ci.md");
const [reportJob, reportSteps] = recipesIn("reports.md");
const [cacheSteps] = recipesIn("cache.md");

const Workflow = v.object({
  jobs: v.object({ notebooks: v.object({ steps: v.array(v.object({ run: v.optional(v.string()) })) }) }),
});
const Job = v.object({
  notebooks: v.object({ script: v.array(v.string()), artifacts: v.object({ paths: v.array(v.string()) }) }),
});
const Hooks = v.object({
  repos: v.array(v.object({ hooks: v.array(v.object({ id: v.string(), entry: v.string(), files: v.string() })) })),
});

const GOOD = { cell_type: "code", source: "const x: number = 1;\nconsole.log(x);", execution_count: 1 };
const PRINTED = { output_type: "stream", name: "stdout", text: "1\n" };

type Ended = { readonly folder: string; readonly status: number | null };

const root = sharedScratch();
const endings = new Map<string, Ended>();

/** Runs a command in a project with this cell. A command that several recipes contain runs once for each cell. */
function ended(cell: object, args: readonly string[]): Ended {
  const key = JSON.stringify([cell, args]);
  const known = endings.get(key);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(root, "project-"));
  mkdirSync(join(folder, "notebooks"));
  writeFileSync(join(folder, "notebooks", "a.ipynb"), notebookText([{ ...cell }], "tsnb"));
  writeFileSync(join(folder, "package.json"), "{}");
  const ending = { folder, status: tsnb(args, { cwd: folder }).status };
  endings.set(key, ending);
  return ending;
}

/** The words after `npx tsnb` in the commands that call it. */
function calls(commands: readonly string[]): string[][] {
  return commands.flatMap((command) => (command.startsWith("npx tsnb ") ? [command.split(" ").slice(2)] : []));
}

function statuses(cell: object, commands: readonly string[]): (number | null)[] {
  return calls(commands).map((args) => ended(cell, args).status);
}

/** True when one of the commands writes the file. */
function isWritten(file: string, cell: object, commands: readonly string[]): boolean {
  return calls(commands).some((args) => existsSync(join(ended(cell, args).folder, file)));
}

describe.each([
  ["GitHub workflow", v.parse(Workflow, github).jobs.notebooks.steps.flatMap(({ run }) => run ?? [])],
  ["GitLab job", v.parse(Job, gitlab).notebooks.script],
])("the %s", (_name, commands) => {
  test("passes correct notebooks and writes its reports", () => {
    const good = { ...GOOD, outputs: [PRINTED] };
    expect(statuses(good, commands)).toEqual([0, 0]);
    for (const file of ["junit.xml", "report.html"]) expect(isWritten(file, good, commands)).toBe(true);
  });

  test("fails on a type error, on different outputs, and on a cell that throws", () => {
    const [check = []] = calls(commands);
    expect(ended({ ...GOOD, source: "const x: number = 'a';", outputs: [] }, check).status).toBe(1);
    expect(statuses({ ...GOOD, outputs: [{ ...PRINTED, text: "2\n" }] }, commands)).toEqual([0, 3]);
    expect(statuses({ ...GOOD, source: "throw new Error('x')", outputs: [PRINTED] }, commands)).toEqual([0, 1]);
  });
});

describe("the pre-commit hooks", () => {
  const hooks = v.parse(Hooks, preCommit).repos.flatMap((repo) => repo.hooks);

  test("are called with the notebooks, and fail on a type error and on stored outputs", () => {
    const statusesOf = (cell: object): Record<string, number | null> => {
      const entries = hooks.map(({ id, entry }) => [id, statuses(cell, [`${entry} notebooks/a.ipynb`])[0] ?? null]);
      return Object.fromEntries(entries);
    };
    expect(hooks.every(({ files }) => new RegExp(files).test("notebooks/a.ipynb"))).toBe(true);
    expect(statusesOf({ ...GOOD, execution_count: null, outputs: [] })).toEqual({ "tsnb-check": 0, "tsnb-clear": 0 });
    expect(statusesOf({ ...GOOD, outputs: [PRINTED] })).toEqual({ "tsnb-check": 0, "tsnb-clear": 1 });
    const wrong = { ...GOOD, source: "const x: number = 'a';", execution_count: null, outputs: [] };
    expect(statusesOf(wrong)).toEqual({ "tsnb-check": 1, "tsnb-clear": 0 });
  });
});

describe("the recipes for reports", () => {
  const Step = v.object({ run: v.optional(v.string()), with: v.optional(v.object({ path: v.string() })) });
  const job = v.parse(Job, reportJob).notebooks;
  const steps = v.parse(v.array(Step), reportSteps);

  test.each([
    ["GitLab", job.script, job.artifacts.paths],
    ["GitHub", steps.flatMap(({ run }) => run ?? []), steps.flatMap((step) => step.with?.path ?? [])],
  ])("of %s write the files that the job keeps", (_name, commands, kept) => {
    const good = { ...GOOD, outputs: [PRINTED] };
    expect(statuses(good, commands)).toEqual([0]);
    expect(kept).not.toEqual([]);
    for (const file of kept) expect(isWritten(file, good, commands)).toBe(true);
  });
});

test("the recipe for the cache keeps the folder that the variable names", () => {
  const Cache = v.object({
    env: v.object({ TSNB_CACHE: v.string() }),
    steps: v.array(v.object({ with: v.object({ path: v.string(), key: v.string(), "restore-keys": v.string() }) })),
  });
  const { env, steps } = v.parse(Cache, cacheSteps);
  const [step] = steps;
  expect(env.TSNB_CACHE).toBe(`\${{ github.workspace }}/${step?.with.path}`);
  expect(step?.with.key.startsWith(step.with["restore-keys"])).toBe(true);
});
