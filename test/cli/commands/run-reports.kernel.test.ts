import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { notebookText } from "../../support/notebooks.ts";
import { tsnb } from "../../support/processes.ts";
import { scratch } from "../../support/scratch.ts";
import { parseXml } from "../../support/xml.ts";
import { withoutTypeChecks } from "../../support/without-type-checks.ts";

withoutTypeChecks();

const heading = { cell_type: "markdown", source: "## Load" };
const broken = "const first = 1;\nconst parse = (x: any) => x.a.b;\nconsole.log('so far');\nparse(first);";

function project(files: Record<string, string>) {
  const indented = Object.entries(files).map(([name, text]) => [name, JSON.stringify(JSON.parse(text), null, 1)]);
  return realpathSync(scratch(Object.fromEntries(indented)));
}

describe("the reports of tsnb run", () => {
  it("cover failures on tsnb and tslab in one run, with the line in the cell and in the file", async () => {
    const cwd = project({
      "good.ipynb": notebookText(["1 + 1"], "tsnb"),
      "own.ipynb": notebookText([heading, broken, "2"], "tsnb"),
      "tslab.ipynb": notebookText([heading, broken, "2"], "tslab"),
    });
    const flags = ["--junit", "reports/junit.xml", "--html", "reports/run.html", "--markdown", "run.md", "--github"];
    const { code, stdout } = await tsnb(["run", ".", ...flags], { cwd });
    expect(code).toBe(1);

    const suites = parseXml(readFileSync(join(cwd, "reports", "junit.xml"), "utf8")).children;
    expect(
      suites.map(({ attributes: { name, tests, failures, skipped } }) => [name, tests, failures, skipped]),
    ).toEqual([
      ["good.ipynb", "1", "0", "0"],
      ["own.ipynb", "2", "1", "1"],
      ["tslab.ipynb", "2", "1", "1"],
    ]);
    for (const suite of suites.slice(1)) {
      const [failed] = suite.children;
      expect(failed?.attributes["name"]).toBe("cell 2 (Load)");
      expect(failed?.children[0]?.attributes["message"]).toMatch(/^TypeError: Cannot read properties of undefined/);
      expect(failed?.children[0]?.text).toMatch(/> 2 \| const parse = \(x: any\) => x\.a\.b;\n/);
      expect(failed?.children[1]).toMatchObject({ name: "system-out", text: "so far\n" });
    }

    const html = readFileSync(join(cwd, "reports", "run.html"), "utf8");
    expect(html).toContain("<h1>2 of 3 notebooks did not pass</h1>");
    expect(html).toContain("cell 2, line 2 · failed");

    const markdown = readFileSync(join(cwd, "run.md"), "utf8");
    expect(markdown).toMatch(/❌ own\.ipynb \| 1 of 2 \|[^\n]*\| failed at cell 2 \|/);
    expect(markdown).toContain("<b>tslab.ipynb, cell 2 (Load), line 2</b>: TypeError");

    const annotations = stdout.split("\n").filter((line) => line.startsWith("::error "));
    expect(annotations).toHaveLength(2);
    const lines = readFileSync(join(cwd, "own.ipynb"), "utf8").split("\n");
    const line = Number(/^::error file=own\.ipynb,line=(\d+),/.exec(annotations[0] ?? "")?.[1]);
    expect(lines[line - 1]).toContain("const parse");
    expect(annotations[1]).toMatch(
      /^::error file=tslab\.ipynb,line=\d+,title=tslab\.ipynb%2C cell 2 \(Load\)%2C line 2::/,
    );
  });

  it("annotate and append a summary on GitHub Actions", async () => {
    const cwd = project({ "sub/a.ipynb": notebookText(["throw new Error('no')"], "tsnb") });
    const summary = join(cwd, "summary.md");
    writeFileSync(summary, "of an earlier command\n");
    const env = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: cwd, GITHUB_STEP_SUMMARY: summary };
    const { code, stdout } = await tsnb(["run", "a.ipynb"], { cwd: join(cwd, "sub"), env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=sub\/a\.ipynb,line=\d+,title=a\.ipynb%2C cell 1%2C line 1::Error: no/m);
    expect(readFileSync(summary, "utf8")).toMatch(/^of an earlier command\n## tsnb: 1 of 1 notebook did not pass\n/);
  });

  it.each([
    ["--junit", "folder", /^tsnb: Preparing the report folder: there is a folder of that name\. [^\n]*--junit[^\n]*\n/],
    ["--html", "a.ipynb/x.html", /^tsnb: Preparing the report a\.ipynb.x\.html: \S*a\.ipynb is a file, not a folder\./],
    ["--markdown", "folder/a.ipynb/../../a.ipynb/deep/x.md", /a\.ipynb is a file, not a folder\./],
    ["--html", "a.ipynb", /^tsnb: Preparing the report a\.ipynb: it is named like a notebook\. [^\n]*--html[^\n]*\n/],
    ["--junit", "new/", /^tsnb: Preparing the report new\/: it is named like a folder\./],
    ["--junit=x.html", "--html=./x.html", /^tsnb: Preparing the report \.\/x\.html: --junit writes to the same file\./],
  ])("%s %s is refused in one sentence before anything runs", async (flag, file, message) => {
    const cwd = project({ "a.ipynb": notebookText(["1"], "tsnb") });
    mkdirSync(join(cwd, "folder"));
    const { code, stdout, stderr } = await tsnb(["run", "a.ipynb", flag, file], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("starting the kernel");
    expect(stdout).toBe("");
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });

  // root may write anywhere.
  it.skipIf(process.getuid?.() === 0)("a file in a read-only folder is refused too", async () => {
    const cwd = project({ "a.ipynb": notebookText(["1"], "tsnb") });
    mkdirSync(join(cwd, "folder"));
    chmodSync(join(cwd, "folder"), 0o555);
    const { code, stderr } = await tsnb(["run", "a.ipynb", "--junit", "folder/x.xml"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Preparing the report folder.x\.xml: EACCES/);
  });
});
