import { realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { tsnb } from "../../support/command.ts";
import { freshCache } from "../../support/fresh-cache.ts";
import { notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { withoutTypeChecks } from "../../support/without-type-checks.ts";

withoutTypeChecks();

beforeEach(() => {
  vi.stubEnv("TSNB_CACHE", freshCache());
  vi.stubEnv("CI", "");
});

function project() {
  const heading = { cell_type: "markdown", source: "# Load" };
  return realpathSync(
    scratch({ "a.ipynb": notebookText([heading, "1 + 1"], "tsnb"), "b/b.ipynb": notebookText(["2"], "tsnb") }),
  );
}

describe("tsnb cache", () => {
  it("lists, explains and clears entries of runs", () => {
    const cwd = project();
    expect(tsnb(["cache", "ls"], { cwd }).stdout).toMatch(/^0 entries, 0 kB, in .*runs\n$/);
    expect(tsnb(["cache", "why", "a.ipynb"], { cwd })).toMatchObject({
      status: 1,
      stdout: "a.ipynb: not in the cache\n",
    });

    const paths = ["a.ipynb", join("b", "b.ipynb")];
    expect(tsnb(["run", ...paths, "--cache", "notebooks"], { cwd }).status).toBe(0);
    const again = tsnb(["run", ...paths, "--cache", "notebooks"], { cwd });
    expect(again.stdout).toMatch(/a\.ipynb .* cached, passed\n/);
    expect(again.stderr).toMatch(/a\.ipynb: passed in \d+\.\d s, cached\n/);

    const listed = tsnb(["cache", "ls"], { cwd }).stdout.split("\n");
    expect(listed[0]).toMatch(/^notebook +made +seconds saved +size$/);
    expect(listed.slice(1, 3).toSorted()).toEqual([
      expect.stringMatching(/^a\.ipynb +\d{4}-\d\d-\d\d \d\d:\d\d UTC +\d+\.\d +\d+ kB$/),
      expect.stringMatching(/^b[/\\]b\.ipynb /),
    ]);
    expect(listed.at(-2)).toMatch(/^2 entries, /);
    expect(tsnb(["cache", "ls", "b"], { cwd }).stdout).toMatch(/^1 entry, /m);

    expect(tsnb(["cache", "why", ...paths], { cwd })).toMatchObject({ status: 0 });
    writeFileSync(join(cwd, "a.ipynb"), notebookText([{ cell_type: "markdown", source: "# Load" }, "1 + 2"], "tsnb"));
    const why = tsnb(["cache", "why", ...paths], { cwd });
    expect(why.status).toBe(3);
    expect(why.stdout).toMatch(
      /^a\.ipynb: changed since .* UTC\n {2}cell 2 \(Load\) has changed\nb[/\\]b\.ipynb: unchanged since .* UTC\n$/,
    );
    const option = tsnb(["cache", "why", "b", "--env", "TZ=UTC"], { cwd });
    expect(option.status).toBe(3);
    expect(option.stdout).toContain("the environment variable TZ ");

    rmSync(join(cwd, "b"), { recursive: true });
    expect(tsnb(["cache", "clear", "b"], { cwd }).stdout).toMatch(/^Removed 1 entry, /);
    expect(tsnb(["cache", "clear"], { cwd }).stdout).toMatch(/^Removed 1 entry, /);
    expect(tsnb(["cache", "ls"], { cwd }).stdout).toMatch(/^0 entries/);
  });

  it("refuses missing paths with exit code 2", () => {
    const cwd = project();
    expect(tsnb(["cache", "why", "none.ipynb"], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("none.ipynb"),
    });
    expect(tsnb(["run", "a.ipynb", "--cache", "always"], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("It must be one of off, notebooks"),
    });
  });
});
