import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../support/client.ts";
import { tracebackOf, withoutColours } from "../support/outputs.ts";

// A type that is made in 2 ** 17 steps, which takes the compiler seconds.
const SLOW = `type Steps<D extends unknown[], P extends string> =
  D extends [0, ...infer R] ? Steps<R, \`\${P}0\`> | Steps<R, \`\${P}1\`> : P extends "x" ? 1 : 2;
const slow: Steps<[${Array(17).fill("0").join(", ")}], ""> = "no"; console.log("ran");`;

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

describe("a check that takes long", () => {
  const complaint = (id: string) =>
    client.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).includes("TS2322"));

  it("lets its cell end and those after it run, and says later what it found", async () => {
    const slow = await client.execute(SLOW);
    expect([slow.stdout, slow.stderr]).toEqual(["ran\n", ""]);
    const next = await client.execute("const next: string = 2; next");
    expect([next.result, next.stderr]).toEqual(["2", ""]);
    await Promise.all([complaint(slow.id), complaint(next.id)]);
    const later = await client.execute("const later: string = next; later.nothing");
    expect(later.stderr).toContain("TS2339");
  });

  it("says what a cell that it may block waits for", async () => {
    await client.execute("%check block");
    const { id, done } = client.begin(SLOW.replaceAll("Steps", "Others"));
    await client.waitFor(
      (m) => m.parent_header.msg_id === id && String(m.content["text"]).includes("check takes long"),
    );
    const run = await done;
    expect(run.stdout).toBe("");
    expect(run.reply.content).toMatchObject({ ename: "TypeCheckError" });
    await client.execute("%check on");
  });
});
