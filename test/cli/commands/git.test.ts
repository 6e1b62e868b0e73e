import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ended, tsnb } from "../../support/command.ts";
import { notebookIn, notebookText } from "../../support/notebooks.ts";
import { scratch, sharedScratch } from "../../support/scratch.ts";

const OUTPUT = { output_type: "stream", name: "stdout", text: "printed\n" };

type Repository = {
  readonly folder: string;
  readonly git: (...args: string[]) => Ended;
  readonly tsnb: (...args: string[]) => Ended;
  /** Writes a notebook with these cells, by id, and commits it. */
  readonly commit: (cells: Readonly<Record<string, string>>) => void;
};

function textOf(cells: Readonly<Record<string, string>>): string {
  const fields = { cell_type: "code", metadata: {}, outputs: [OUTPUT], execution_count: 1 };
  return notebookText(
    Object.entries(cells).map(([id, source]) => ({ id, source, ...fields })),
    "tsnb",
  );
}

function gitIn(cwd: string, args: readonly string[]): Ended {
  const config = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "core.autocrlf=false"];
  const { status, stdout, stderr } = spawnSync("git", [...config, ...args], { cwd, encoding: "utf8" });
  return { status, stdout, stderr };
}

const empty = sharedScratch();

/** The folder of an empty repository in which `tsnb git install` has run. */
function installed(): string {
  if (existsSync(join(empty, ".git"))) return empty;
  gitIn(empty, ["init", "-q", "-b", "main"]);
  expect(tsnb(["git", "install"], { cwd: empty })).toMatchObject({ status: 0, stderr: "" });
  return empty;
}

function repository(cells: Readonly<Record<string, string>>): Repository {
  const folder = scratch();
  cpSync(installed(), folder, { recursive: true });
  const git = (...args: string[]): Ended => gitIn(folder, args);
  const commit: Repository["commit"] = (content) => {
    writeFileSync(join(folder, "a.ipynb"), textOf(content));
    git("add", "-A");
    expect(git("commit", "-qm", "change")).toMatchObject({ status: 0 });
  };
  commit(cells);
  return { folder, git, commit, tsnb: (...args) => tsnb(args, { cwd: folder }) };
}

/** Merges two branches that each changed a notebook. */
function merged(base: Record<string, string>, ours: Record<string, string>, theirs: Record<string, string>) {
  const made = repository(base);
  made.git("checkout", "-qb", "theirs");
  made.commit(theirs);
  made.git("checkout", "-q", "main");
  made.commit(ours);
  const { status, stderr } = made.git("merge", "-q", "theirs", "-m", "merge");
  const { cells } = notebookIn(made.folder, "a.ipynb");
  return { ...made, status, stderr, cells: Object.fromEntries(cells.map(({ id, source }) => [id, source])) };
}

describe("git merge by tsnb", () => {
  const base = { a: "first()", b: "const x = 1;\nconst y = 2;", c: "third()" };

  test("combines edits, a move and deletions of both sides", () => {
    const { a, b } = base;
    const { status, cells } = merged(base, { b, a: "first(1)" }, { b: `${b}\nmore()`, a });
    expect(status).toBe(0);
    expect(Object.entries(cells)).toEqual([
      ["b", `${b}\nmore()`],
      ["a", "first(1)"],
    ]);
  });

  test("merges a notebook again that git had merged as text", () => {
    const made = repository(base);
    made.tsnb("git", "uninstall");
    made.commit(base);
    made.git("checkout", "-qb", "theirs");
    made.commit({ ...base, a: "first(2)" });
    made.git("checkout", "-q", "main");
    made.commit({ ...base, a: "first(1)" });
    expect(made.git("merge", "-q", "theirs").status).toBe(1);
    expect(made.tsnb("clear", "a.ipynb").stderr).toContain("run `npx tsnb git install`, then `git checkout -m`");
    made.tsnb("git", "install");
    made.git("checkout", "-m", "a.ipynb");
    const { cells } = notebookIn(made.folder, "a.ipynb");
    expect(cells.map(({ source }) => source)).toEqual([
      "<<<<<<< ours\nfirst(1)\n=======\nfirst(2)\n>>>>>>> theirs",
      base.b,
      base.c,
    ]);
  });

  test("writes a valid notebook when both changed a line, and reports where", () => {
    const made = merged(base, { ...base, a: "first(1)" }, { ...base, a: "first(2)" });
    expect(made.status).toBe(1);
    expect(made.stderr).toContain("a.ipynb: conflict in cell 1 (a): source");
    expect(made.cells["a"]).toBe("<<<<<<< ours\nfirst(1)\n=======\nfirst(2)\n>>>>>>> theirs");
    expect(made.git("status", "--short").stdout).toBe("UU a.ipynb\n");
  });
});

/** The text of a notebook of a later format. */
function later(...lines: readonly string[]): string {
  return ['{"nbformat": 5, "cells": [', ...lines.map((line) => `"${line}",`), '""]}', ""].join("\n");
}

