import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Client, sharedClient } from "../../support/client.ts";
import type { WireMessage } from "../../support/client.ts";

const folder = mkdtempSync(join(tmpdir(), "tsnb-notebook-comm-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const client: Client = await sharedClient({ cwd: folder });

/** A front end's side of the comm. */
class Comm {
  readonly #id = randomUUID();
  #seen = 0;

  static open(): Comm {
    const comm = new Comm();
    client.send("shell", "comm_open", { comm_id: comm.#id, target_name: "tsnb.notebook", data: {} });
    return comm;
  }

  tell(data: object): void {
    this.#seen = client.published.length;
    client.send("shell", "comm_msg", { comm_id: this.#id, data });
  }

  /** The data of the first message of this type after the last `tell` that fits. */
  async next(
    type: string,
    fits: (data: Record<string, unknown>) => boolean = () => true,
  ): Promise<Record<string, unknown>> {
    const from = this.#seen;
    const isNext = (message: WireMessage): boolean => {
      const data = dataOf(message);
      return (
        message.content["comm_id"] === this.#id &&
        data["type"] === type &&
        fits(data) &&
        client.published.indexOf(message) >= from
      );
    };
    return dataOf(await client.waitFor(isNext, `a message ${type}`));
  }

  close(): void {
    client.send("shell", "comm_close", { comm_id: this.#id, data: {} });
  }
}

function dataOf({ content: { data } }: WireMessage): Record<string, unknown> {
  return typeof data === "object" && data !== null ? Object.fromEntries(Object.entries(data)) : {};
}

const SOURCES = { a: "const rows = [1, 2, 3]", b: "const total = rows.length", c: "const other = 'x'.repeat(1e6)" };

function statesIn(data: Record<string, unknown>): string {
  const { states } = data;
  return Array.isArray(states) ? states.map(({ id, state }) => `${id} ${state}`).join(", ") : "";
}

describe("the comm about a notebook", () => {
  it("reports the states of cells after edits and runs", async () => {
    const comm = Comm.open();
    comm.tell({ type: "cells", order: ["a", "b", "c"], sources: SOURCES });
    expect(statesIn(await comm.next("states"))).toBe("a never-run, b never-run, c never-run");
    for (const [id, source] of Object.entries(SOURCES)) await client.execute(source, {}, { cellId: id });
    await comm.next("states", (data) => statesIn(data) === "a fresh, b fresh, c fresh");
    comm.tell({ type: "cells", order: ["a", "b", "c"], sources: { a: "const rows = [4]" } });
    const edited = await comm.next("states");
    expect(statesIn(edited)).toBe("a edited, b stale, c fresh");
    expect(JSON.stringify(edited)).toMatch(/rows comes from cell \[\d+\], which was edited\./);
    comm.tell({ type: "plan", request: 1, after: null });
    expect(await comm.next("plan")).toEqual({ type: "plan", request: 1, order: ["a", "b"], circles: [] });
    await client.execute("const rows = [4]", {}, { cellId: "a" });
    comm.tell({ type: "plan", request: 2, after: ["a"] });
    expect(await comm.next("plan")).toMatchObject({ request: 2, order: ["b"] });
    comm.close();
  });

  it("reports the cells that use a file whose code has changed since", async () => {
    const file = join(folder, "sizes.ts");
    writeFileSync(join(folder, "numbers.ts"), "export const one = 1;");
    writeFileSync(file, 'export { one as size } from "./numbers.ts";');
    const cells = { s: 'import { size } from "./sizes.ts"', t: "const twice = size + size", u: "const own = 3" };
    const comm = Comm.open();
    comm.tell({ type: "cells", order: Object.keys(cells), sources: cells });
    const run = async (...ids: readonly (keyof typeof cells)[]): Promise<void> => {
      for (const id of ids) await client.execute(cells[id], {}, { cellId: id });
    };
    await run("s", "t", "u");
    await comm.next("states", (data) => statesIn(data) === "s fresh, t fresh, u fresh");
    writeFileSync(join(folder, "numbers.ts"), "export const one = 2;");
    const told = await comm.next("states", (data) => statesIn(data) === "s stale, t stale, u fresh");
    expect(JSON.stringify(told)).toContain("This cell uses numbers.ts, which changed after it ran.");
    comm.tell({ type: "plan", request: 3, after: null });
    expect(await comm.next("plan")).toMatchObject({ request: 3, order: ["s", "t"] });
    await run("s", "t");
    await comm.next("states", (data) => statesIn(data) === "s fresh, t fresh, u fresh");
    comm.close();
    await client.execute("%reset");
    for (const [id, source] of Object.entries(SOURCES)) {
      await client.execute(id === "a" ? "const rows = [4]" : source, {}, { cellId: id });
    }
  });

  it("reports the variables on request, large ones in short, and none after %reset", async () => {
    const comm = Comm.open();
    comm.tell({ type: "variables", isWanted: true });
    const { variables } = await comm.next("variables");
    const shown = Array.isArray(variables)
      ? variables.map(({ name, type, shape, value, cellId }) => [name, type, shape, value.length, cellId])
      : [];
    expect(shown).toEqual([
      ["other", "string", "1,000,000 characters", 81, "c"],
      ["rows", "number[]", "1 item", 3, "a"],
      ["total", "number", "", 1, "b"],
    ]);
    comm.tell({ type: "variables", isWanted: true });
    await client.execute(
      "class Model {}\nconst model = new Model(); const when = new Date(0); const o = { a: 1, get b(): number { throw new Error('called') } }",
    );
    const later = await comm.next("variables", ({ variables: found }) => JSON.stringify(found).includes("model"));
    expect(later["variables"]).toMatchObject([
      { name: "Model", type: "class", value: "" },
      { name: "model", type: "Model", value: "" },
      { name: "o", type: "object", shape: "2 keys", value: "{ a, b }" },
      { name: "other" },
      { name: "rows" },
      { name: "total" },
      { name: "when", type: "Date", value: "1970-01-01T00:00:00.000Z" },
    ]);
    comm.tell({ type: "variables", isWanted: true });
    await client.execute("%reset");
    expect(
      await comm.next("variables", ({ variables: found }) => Array.isArray(found) && found.length === 0),
    ).toBeDefined();
    comm.close();
  });

  it("reports the variables once a callback that kept the process busy has ended", async () => {
    const comm = Comm.open();
    const spin = "console.log('busy'); const end = Date.now() + 1500; while (Date.now() < end);";
    await client.execute(`const kept = 1; setTimeout(() => { ${spin} }, 20)`);
    await client.waitFor(({ content }) => content["text"] === "busy\n");
    comm.tell({ type: "variables", isWanted: true });
    const { variables } = await comm.next("variables");
    expect(variables).toMatchObject([{ name: "kept", value: "1" }]);
    comm.close();
  });

  it("ignores unknown messages, and says so in the log", async () => {
    const comm = Comm.open();
    comm.tell({ type: "nonsense" });
    await client.logged('a message of the comm "tsnb.notebook" was not understood: "nonsense"');
    expect((await client.execute("1 + 1")).result).toBe("2");
    comm.close();
  });
});
