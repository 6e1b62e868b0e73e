import { createSecureContext } from "node:tls";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { inspectWithin } from "../../../src/display/text/inspect-within.ts";

const LIMIT = "console.log prints without this limit";

function many(count: number): [string, number][] {
  return Array.from({ length: count }, (_, index) => [`k${index}`, index]);
}

class Table {
  self(): this {
    return this;
  }
}

describe("inspectWithin", () => {
  it.each<[string, unknown]>([
    ["a small object", { a: 1, [Symbol("s")]: 2 }],
    ["a thousand properties", Object.fromEntries(many(1000))],
    ["an array, which is complete", Array.from({ length: 5000 }, (_, index) => index)],
    ["a map, which is complete", new Map(many(5000))],
    ["an object with its own text", { ...Object.fromEntries(many(5000)), [inspect.custom]: () => "own" }],
    ["a proxy, whose traps are not called", new Proxy({}, { ownKeys: () => expect.fail("called") })],
  ])("equals the output of util.inspect: %s", (_what, value) => {
    expect(inspectWithin(value)).toBe(inspect(value));
  });

  it("leaves out the addresses of native pointers, which differ in each run", () => {
    const pointer: unknown = Reflect.get(createSecureContext().context, "_external");
    expect(inspect({ pointer })).toMatch(/^\{ pointer: \[External: [\da-f]+\] \}$/);
    expect(inspectWithin({ pointer, url: "[External: mine]" })).toBe(
      "{ pointer: [External], url: '[External: mine]' }",
    );
  });

  it.each<[string, object, string]>([
    ["an object", {}, "{"],
    ["an object without a prototype", Object.create(null), "[Object: null prototype] {"],
    ["an instance", new Table(), "Table {"],
  ])("shows the first properties and counts the others: %s", (_what, value, opening) => {
    const getter = { get: () => expect.fail("called"), enumerable: true };
    const text = inspectWithin(
      Object.defineProperty(Object.assign(value, Object.fromEntries(many(2500))), "0", getter),
    );
    expect(text.split("\n").slice(0, 3)).toEqual([opening, "  '0': [Getter],", "  k0: 0,"]);
    expect(text.split("\n").slice(-3)).toEqual(["  k998: 998", "}", `... 1501 more properties: ${LIMIT}`]);
  });

  it("ends at a line, and counts the characters that are left out", () => {
    const value = Object.fromEntries(many(2).map(([key]) => [key, many(2000)]));
    const whole = inspect(value, { maxArrayLength: 2000 });
    const lines = inspectWithin(value, { maxArrayLength: 2000 }, 1000).split("\n");
    const kept = lines.slice(0, -1).join("\n");
    expect(kept.length).toBeLessThanOrEqual(1000);
    expect(whole.startsWith(`${kept}\n`)).toBe(true);
    expect(lines.at(-1)).toBe(`... ${whole.length - kept.length} more characters: ${LIMIT}`);
  });

  it("counts both", () => {
    const last = inspectWithin(Object.fromEntries(many(1001)), {}, 100)
      .split("\n")
      .at(-1);
    expect(last).toMatch(/^\.\.\. \d+ more characters and 1 more properties: /);
  });

  it("cuts no character in two", () => {
    const text = inspectWithin(`a${"\u{1f98a}".repeat(50)}`, {}, 31);
    expect(Buffer.from(text).toString()).toBe(text);
  });
});
