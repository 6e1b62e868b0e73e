import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type WireMessage, sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder } = sharedFolder();

writeFileSync(join(folder, "package.json"), '{ "name": "project", "private": true }');
mkdirSync(join(folder, "packages", "greeting"), { recursive: true });
writeFileSync(
  join(folder, "packages", "greeting", "package.json"),
  '{ "name": "greeting", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
);
writeFileSync(join(folder, "packages", "greeting", "index.js"), "export const hello = 'hello from a package';\n");
for (const mode of ["on", "block"]) {
  const typed = join(folder, "packages", `typed-${mode}`);
  mkdirSync(typed);
  const manifest = { name: `typed-${mode}`, version: "1.0.0", type: "module", exports: "./index.js" };
  writeFileSync(join(typed, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(typed, "index.js"), "export const size = 1;\n");
  writeFileSync(join(typed, "index.d.ts"), "export declare const size: number;\n");
}
const client = await sharedClient({ cwd: folder });

describe("!command", () => {
  it("shows output of both streams as it comes, among the cell's own output", async () => {
    const run = await client.execute(
      `console.log("before");\n!echo out && echo err >&2\nconsole.log("after");\n"value"`,
    );
    expect(run.stdout).toBe("before\nout\nafter\n");
    expect(run.stderr).toBe("err\n");
    expect(run.result).toBe("'value'");
  });

  it("continues after a backslash, and later lines keep their numbers", async () => {
    const run = await client.execute(
      "!echo one \\\r\n  two\r\nconst fails = () => { throw new Error('here') };\nfails()",
    );
    expect(run.stdout).toBe("one two\n");
    expect(tracebackOf(run)).toMatch(/fails \(Cell \[\d+\]:3:\d+\)[^]*Cell \[\d+\]:4:1/);
  });

  it("streams", async () => {
    const { id, done } = client.begin(
      "!node -e \"console.log('first'); setTimeout(() => console.log('second'), 60000)\"",
    );
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "first\n");
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
  });

  it("can open its streams by name", async () => {
    const run = await client.execute("!echo one | tee /dev/stderr\n!echo two > /dev/stdout; echo three > /dev/stderr");
    expect(tracebackOf(run)).toBe("");
    expect([run.stdout, run.stderr]).toEqual(["one\ntwo\n", "one\nthree\n"]);
  });

  it("prints where the system's programs are not found", async () => {
    const run = await client.execute("const { PATH } = process.env; process.env.PATH = '/none';\n!echo out; exit 4\n");
    expect(run.reply.content).toMatchObject({ evalue: "`echo out; exit 4` ended with exit code 4" });
    expect(run.stdout).toBe("out\n");
    await client.execute("process.env.PATH = PATH");
  });

  it("does not wait for a background process, whose output comes later", async () => {
    const file = join(folder, "go on");
    const { id, done } = client.begin(`!while [ ! -e "${file}" ]; do sleep 0.05; done && echo later & echo now`);
    expect((await done).stdout).toBe("now\n");
    writeFileSync(file, "");
    await client.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).includes("later"));
  });

  it("prints everything before its failure ends the cell", async () => {
    const run = await client.execute("!seq 1 100000 >&2; exit 3");
    expect(run.stderr.endsWith("\n99999\n100000\n")).toBe(true);
    expect((await client.execute("!kill -9 $$")).reply.content).toMatchObject({
      evalue: "`kill -9 $$` was ended by SIGKILL",
    });
  });

  it("fails the cell when it fails", async () => {
    const run = await client.execute("!exit 3\nconsole.log('not reached')");
    expect(run.reply.content).toMatchObject({ ename: "CommandFailed", evalue: "`exit 3` ended with exit code 3" });
    expect(run.stdout).toBe("");
    expect((await client.execute("!no-such-program-here")).reply.content).toMatchObject({ ename: "CommandFailed" });
  });

  it("is a string inside a template", async () => {
    expect((await client.execute("const script = `\n!echo no\n%help\n`; script")).result).toBe(
      "'\\n!echo no\\n%help\\n'",
    );
  });

  it("a line that negates a declared name with ! is TypeScript", async () => {
    expect((await client.execute("const done = false\n!done")).result).toBe("true");
    expect((await client.execute("!done")).result).toBe("true");
    expect((await client.execute("!done && 'not yet'")).result).toBe("'not yet'");
    expect((await client.execute("!globalThis")).result).toBe("false");
    expect((await client.execute("!echo done")).stdout).toBe("done\n");
  });

  it("reports a deleted working directory", async () => {
    const gone = "import fs from 'node:fs'; const home = process.cwd(); const gone = fs.mkdtempSync('/tmp/gone-');";
    await client.execute(`${gone} process.chdir(gone); fs.rmdirSync(gone);`);
    expect((await client.execute("!pwd")).reply.content).toMatchObject({
      ename: "MagicError",
      evalue: expect.stringMatching(/^The command was not started, because .* no longer exists \(ENOENT\): change to/),
    });
    await client.execute("process.chdir(home)");
  });
});

