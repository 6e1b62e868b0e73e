import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Execution, type WireMessage, sharedClient } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";
import { sharedFolder } from "../../support/scratch.ts";

const { folder } = sharedFolder();

mkdirSync(join(folder, "sub"));
writeFileSync(
  join(folder, "tool.ts"),
  "const words: string[] = process.argv.slice(2);\nconsole.log(words.join('+'));\n",
);
const cell = { cell_type: "code", id: "a", metadata: {}, execution_count: null, outputs: [] };
const cells = [{ ...cell, source: "console.log('from a notebook')" }];
writeFileSync(
  join(folder, "other.ipynb"),
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "tsnb", language: "typescript" } },
    cells,
  }),
);
const client = await sharedClient({ cwd: folder, env: { TSNB_CHECK: "on", MY_TOKEN: "abc" } });

/** The output of a cell: its traceback, its stderr (with type errors), and its value. */
function ended(run: Execution): unknown[] {
  return [tracebackOf(run), run.stderr, run.result];
}

async function failure(code: string): Promise<unknown> {
  return (await client.execute(code)).reply.content["evalue"];
}

describe("x = !command", () => {
  it("keeps the lines of the output as strings, for the checker too", async () => {
    const run = await client.execute('const lines = !printf "a\\nb\\n"\nlines.map((line) => line.toUpperCase())');
    expect(ended(run)).toEqual(["", "", "[ 'A', 'B' ]"]);
    expect(run.stdout).toBe("");
  });

  it("declares a name without a keyword, also the second time", async () => {
    for (let time = 0; time < 2; time++) {
      const run = await client.execute("here = !pwd\nhere.length satisfies number", {}, { cellId: "captured" });
      expect(ended(run)).toEqual(["", "", "1"]);
    }
    const wrong = await client.execute("here.length.toUpperCase");
    expect(wrong.stderr).toContain("TS2339");
  });

  it("is a negation where the name is a variable", async () => {
    await client.execute("const isReady = true");
    expect((await client.execute("const isLate = !isReady\nisLate")).result).toBe("false");
  });

  it("gives no lines without output, shows stderr, and fails with the command", async () => {
    expect((await client.execute("const none = !true 0\nnone")).result).toBe("[]");
    const run = await client.execute("const bad = !echo oops >&2; exit 3");
    expect(run.stderr).toContain("oops");
    expect(run.reply.content).toMatchObject({
      ename: "CommandFailed",
      evalue: "`echo oops >&2; exit 3` ended with exit code 3",
    });
  });

  it("is ended by Stop", async () => {
    const { id, done } = client.begin("const slow = !echo started >&2; sleep 60");
    await client.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).includes("started"));
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
  });

  it("says nothing more once it is stopped", async () => {
    const { id, done } = client.begin("const slow = !trap 'echo bye >&2' TERM; echo shell $$ >&2; sleep 60 & wait");
    const started = (m: WireMessage): string | undefined =>
      m.parent_header.msg_id === id ? /shell (\d+)\n/.exec(String(m.content["text"]))?.[1] : undefined;
    const shell = started(await client.waitFor((m) => started(m) !== undefined));
    await client.interrupt();
    await done;
    await client.execute(`
      const lives = () => { try { return process.kill(${shell}, 0) } catch { return false } };
      while (lives()) await new Promise((resolve) => setImmediate(resolve));`);
    expect(client.published.filter((m) => String(m.content["text"]).includes("bye"))).toEqual([]);
  });
});