/** Merges two branches that each changed a notebook that tsnb cannot read. */
function changed(ours: string, theirs: string) {
  const made = repository({ a: "first()" });
  const commit = (content: string): void => {
    writeFileSync(join(made.folder, "b.ipynb"), content);
    made.git("add", "-A");
    made.git("commit", "-qm", "change");
  };
  commit(later("1", "2", "3", "4"));
  made.git("checkout", "-qb", "theirs");
  commit(theirs);
  made.git("checkout", "-q", "main");
  commit(ours);
  const { status, stderr } = made.git("merge", "-q", "theirs", "-m", "merge");
  return { status, stderr, text: readFileSync(join(made.folder, "b.ipynb"), "utf8"), made };
}

describe("git merge by tsnb of a notebook that it cannot read", () => {
  test("is line by line, as without tsnb", () => {
    const { status, stderr, text } = changed(later("one", "2", "3", "4"), later("1", "2", "3", "four"));
    expect({ status, text }).toEqual({ status: 0, text: later("one", "2", "3", "four") });
    expect(stderr).toContain("tsnb: b.ipynb is merged as text. Reading b.ipynb: its format is nbformat 5");
  });

  test("marks lines that both changed", () => {
    const { status, text, made } = changed(later("1", "ours", "3", "4"), later("1", "theirs", "3", "4"));
    expect(status).toBe(1);
    expect(text).toContain('<<<<<<< ours\n"ours",\n=======\n"theirs",\n>>>>>>> theirs\n');
    expect(made.git("status", "--short").stdout).toBe("UU b.ipynb\n");
  });
});

describe("git merge by tsnb of a notebook that both added", () => {
  test("joins the cells", () => {
    const made = repository({ a: "first()" });
    const add = (source: string): void => {
      writeFileSync(join(made.folder, "b.ipynb"), textOf({ x: "shared()", [source]: `${source}()` }));
      made.git("add", "-A");
      made.git("commit", "-qm", "add");
    };
    made.git("checkout", "-qb", "theirs");
    add("theirs");
    made.git("checkout", "-q", "main");
    add("ours");
    expect(made.git("merge", "-q", "theirs", "-m", "merge")).toMatchObject({ status: 0 });
    const { cells } = notebookIn(made.folder, "b.ipynb");
    expect(cells.map(({ source }) => source)).toEqual(["shared()", "ours()", "theirs()"]);
  });
});

