import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, type Execution } from "../support/client.ts";
import { tracebackOf } from "../support/outputs.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "magics-")));
let client: Client;

beforeAll(async () => {
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
  client = await Client.start({ cwd: folder, env: { TSNB_CHECK: "on", MY_TOKEN: "abc" } });
});

afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a cell showed: its errors, the complaints about its types, and its value. */
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

  it("gives no lines without output, shows what comes on stderr, and fails with the command", async () => {
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
    const { id, done } = client.begin(
      "const slow = !trap 'echo bye >&2; touch said-bye' TERM; echo on >&2; sleep 60 & wait",
    );
    await client.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).includes("on\n"));
    await client.interrupt();
    await done;
    await client.execute(`
      import { existsSync, rmSync } from "node:fs";
      while (!existsSync("said-bye")) await new Promise((resolve) => setImmediate(resolve));
      rmSync("said-bye")`);
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
      "%cd did not change the working directory: nowhere is no folder to go to (ENOENT)",
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
    expect(await failure("%%bash\nexit 4")).toBe("`%%bash` ended with exit code 4");
    expect((await client.execute("%%bash\ncat; echo end")).stdout).toBe("end\n");
    const { id, done } = client.begin("%%bash\necho started\nsleep 60\n");
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "started\n");
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
  });
});