describe("%time", () => {
  it("says how long a line took, and gives its value", async () => {
    const run = await client.execute("%time await Promise.resolve(42)");
    expect(run.stdout).toMatch(/^Time: [\d.]+ [mµn]?s \(processor: [\d.]+ [mµn]?s\)\n$/);
    expect(ended(run)).toEqual(["", "", "42"]);
  });

  it("declares a variable with its type", async () => {
    const run = await client.execute("%time const timed = [1, 2].map(String)\ntimed.join() satisfies string");
    expect(ended(run)).toEqual(["", "", "'1,2'"]);
    expect(run.stdout).toMatch(/^Time: /);
  });

  it("has errors of its code at their place", async () => {
    const run = await client.execute(
      "const fails = (): number => { throw new Error('here') }\n  %time const never = fails()",
    );
    expect(tracebackOf(run)).toMatch(/Cell \[\d+\]:2:23/);
  });

  it("times a cell, also one that fails", async () => {
    const run = await client.execute("%%time\nconst inTime = 5\nconsole.log('in')\ninTime");
    expect(run.stdout).toMatch(/^in\nTime: /);
    expect(ended(run)).toEqual(["", "", "5"]);
    expect((await client.execute("%%time\nthrow new Error('x')")).stdout).toMatch(/^Time: /);
    expect((await client.execute("inTime")).stdout).toBe("");
  });

  it("wants code", async () => {
    expect(await failure("%time")).toBe("%time got no code: write %time await load(), for example");
    expect(await failure("%%time f()\n1")).toBe("%%time takes the code in the lines below, but got f()");
  });
});

describe("%cd", () => {
  it("changes the folder, goes back, and says where it is", async () => {
    expect((await client.execute("%cd sub")).stdout).toBe(`${join(folder, "sub")}\n`);
    expect((await client.execute("process.cwd()")).result).toBe(`'${join(folder, "sub")}'`);
    expect((await client.execute("%cd -")).stdout).toBe(`${folder}\n`);
    expect(await failure("%cd nowhere")).toBe(
      "%cd did not change the working directory: nowhere is not a folder that can be entered (ENOENT)",
    );
  });
});

describe("%env", () => {
  it("shows, sets and lists variables, and hides secrets in lists", async () => {
    expect((await client.execute("%env NEW_ONE=a b")).stdout).toBe("NEW_ONE=a b\n");
    expect((await client.execute("%env NEW_ONE")).stdout).toBe("a b\n");
    expect((await client.execute("process.env['NEW_ONE']")).result).toBe("'a b'");
    const { stdout } = await client.execute("%env");
    expect(stdout).toContain("NEW_ONE=a b\n");
    expect(stdout).toContain("MY_TOKEN=(hidden)\n");
    expect(await failure("%env NOT_THERE")).toBe("%env found no variable NOT_THERE: set it with %env NOT_THERE=value");
  });
});

describe("%run", () => {
  it("runs a file of TypeScript with arguments, and a notebook", async () => {
    expect((await client.execute("%run tool.ts one 'two three'")).stdout).toBe("one+two three\n");
    expect((await client.execute("%run ./other.ipynb")).stdout).toBe("from a notebook\n");
  });

  it("fails with the file, and says so in its own words", async () => {
    writeFileSync(join(folder, "broken.ts"), "throw new Error('broken')\n");
    const run = await client.execute("%run broken.ts now");
    expect(run.reply.content["evalue"]).toBe("`%run broken.ts now` ended with exit code 1");
    expect(tracebackOf(run)).toBe("CommandFailed: `%run broken.ts now` ended with exit code 1");
    expect(run.stderr).toContain("Error: broken");
  });

  it("wants a file that it can run", async () => {
    expect(await failure("%run")).toBe("%run got no file: write %run ./file.ts, for example");
    expect(await failure("%run gone.ts")).toBe(`%run found no file ${join(folder, "gone.ts")}`);
  });
});

describe("%%writefile", () => {
  it("writes and appends the rest of the cell", async () => {
    expect((await client.execute("%%writefile sub/a.txt\n%%not a command\nconst x")).stdout).toBe("Wrote sub/a.txt\n");
    expect((await client.execute("%%writefile -a sub/a.txt\nmore\n")).stdout).toBe("Appended to sub/a.txt\n");
    expect(readFileSync(join(folder, "sub", "a.txt"), "utf8")).toBe("%%not a command\nconst x\nmore\n");
    expect(await failure("%%writefile\nx")).toBe(
      "%%writefile takes one file, but got none: write %%writefile name.txt",
    );
    expect(await failure("%writefile x")).toContain("%%writefile is, on the first line of a cell");
    expect(String(await failure("%%writefile gone/a.txt\nx"))).toContain(
      "%%writefile could not write gone/a.txt: ENOENT",
    );
  });
});

