import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../../support/client.ts";
import { tracebackOf, withoutColours } from "../../support/outputs.ts";

let client: Client;

beforeAll(async () => {
  client = await Client.start({ env: { TSNB_CHECK: "on" } });
  await client.execute("const warm = 1;");
});

afterAll(async () => {
  await client.stop();
});

describe("many type errors", () => {
  const untyped = Array.from({ length: 400 }, (_, index) => `function f${index}(a, b) { return a + b + c${index} }`);

  it("are capped in a cell that runs", async () => {
    const run = await client.execute(`${untyped.join("\n")}\n1`);
    expect(run.result).toBe("1");
    const lines = withoutColours(run.stderr).trimEnd().split("\n");
    expect(lines.filter((line) => line.startsWith("error TS"))).toHaveLength(20);
    expect(lines.at(-2)).toMatch(/^and 1,180 more: TS7006 \d+, TS2304 \d+$/);
    expect(lines.at(-1)).toMatch(/^Code without types\?/);
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

/** Stops or continues the compiler of the client's kernel, as a type that takes long to check keeps it busy. */
function signalCompiler(signal: "SIGSTOP" | "SIGCONT"): void {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,command="], { encoding: "utf8" });
  const children = stdout.split("\n").flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === client.process.pid && command.includes("--lsp") ? [Number(pid)] : [];
  });
  expect(children).toHaveLength(1);
  for (const pid of children) process.kill(pid, signal);
}

describe.skipIf(process.platform === "win32")("a check that takes long", () => {
  const saying = (id: string, text: string) =>
    client.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).includes(text));

  it("lets its cell end and later ones run, and reports its errors afterwards", async () => {
    signalCompiler("SIGSTOP");
    const slow = await client.execute('const slow: number = "no"; console.log("ran");');
    expect([slow.stdout, slow.stderr]).toEqual(["ran\n", ""]);
    const next = await client.execute("const next: string = 2; next");
    expect([next.result, next.stderr]).toEqual(["2", ""]);
    signalCompiler("SIGCONT");
    await Promise.all([saying(slow.id, "TS2322"), saying(next.id, "TS2322")]);
    const later = await client.execute("const later: string = next; later.nothing");
    expect(later.stderr).toContain("TS2339");
  });

  it("says what a cell is waiting for when errors block", async () => {
    await client.execute("%check block");
    signalCompiler("SIGSTOP");
    const { id, done } = client.begin('const blocked: number = "no"; console.log("ran");');
    await saying(id, "check takes long");
    signalCompiler("SIGCONT");
    const run = await done;
    expect(run.stdout).toBe("");
    expect(run.reply.content).toMatchObject({ ename: "TypeCheckError" });
    await client.execute("%check on");
  });
});
