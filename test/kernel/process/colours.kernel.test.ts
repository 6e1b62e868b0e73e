import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Client } from "../support/client.ts";

// The variable that picocolors and supports-color, used by chalk and others, read.
const LEVEL = "process.env.FORCE_COLOR ?? 'unset'";

let client: Client;
let folder: string;

const start = async (env: Record<string, string> = {}): Promise<void> => {
  folder = mkdtempSync(join(tmpdir(), "colours-"));
  client = await Client.start({ cwd: folder, env });
};

afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("by default", () => {
  beforeEach(() => start());

  it("packages can print in colours, and the kernel's own text has none", async () => {
    expect((await client.execute(LEVEL)).result).toBe("'1'");
    const plain = await client.execute(
      "console.log({ a: 1, b: 'two' }, [null]); console.error(new Map([[1, 2]])); console.table([{ a: 1 }]); ({ c: 3n })",
    );
    expect(JSON.stringify([plain.stdout, plain.stderr, plain.result])).not.toContain("u001b");
  });

  it("an error shows its values without colours", async () => {
    for (const call of ["deepStrictEqual({ a: 1 }, { a: 2 })", "strictEqual('one', 'two')", "match('a', /b/)"]) {
      const { reply } = await client.execute(`(await import("node:assert")).default.${call}`);
      expect(reply.content).toMatchObject({ ename: "AssertionError" });
      expect(JSON.stringify(reply.content["evalue"])).not.toContain("u001b");
    }
  });

  it("a command prints no colours by default, neither to the screen nor to a file", async () => {
    const ask = `node -p "${LEVEL}"`;
    expect((await client.execute(`!${ask}`)).stdout).toBe("unset\n");
    await client.execute(`!${ask} > level.txt`);
    expect(readFileSync(join(folder, "level.txt"), "utf8")).toBe("unset\n");
    await client.execute("process.env.FORCE_COLOR = '3'");
    expect((await client.execute(`!${ask}`)).stdout).toBe("3\n");
  });
});

describe("with the user's settings", () => {
  it.each([
    [{ NO_COLOR: "1" }, "'unset'"],
    [{ FORCE_COLOR: "0" }, "'0'"],
    [{ FORCE_COLOR: "3" }, "'3'"],
    [{ NODE_DISABLE_COLORS: "1" }, "'unset'"],
  ])("are respected: %o", async (env, level) => {
    await start(env);
    expect((await client.execute(LEVEL)).result).toBe(level);
    const run = await client.execute("console.log({ a: 1 })");
    expect([run.stdout, run.stderr]).toEqual(["{ a: 1 }\n", ""]);
  });
});
