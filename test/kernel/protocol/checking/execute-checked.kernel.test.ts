import { spawnSync } from "node:child_process";
import { realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { isAlive } from "../../../support/alive.ts";
import { scratch, sharedScratch } from "../../../support/scratch.ts";
import { Client, sharedClient } from "../../support/client.ts";
import { tracebackOf, withoutColours } from "../../support/outputs.ts";

const RAN = "The cell ran: type errors do not block it. %check block makes them.";

const project = sharedScratch({ "style.css": "a {}" });

const client = await sharedClient({ cwd: project, env: { TSNB_CHECK: "on" } });
await client.execute("const warm = 1;");

describe("many type errors", () => {
  const untyped = Array.from({ length: 400 }, (_, index) => `function f${index}(a, b) { return a + b + c${index} }`);

  it("are capped in a cell that runs", async () => {
    const run = await client.execute(`${untyped.join("\n")}\n1`);
    expect(run.result).toBe("1");
    const lines = withoutColours(run.stderr).trimEnd().split("\n");
    expect(lines.filter((line) => line.startsWith("error TS"))).toHaveLength(20);
    expect(lines.at(-3)).toMatch(/^and 1,180 more: TS7006 \d+, TS2304 \d+$/);
    expect(lines.at(-1)).toBe(RAN);
    expect(lines.at(-2)).toMatch(/^Code without types\?/);
    expect((await client.execute("function again(a, b) { return a }")).stderr).not.toContain("Code without types?");
  });

  it("are capped in a cell that they block", async () => {
    const run = await client.execute(`%check block\n${untyped.join("\n")}`);
    expect(run.reply.content).toMatchObject({
      ename: "TypeCheckError",
      evalue: expect.stringMatching(/ \(and 1,199 more\)$/),
    });
    expect(tracebackOf(run)).toMatch(/and 1,180 more: TS7006 \d+, TS2304 \d+\nThe cell did not run/);
    await client.execute("%check on");
  });
});

/**
 * Suspends the compiler of the client's kernel, as if a type took long to check, until the returned function is called
 * or the test ends.
 */
async function stopCompiler(): Promise<() => void> {
  const rows = ps("-A", "-o", "pid=,ppid=,command=").map((row) => row.split(/\s+/));
  const compilers = rows.filter(
    ([, parent, ...words]) => Number(parent) === client.process.pid && words.includes("--lsp"),
  );
  expect(compilers).toHaveLength(1);
  const pid = Number(compilers[0]?.[0]);
  const goOn = (): void => {
    if (isAlive(pid)) process.kill(pid, "SIGCONT");
  };
  onTestFinished(goOn);
  process.kill(pid, "SIGSTOP");
  // The signal takes effect only when a thread of the compiler is scheduled; the other threads go on meanwhile.
  const threads = process.platform === "linux" ? ["-L"] : [];
  const isStopped = (): boolean =>
    ps(...threads, "-o", "stat=", "-p", String(pid)).every((state) => state.startsWith("T"));
  await vi.waitUntil(isStopped, { timeout: 60_000 });
  return goOn;
}

function ps(...options: readonly string[]): string[] {
  const { stdout } = spawnSync("ps", options, { encoding: "utf8" });
  return stdout
    .trim()
    .split("\n")
    .map((row) => row.trim());
}

describe.skipIf(process.platform === "win32")("a check that takes long", () => {
  const saying = (id: string, text: string) =>
    client.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).includes(text));

  it("lets its cell end and later ones run, and reports its errors afterwards", async () => {
    const goOn = await stopCompiler();
    const slow = await client.execute('const slow: number = "no"; console.log("ran");');
    expect([slow.stdout, slow.stderr]).toEqual(["ran\n", ""]);
    const next = await client.execute("const next: string = 2; next");
    expect([next.result, next.stderr]).toEqual(["2", ""]);
    goOn();
    await Promise.all([saying(slow.id, "TS2322"), saying(next.id, "TS2322")]);
    const later = await client.execute("const later: string = next; later.nothing");
    expect(later.stderr).toContain("TS2339");
  });

  it("knows the names of cells that were still being checked when its own cell ran", async () => {
    const goOn = await stopCompiler();
    await client.execute("const late = { size: 1 };");
    const second = await client.execute("const later = late.size + 1; later");
    expect([second.result, second.stderr]).toEqual(["2", ""]);
    const third = await client.execute("const mistaken: string = later;");
    goOn();
    const { content } = await saying(third.id, "TS");
    expect(content["text"]).toContain("TS2322");
    expect(content["text"]).not.toContain("TS2304");
    expect((await client.execute("late.size + later")).stderr).toBe("");
    const said = client.published.filter(({ parent_header: { msg_id } }) => msg_id === second.id);
    expect(JSON.stringify(said)).not.toContain("TS2304");
  });

  it("learns afterwards which names its failed cell had not declared", async () => {
    const goOn = await stopCompiler();
    await client.execute("let begun = 1; null!.x; let unbegun = 2;");
    const next = await client.execute("const nextOfBegun: string = begun;");
    goOn();
    await saying(next.id, "TS2322");
    const { stderr } = await client.execute("const use = () => unbegun + begun;");
    expect(stderr).toMatch(/unbegun has no value: cell \[\d+\] failed before it declared unbegun/);
  });

  it("brings no name back that %reset has forgotten meanwhile", async () => {
    const goOn = await stopCompiler();
    await client.execute("const forgotten = 1;");
    await client.execute("%reset\nconst kept = 2;");
    const late = await client.execute("const wrong: string = kept;");
    goOn();
    await saying(late.id, "TS2322");
    expect((await client.execute("const use = () => forgotten + kept;")).stderr).toContain("TS2304");
  });

  it("says why a cell waits when errors block", async () => {
    await client.execute("%check block");
    const goOn = await stopCompiler();
    const { id, done } = client.begin('const blocked: number = "no"; console.log("ran");');
    await saying(id, "type check is slow");
    goOn();
    const run = await done;
    expect(run.stdout).toBe("");
    expect(run.reply.content).toMatchObject({ ename: "TypeCheckError" });
    await client.execute("%check on");
  });
});