describe("%npm install", () => {
  it("adds a package to the project, which can be imported in the same cell", async () => {
    expect((await client.execute("await import('greeting')")).reply.content["status"]).toBe("error");
    const run = await client.execute(
      "%npm install --offline ./packages/greeting\nimport { hello } from 'greeting';\nhello",
    );
    expect(tracebackOf(run)).toBe("");
    expect(run.result).toBe("'hello from a package'");
    expect(readFileSync(join(folder, "package.json"), "utf8")).toContain('"greeting"');
  });

  it("of another version asks for a restart only when the package is loaded", async () => {
    for (const version of ["1.0.0", "2.0.0", "3.0.0"]) {
      for (const name of ["aged", "aged-esm", "aged-unused"]) {
        const [type, code] = name === "aged-esm" ? ["module", "export const v ="] : ["commonjs", "module.exports.v ="];
        mkdirSync(join(folder, "packages", `${name}-${version}`), { recursive: true });
        writeFileSync(
          join(folder, "packages", `${name}-${version}`, "package.json"),
          JSON.stringify({ name, version, type, main: "index.js" }),
        );
        writeFileSync(join(folder, "packages", `${name}-${version}`, "index.js"), `${code} '${version}';`);
      }
    }
    const install = (version: string): string =>
      `%npm install --offline --install-links ${["aged", "aged-esm", "aged-unused"].map((name) => `./packages/${name}-${version}`).join(" ")}`;
    const first = await client.execute(
      `${install("1.0.0")}\nimport { v } from 'aged'; import { v as w } from 'aged-esm'; [v, w]`,
    );
    expect([first.result, first.stderr]).toEqual(["[ '1.0.0', '1.0.0' ]", ""]);
    const second = await client.execute(install("2.0.0"));
    expect(second.stderr).toBe(
      "aged 2.0.0 is installed, but 1.0.0 is in memory: restart the kernel to use 2.0.0\n" +
        "aged-esm 2.0.0 is installed, but 1.0.0 is in memory: restart the kernel to use 2.0.0\n",
    );
    expect((await client.execute("import { v as u } from 'aged-unused'; u")).result).toBe("'2.0.0'");
    const shell = await client.execute(`!${install("3.0.0").slice(1)}`);
    expect(shell.stderr).toContain("aged-unused 3.0.0 is installed, but 2.0.0 is in memory");
    expect((await client.execute("!echo done")).stderr).toBe("");
  });

  it.each(["on", "block"])("gives the cell the types of the installed package, with check %s", async (mode) => {
    await client.execute(`%check ${mode}`);
    // The first check makes sure that the compiler has started.
    await client.execute("const known = 1;");
    const run = await client.execute(
      `%npm install --offline ./packages/typed-${mode}\nimport { size } from 'typed-${mode}';\nsize.toFixed(1)`,
    );
    expect(run.stderr).not.toContain("TS");
    expect(run.result).toBe("'1.0'");
    const { id, reply, done } = client.begin(`import { size as again } from 'typed-${mode}'; again.length`);
    const wrong = "Property 'length' does not exist on type 'number'";
    // With `on`, the errors of a check that takes long come after the cell has ended.
    const isComplaint = (m: WireMessage): boolean =>
      m.parent_header.msg_id === id && String(m.content["text"]).includes(wrong);
    const { content } = await (mode === "on" ? client.waitFor(isComplaint) : reply);
    expect(JSON.stringify(content)).toContain(wrong);
    await done;
    await client.execute("%check off");
  });

  it("reports failures", async () => {
    const run = await client.execute("%npm install --offline ./packages/none");
    expect(run.reply.content).toMatchObject({ status: "error", ename: "CommandFailed" });
    expect(run.stderr).toMatch(/npm error/i);
    expect((await client.execute("%npm")).reply.content).toMatchObject({ ename: "MagicError" });
  });
});

describe("an import as other systems write it", () => {
  it.each([
    ["import _ from 'npm:lodash'", '%npm install lodash, then import "lodash"'],
    ["import * as d3 from 'npm:d3@7'", '%npm install d3@7, then import "d3"'],
    [
      "await import('npm:@scope/name@^1.2/sub/path')",
      '%npm install @scope/name@^1.2, then import "@scope/name/sub/path"',
    ],
    ["import x from 'https://esm.sh/lodash-es@4?bundle'", "%npm install lodash-es@4, then import it by its name"],
    ["import x from 'https://cdn.jsdelivr.net/npm/d3@7/+esm'", "%npm install d3@7, then"],
    ["await import('http://example.com/mod.ts')", "%npm install NAME of the package"],
    ["import x from 'jsr:@std/path'", "!npx jsr add @std/path"],
  ])("%s suggests one that works here", async (code, said) => {
    const run = await client.execute(`${code}; console.log(1)`);
    expect(run.reply.content).toMatchObject({ status: "error", evalue: expect.stringContaining(said) });
  });
});