describe("%%bash", () => {
  it("runs a script, whose variables last for all lines", async () => {
    const run = await client.execute("%%bash\nx=(1 2 3)\necho ${#x[@]}\nif true; then\n  echo yes\nfi\n");
    expect([run.stdout, ...ended(run)]).toEqual(["3\nyes\n", "", "", undefined]);
    expect(existsSync(join(folder, "cell.sh"))).toBe(false);
  });

  it("fails with the script, reads no input, and is ended by Stop", async () => {
    for (const above of ["// a note", "console.log('ran')"]) {
      const late = await client.execute(`${above}\n%%bash\necho hi`);
      expect(late.reply.content["evalue"]).toBe(
        "%%bash must be the first line of its cell: move it there, or into a cell of its own",
      );
      expect(late.stdout).toBe("");
    }
    expect(await failure("%%bash\nexit 4")).toBe("`%%bash` ended with exit code 4");
    expect((await client.execute("%%bash\ncat; echo end")).stdout).toBe("end\n");
    const { id, done } = client.begin("%%bash\necho started\nsleep 60\n");
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "started\n");
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
  });
});

describe("with checks off", () => {
  beforeAll(() => client.execute("%check off"));

  describe("%timeit", () => {
    it("measures code, also awaited code, with the cell's names", async () => {
      const run = await client.execute(
        "const xs = [3, 1, 2]\n%timeit xs.toSorted()\n%timeit await null\n%timeit for (const x of xs) x + 1",
      );
      expect(run.stdout.split("\n")).toEqual([
        ...Array.from({ length: 3 }, () =>
          expect.stringMatching(
            /^[\d.]+ (ns|µs|ms) ± [\d.]+ (ns|µs|ms) per loop \(mean ± std\. dev\. of [2-7] runs, [\d,]+ loops? each\)$/,
          ),
        ),
        "",
      ]);
    });

    it.each([
      ["waits for a timer", "new Promise((resolve) => setTimeout(resolve, 5))"],
      ["never leaves its turn", "null"],
      ["catches that it is stopped", "new Promise((resolve) => setTimeout(resolve, 5)).catch(() => {})"],
    ])("ends on Stop, for code that %s", async (_what, awaited) => {
      const { id, done } = client.begin(`let looped = 0; console.log("on")\n%timeit (looped++, await ${awaited})`);
      await client.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "stream");
      await client.interrupt();
      expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
      const later = "const before = looped; await new Promise((resolve) => setTimeout(resolve, 100)); looped - before";
      expect(await client.execute(later)).toMatchObject({ result: "0", stdout: "" });
      expect(client.of(id).filter((m) => JSON.stringify(m.content).includes("per loop"))).toEqual([]);
    });

    it("asks for code", async () => {
      const { content } = (await client.execute("const a = 1;\n%timeit")).reply;
      expect(content).toMatchObject({ ename: "MagicError", evalue: expect.stringContaining("write %timeit 1 + 1") });
    });

    it("measures close to the real time", async () => {
      const { stdout } = await client.execute("%timeit await new Promise((r) => setTimeout(r, 20))");
      const [, mean] = /^([\d.]+) ms/.exec(stdout) ?? [];
      expect(Number(mean)).toBeGreaterThan(18);
      expect(Number(mean)).toBeLessThan(80);
    });
  });

  describe("%reset", () => {
    it("forgets every name, also imported ones, and they can be declared again", async () => {
      writeFileSync(join(folder, "own.ts"), "export let own = 1;\n");
      await client.execute(
        "const r1 = 1; function r2() {}; import { own } from './own.ts'; import { sep } from 'node:path'",
      );
      await client.execute("%reset");
      for (const name of ["r1", "r2", "own", "sep"]) {
        expect((await client.execute(name)).reply.content).toMatchObject({
          ename: "ReferenceError",
          evalue: `${name} is not defined`,
        });
      }
      expect((await client.execute("let r1 = 5; import { own } from './own.ts'; [r1, own]")).result).toBe("[ 5, 1 ]");
    });

    it("makes typeof of forgotten names undefined", async () => {
      await client.execute("let gone = 1");
      await client.execute("%reset");
      const asked = "const ask = () => typeof gone; [typeof gone, typeof (gone), ask()]";
      expect((await client.execute(asked)).result).toBe("[ 'undefined', 'undefined', 'undefined' ]");
      for (const code of ["gone", "typeof gone.x"]) {
        expect((await client.execute(code)).reply.content).toMatchObject({ evalue: "gone is not defined" });
      }
      expect((await client.execute("let gone = 2n; [typeof gone, ask()]")).result).toBe("[ 'bigint', 'bigint' ]");
    });

    it("keeps the types that its own cell declares", async () => {
      await client.execute("%check on\nconst before = 1;");
      await client.execute("%reset\nconst after = 1;");
      expect((await client.execute("after.toFixed(1)")).stderr).toBe("");
      expect((await client.execute("%check off\nbefore")).reply.content["ename"]).toBe("ReferenceError");
    });
  });

  describe("%who", () => {
    it("lists names with their types, shapes and cells", async () => {
      const { stdout: empty } = await client.execute("%reset\n%who");
      expect(empty).toBe("The cells have declared no names yet.\n");
      const { reply } = await client.execute(
        "const xs = [1, 2]; class Shape { sides = 3 }\nlet later; enum Size { S }\nfunction add() {} import { sep } from 'node:path'",
      );
      const count = Number(reply.content["execution_count"]);
      const [first, second] = [`Cell [${count}]`, `Cell [${count + 1}]`];
      const { outputs } = await client.execute(
        "later = new Shape(); let xs = { a: 1 }; const bad = new Proxy({}, { getPrototypeOf() { throw 1 } })\n%who",
      );
      const data = outputs[0]?.content["data"];
      expect(data).toMatchObject({
        "text/html": expect.stringContaining(`<td style="text-align: left">${first}</td>`),
      });
      const { "text/plain": text } = Object(data);
      expect(
        String(text)
          .split("\n")
          .map((line) => line.split(/  +/)),
      ).toEqual([
        ["name", "type", "shape", "declared in"],
        ["Shape", "class", first],
        ["Size", "enum", first],
        ["add", "function", first],
        ["bad", "no value", second],
        ["later", "Shape", first],
        ["sep", "string", "1 character", first],
        ["xs", "object", "1 key", second],
      ]);
      expect((await client.execute("%reset\n%who")).stdout).toBe(empty);
    });
  });

  describe("%check", () => {
    it("accepts one of three words", async () => {
      expect((await client.execute("%check off")).reply.content["status"]).toBe("ok");
      expect((await client.execute("%check maybe")).reply.content).toMatchObject({
        ename: "MagicError",
        evalue: expect.stringContaining("on, off or block"),
      });
    });

    it("applies to its own cell when it comes first", async () => {
      const wrong = 'const checked: number = "x"; console.log("ran")';
      const shown = await client.execute(`// types\n%check on\n${wrong}`);
      expect(shown.stdout).toBe("ran\n");
      expect(shown.stderr).toContain("TS2322");
      const stopped = await client.execute(`%check block\n${wrong}`);
      expect(stopped.reply.content).toMatchObject({ ename: "TypeCheckError" });
      expect(stopped.stdout).toBe("");
      const silenced = await client.execute(`%check off\n${wrong}`);
      expect([silenced.stdout, silenced.stderr]).toEqual(["ran\n", ""]);
      // Inside a string it is not a command.
      expect((await client.execute(`const text = \`\n%check on\n\`; ${wrong}`)).stderr).toBe("");
    });
  });

  describe("%help", () => {
    it("prints the commands, and an unknown command lists them", async () => {
      expect((await client.execute("%help")).stdout).toContain("%npm install NAME");
      expect((await client.execute("%matplotlib inline")).reply.content).toMatchObject({
        ename: "MagicError",
        evalue: "%matplotlib is not a command: charts show themselves when they are the last expression",
      });
      expect((await client.execute("%nothing like this")).reply.content).toMatchObject({
        evalue:
          "%nothing is not a command: the commands are %npm, %run, %timeit, %time, %who, %deps, %cd, %env, %%writefile, " +
          "%%bash, %reset, %check, %help and !command",
      });
    });

    it.each([
      ["%%sh\nls -la", "cells are TypeScript: write %%bash on the first line of the cell"],
      ["%%html\n<b>bold</b>", 'write import { html } from "tsnb/display"; html`…`'],
      ["%%timeit\n1 + 1", "%timeit is, on a line of its own: %timeit CODE"],
      ["%%nothing\nelse", "the commands are %npm, %run"],
      ["%pip install pandas", "write %npm install NAME"],
      ["%bash ls", "%%bash is, on the first line of a cell: %%bash"],
      ["%constructor", "the commands are %npm, %run"],
    ])("%j suggests the replacement", async (code, said) => {
      const { content } = (await client.execute(code)).reply;
      expect(content).toMatchObject({ ename: "MagicError", evalue: expect.stringContaining(said) });
    });
  });

  describe("errors in commands", () => {
    it.each([
      ["%timeit [nothing]", ["1:10", "1:1"], "> 1 | %timeit [nothing]\n    |          ^"],
      ["const a = 1\n  %timeit a.b.c", ["2:15", "2:3"], "> 2 |   %timeit a.b.c\n    |               ^"],
      [
        "%timeit await null; nothing",
        ["1:21", "1:1"],
        "> 1 | %timeit await null; nothing\n    |                     ^",
      ],
      ["%timeit const = 1", ["1:15"], "> 1 | %timeit const = 1\n    |               ^"],
      ["const b = 1\n  !exit 3", ["2:3"], "> 2 |   !exit 3\n    |   ^"],
    ])("errors in %j are at its own columns", async (code, places, shown) => {
      const traceback = tracebackOf(await client.execute(code));
      expect([...traceback.matchAll(/Cell \[\d+\]:(\d+:\d+)/g)].map(([, place]) => place)).toEqual(places);
      expect(traceback).toContain(shown);
    });
  });

  describe("a question mark", () => {
    it("name? opens a name's description, name?? also its declaration", async () => {
      await client.execute(
        "/** Adds one. */\nfunction plusOne(n: number) { return n + 1 }\nconst kept = { deep: [1, 2] };",
      );
      const pageOf = async (code: string): Promise<string> => {
        const { content } = (await client.execute(code)).reply;
        expect(content).toMatchObject({ status: "ok", payload: [{ source: "page", start: 0 }] });
        return JSON.stringify(content["payload"]);
      };
      expect(await pageOf("plusOne?")).toMatch(/plusOne\(n: number\): number.*Adds one\./);
      expect(await pageOf("plusOne??")).toContain("return n + 1");
      expect(await pageOf("?kept.deep")).toContain("[ 1, 2 ]");
      expect(await pageOf("const own = 5\nown?")).toContain("5");
      expect(await pageOf("Math.max?")).toContain("max(...values: number[]): number");
      expect((await client.execute("%npm?")).stdout).toContain("%npm install NAME");
      expect((await client.execute("nothing_here?")).reply.content).toMatchObject({
        ename: "MagicError",
        evalue: "nothing_here? asks for help, but nothing is known about nothing_here",
      });
    });
  });
});
