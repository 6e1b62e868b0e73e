import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Client, sharedClient } from "../../support/client.ts";
import type { WireMessage } from "../../support/client.ts";

const client: Client = await sharedClient();

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

  /** The next message of a type that comes after the last `tell`, and fits. */
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
  it("tells how cells stand, after edits and runs", async () => {
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

  it("tells the variables when asked to, large ones in short, and after %reset none", async () => {
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

  it("ignores what it does not understand, and says so in the log", async () => {
    const comm = Comm.open();
    comm.tell({ type: "nonsense" });
    await client.logged('a message of the comm "tsnb.notebook" was not understood: "nonsense"');
    expect((await client.execute("1 + 1")).result).toBe("2");
    comm.close();
  });
});