describe("git diff by tsnb", () => {
  test("shows a file in conflict as it is", () => {
    const made = repository({ a: "first()" });
    writeFileSync(join(made.folder, "a.ipynb"), "<<<<<<< ours\n");
    expect(made.git("diff")).toMatchObject({ status: 0, stdout: expect.stringContaining("+<<<<<<< ours") });
  });

  test("shows no records of runs", () => {
    const made = repository({ a: "first()" });
    const path = join(made.folder, "a.ipynb");
    const recorded = readFileSync(path, "utf8").replace('"metadata":{}', '"metadata":{"execution": {"x": "1"}}');
    writeFileSync(path, recorded.replace("printed", "other"));
    expect(readFileSync(path, "utf8")).toContain("execution");
    expect(made.git("diff").stdout).toBe("");
    writeFileSync(join(made.folder, "b.ipynb"), textOf({ a: "first()" }));
    const same = readFileSync(path, "utf8").replace("other", "printed");
    writeFileSync(path, same);
    expect(made.tsnb("diff", "a.ipynb", "b.ipynb")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("shows cells without JSON and outputs", () => {
    const made = repository({ a: "first()", b: "second()" });
    writeFileSync(join(made.folder, "a.ipynb"), textOf({ a: "first()", b: "second(2)" }).replace("printed", "other"));
    const lines = made.git("diff").stdout.split("\n");
    expect(lines.filter((line) => /^[-+](?![-+])/.test(line))).toEqual(["-second()", "+second(2)"]);
  });
});

describe("tsnb git install", () => {
  test("keeps outputs out of commits on request, but in the files", () => {
    const made = repository({ a: "first()" });
    made.tsnb("git", "install", "--clear-outputs");
    made.commit({ a: "first(2)" });
    expect(made.git("show", "HEAD:a.ipynb").stdout).not.toContain("printed");
    expect(readFileSync(join(made.folder, "a.ipynb"), "utf8")).toContain("printed");
  });

  test("lets git add and stash notebooks that tsnb cannot read, to the byte", () => {
    const made = repository({ a: "first()" });
    made.tsnb("git", "install", "--clear-outputs");
    const files: Readonly<Record<string, Uint8Array>> = {
      "conflict.ipynb": Buffer.from("<<<<<<< ours\n{}\n=======\n{ }\n>>>>>>> theirs\n"),
      "-latin 1'.ipynb": Buffer.from(textOf({ a: "caf\u00e9" }), "latin1"),
      "newer.ipynb": Buffer.from('{"nbformat": 5, "nbformat_minor": 0, "metadata": {}, "cells": []}\n'),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(made.folder, name), content);
    const added = made.git("add", "-A");
    expect(added.status).toBe(0);
    expect(added.stderr).toContain(
      "tsnb: git takes conflict.ipynb unchanged, with any outputs. Reading conflict.ipynb: ",
    );
    expect(added.stderr).toContain("tsnb: git takes -latin 1'.ipynb unchanged, with any outputs.");
    expect(made.git("commit", "-qm", "odd").status).toBe(0);
    expect(made.git("stash").status).toBe(0);
    const stored = Object.keys(files).map((name) => [
      name,
      spawnSync("git", ["show", `HEAD:${name}`], { cwd: made.folder }).stdout,
    ]);
    expect(Object.fromEntries(stored)).toEqual(files);
  });

  test("converts notebooks for git again with each version of tsnb", () => {
    const made = repository({ a: "first()" });
    made.git("config", "diff.tsnb.cachetextconv", "true");
    made.commit({ a: "second()" });
    made.git("log", "-p");
    expect(made.git("for-each-ref", "refs/notes").stdout).toContain("refs/notes/textconv/tsnb");
    made.tsnb("git", "install");
    expect(made.git("for-each-ref", "refs/notes").stdout).toBe("");
    expect(made.git("log", "-p").stdout).toContain("+second()");
    expect(made.git("for-each-ref", "refs/notes").stdout).toBe("");
  });

  test("keeps paths of any encoding in .gitattributes", () => {
    const made = repository({ a: "first()" });
    const attributes = join(made.folder, ".gitattributes");
    const own = Buffer.from("caf\u00e9/*.png binary\n", "latin1");
    writeFileSync(attributes, own);
    made.tsnb("git", "install");
    expect(readFileSync(attributes).subarray(0, own.length).equals(own)).toBe(true);
    made.tsnb("git", "uninstall");
    expect(readFileSync(attributes).equals(own)).toBe(true);
  });

  test("can be repeated, and is undone to the byte", () => {
    const made = repository({ a: "first()" });
    const attributes = join(made.folder, ".gitattributes");
    const config = join(made.folder, ".git", "config");
    made.tsnb("git", "uninstall");
    expect(existsSync(attributes)).toBe(false);
    writeFileSync(attributes, "*.png binary");
    const before = readFileSync(config, "utf8");
    made.tsnb("git", "install");
    made.tsnb("git", "install");
    expect(readFileSync(attributes, "utf8")).toBe("*.png binary\n*.ipynb diff=tsnb merge=tsnb\n");
    expect(made.tsnb("git", "uninstall")).toMatchObject({ status: 0, stderr: "" });
    expect(made.tsnb("git", "uninstall")).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(attributes, "utf8")).toBe("*.png binary\n");
    expect(readFileSync(config, "utf8")).toBe(before);
    rmSync(attributes);
  });

  test("reports that there is no repository", () => {
    const { status, stderr } = tsnb(["git", "install"], { cwd: scratch() });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^tsnb: Looking for the git repository of .*: there is none\. Change to a folder of a repository\.\n$/,
    );
  });
});

describe("tsnb diff and merge", () => {
  test("show and apply changes between files, and exit with 1 on changes or conflicts", () => {
    const versions = { base: "a", ours: "b", theirs: "c" };
    const files = Object.entries(versions).map(([name, source]) => [`${name}.ipynb`, textOf({ x: source })]);
    const folder = scratch(Object.fromEntries(files));
    expect(tsnb(["diff", "base.ipynb", "ours.ipynb"], { cwd: folder })).toEqual({
      status: 1,
      stdout: "@@ cell 1 source changed: code x b @@\n-a\n+b\n",
      stderr: "",
    });
    expect(tsnb(["diff", "base.ipynb", "base.ipynb"], { cwd: folder }).status).toBe(0);
    const done = tsnb(["merge", "base.ipynb", "ours.ipynb", "theirs.ipynb", "-o", "m.ipynb"], { cwd: folder });
    expect(done).toEqual({ status: 1, stdout: "", stderr: "m.ipynb: conflict in cell 1 (x): source\n" });
    expect(notebookIn(folder, "m.ipynb").cells[0]?.source).toContain("<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs");
    expect(notebookIn(folder, "ours.ipynb").cells[0]?.source).toBe("b");
  });

  test("change nothing and exit with 2 when a file is not a notebook", () => {
    const folder = scratch({ "a.ipynb": textOf({ x: "a" }), "bad.ipynb": "{" });
    for (const args of [
      ["diff", "a.ipynb", "bad.ipynb"],
      ["merge", "a.ipynb", "a.ipynb", "bad.ipynb"],
      ["merge", "none.ipynb", "a.ipynb", "a.ipynb"],
    ]) {
      const { status, stdout, stderr } = tsnb(args, { cwd: folder });
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(/^tsnb: (?:Reading|Opening) (?:bad|none)\.ipynb: .*\.\n$/);
    }
    expect(readFileSync(join(folder, "a.ipynb"), "utf8")).toBe(textOf({ x: "a" }));
  });
});