describe("a crash that the type check predicted", () => {
  it("is shown once, in the error with the compiler's words", async () => {
    await client.execute("const total = 1;");
    const run = await client.execute("console.log('before');\nttotal + 1");
    expect([run.stdout, run.stderr]).toEqual(["before\n", ""]);
    expect(run.reply.content).toMatchObject({ ename: "ReferenceError", evalue: "ttotal is not defined" });
    const lines = withoutColours(tracebackOf(run)).split("\n");
    expect(lines.at(-1)).toBe("The type check predicted this (TS2304): Cannot find name 'ttotal'.");
  });

  it("is shown once even when it comes late, and delays no output", async () => {
    const go = join(scratch(), "go");
    const { id, done } = client.begin(
      'import { existsSync } from "node:fs";\nconsole.log("before");\n' +
        `while (!existsSync(${JSON.stringify(go)})) await new Promise((resolve) => setTimeout(resolve, 5));\n` +
        "total.missing();",
    );
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "before\n");
    writeFileSync(go, "");
    const run = await done;
    expect([run.stdout, run.stderr]).toEqual(["before\n", ""]);
    expect(tracebackOf(run)).toContain("The type check predicted this (TS2339): Property 'missing' does not exist");
  });

  it.each([
    ['import "not-installed";', "TS2882"],
    ['import "./style.css";', "TS2882"],
    ['import style from "./style.css";\nstyle;', "TS2307"],
  ])("is shown once for an import: %s", async (code, predicted) => {
    const run = await client.execute(code);
    expect(run.stderr).toBe("");
    expect(tracebackOf(run)).toContain(`The type check predicted this (${predicted})`);
  });

  it("leaves the cell's other type errors", async () => {
    const run = await client.execute("const wrong: string = 1;\ntotal.missing();");
    const lines = withoutColours(run.stderr).trimEnd().split("\n");
    expect(lines).toEqual([expect.stringMatching(/^error TS2322 /), expect.anything(), expect.anything(), RAN]);
    expect(tracebackOf(run)).toContain("Property 'missing' does not exist");
  });

  it("is a type error after the outputs where the cell continues, or fails otherwise", async () => {
    const code = "try { total.missing() } catch { console.log('caught') }";
    const run = await client.execute(code);
    expect(run.outputs.map(({ content }) => content["name"])).toEqual(["stdout", "stderr"]);
    expect(run.stderr).toContain("TS2339");
    expect(run.reply.content["status"]).toBe("ok");
    const failed = await client.execute(`${code}\nthrow new Error("otherwise");`);
    expect(failed.stderr).toContain("TS2339");
    expect(tracebackOf(failed)).not.toContain("predicted");
  });
});

describe("type errors", () => {
  let blocking: Client;

  beforeAll(async () => {
    blocking = await Client.start({ env: { TSNB_CHECK: "block" } });
    // The first cell may print that it waits for the compiler to start.
    await blocking.execute("const warm = 1;");
  });

  afterAll(() => blocking.stop());

  it("are shown before the outputs and do not stop the cell", async () => {
    const { outputs, result, reply } = await client.execute("const n: number = 'text'; console.log('ran'); n");
    expect(reply.content["status"]).toBe("ok");
    expect(result).toMatch(/text/);
    expect(outputs.map((m) => [m.header.msg_type, m.content["name"]])).toEqual([
      ["stream", "stderr"],
      ["stream", "stdout"],
      ["execute_result", undefined],
    ]);
    expect(outputs[0]?.content["text"]).toContain("TS2322");
  });

  it("are found without blocking an interrupt", async () => {
    // Thirty statements, each of which makes the compiler compare ten thousand types with ten thousand others.
    const statements = Array.from(
      { length: 30 },
      (_, n) =>
        `const from${n} = null as unknown as Boxes<All, "a${n}">; const to${n}: Wider<All, "a${n}"> = from${n};`,
    );
    const slow = `type Digit = "0"|"1"|"2"|"3"|"4"|"5"|"6"|"7"|"8"|"9"; type All = \`\${Digit}\${Digit}\${Digit}\${Digit}\`;
      type Boxes<T, Name extends string> = T extends string ? { [N in Name]: [T] } : never;
      type Wider<T, Name extends string> = T extends string ? { [N in Name]: [T | "x"] } : never;
      ${statements.join("\n")} console.log("ran")`;
    const { id, done } = blocking.begin(slow);
    await blocking.waitFor((m) => m.parent_header.msg_id === id && m.header.msg_type === "execute_input");
    await blocking.interrupt();
    const { reply, stdout } = await done;
    expect(reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(stdout).toBe("");
    expect((await blocking.execute("1 + 1")).result).toBe("2");
  });

  it("are absent where a silent request declared the name", async () => {
    await client.execute("const unheard = 5", { silent: true });
    expect(await client.execute("unheard + 1")).toMatchObject({ result: "6", stderr: "" });
    expect((await client.execute("unheard.trim")).stderr).toContain("TS2339");
  });

  it("stop the cell when they are to block", async () => {
    const stopped = await blocking.execute("const n: number = 'text'; console.log('ran')");
    const { reply, outputs, stdout } = stopped;
    expect(reply.content).toMatchObject({ status: "error", evalue: expect.stringContaining("TS2322") });
    expect(stdout).toBe("");
    expect(outputs.map((m) => m.header.msg_type)).toEqual(["error"]);
    expect(tracebackOf(stopped)).toMatch(/\nThe cell did not run: type errors block it\. %check on runs it\.$/);
    expect((await blocking.execute("const n: number = 5; n")).result).toBe("5");
  });

  it("of files that a cell imports are reported once for each version, and stop every cell that imports them", async () => {
    const cwd = realpathSync(scratch({ "helper.ts": "export const wrong: number = 'x';" }));
    const code = `import { wrong } from "./helper.ts"; wrong`;
    const other = await Client.start({ env: { TSNB_CHECK: "on" }, cwd });
    // The first cell may run while the compiler is still starting.
    expect((await other.execute(code)).stderr).toContain("helper.ts line 1: Type 'string'");
    expect(await other.execute(code)).toMatchObject({ stderr: "", result: "'x'" });
    await other.execute("%check block");
    for (let times = 0; times < 2; times++) {
      const stopped = await other.execute(code);
      expect(stopped.reply.content).toMatchObject({ status: "error", ename: "TypeCheckError" });
      expect(tracebackOf(stopped)).toContain("helper.ts line 1: Type 'string'");
    }
    writeFileSync(join(cwd, "helper.ts"), "export const wrong: number = 12;");
    expect(await other.execute(code)).toMatchObject({ stderr: "", result: "12" });
    await other.stop();
  });

  it("of a blocked cell do not affect the errors of other cells", async () => {
    const code = "setTimeout(() => { throw new Error('late') }, 500)";
    const { id } = await blocking.execute(`${code}; 0`, { store_history: false });
    await blocking.execute("let x: number = 'stopped'; 0", { store_history: false });
    const late = await blocking.waitFor((m) => m.header.msg_type === "error" && m.content["evalue"] === "late");
    expect(late.parent_header.msg_id).toBe(id);
    expect(String(late.content["traceback"])).toContain(code);
  });
});
