import { EventEmitter } from "node:events";
import { createServer, request } from "node:http";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { valueText } from "../../../src/display/text/value-text.ts";

const ALL = "console.dir(value, { depth: null }) prints all";

function linesOf(value: unknown): string[] {
  return valueText(value).split("\n");
}

function list(count: number): { index: number; name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ index, name: "x".repeat(60) }));
}

/** Nested objects, three in each, to this depth. */
function tree(depth: number): object {
  return depth === 0 ? { end: true } : { left: tree(depth - 1), middle: tree(depth - 1), right: tree(depth - 1) };
}

describe("text of at most 60 lines", () => {
  it.each<[string, unknown]>([
    ["nothing", null],
    ["a number", 5],
    ["an object", { a: [1, { b: null }] }],
    ["fifty-eight items", list(58)],
    ["an error", new RangeError("x")],
  ])("equals the output of util.inspect: %s", (_what, value) => {
    expect(valueText(value)).toBe(inspect(value, { depth: 4, breakLength: 100 }));
  });

  it.each<[string, unknown, RegExp]>([
    ["items", list(100), /^ {2}\.\.\. 50 more items\n\]$/m],
    ["entries of a map", new Map(list(100).map((item) => [item.index, item])), /\.\.\. 50 more items\n\}$/],
    [
      "properties",
      Object.fromEntries(list(500).map((item) => [`k${item.index}`, item])),
      /\}\n\.\.\. 450 more properties/,
    ],
    [
      "deeply nested values",
      tree(5),
      new RegExp(`\\n\\.\\.\\. values more than \\d levels deep are left out: ${ALL.replace(/[()]/g, "\\$&")}$`),
    ],
    [
      "lines of a string",
      "line of text\n".repeat(500),
      /\n\.\.\. 440 more lines: console\.log prints without this limit$/,
    ],
    ["a value's own output", { [inspect.custom]: () => "a\n".repeat(99) }, /\n\.\.\. 40 more lines: console\.log/],
    [
      "properties of a function",
      Object.assign(function app() {}, Object.fromEntries(list(99).entries())),
      /^\[Function: app\]\n\.\.\. 99 properties are left out: /,
    ],
  ])("leaves out %s, and says so", (_what, value, said) => {
    expect(linesOf(value).length).toBeLessThanOrEqual(61);
    expect(valueText(value)).toMatch(said);
  });

  it("writes many numbers short, with their type", () => {
    expect(valueText(new Float64Array(1000).fill(0.5))).toBe(
      `Float64Array(1000) [ ${Array(10).fill("0.5").join(", ")}, ... 990 more items ]`,
    );
    expect(valueText(new BigInt64Array(21))).toMatch(/^BigInt64Array\(21\) \[ 0n, .*, \.\.\. 11 more items \]$/);
    expect(valueText(Int16Array.of(1, 2))).toBe("Int16Array(2) [ 1, 2 ]");
    expect(valueText(Buffer.alloc(100))).toMatch(/^<Buffer 00 .* \.\.\. 50 more bytes>$/);
  });

  it("says why a value cannot be inspected", () => {
    const hostile = new Proxy({}, new Proxy({}, { get: () => expect.fail("called") }));
    expect(valueText(hostile)).toBe("{}");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(valueText(proxy)).toBe("<Revoked Proxy>");
    class Broken {
      get [Symbol.toStringTag](): string {
        throw new Error("tag");
      }
    }
    expect(valueText(new Broken())).toMatch(/^(\[Broken that cannot be shown: tag\]|Broken \{\})$/);
  });
});

describe("internals of Node", () => {
  it("are omitted from a server, which shows its address", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const text = valueText(server);
    server.close();
    expect(text).toMatch(
      /^Server \{\n {2}listening: true,\n {2}address: \{ address: '127\.0\.0\.1', family: 'IPv4', port: \d+ \},\n/,
    );
    expect(address).toMatchObject({ port: Number(/port: (\d+)/.exec(text)?.[1]) });
    expect(text).not.toMatch(/_events|Symbol\(/);
    expect(text).toContain(`... internals are left out: ${ALL}`);
    expect(valueText(server)).toContain("listening: false");
  });

  it.each<[string, () => object]>([
    ["a socket", () => new Socket()],
    ["a stream", () => Object.assign(Readable.from([1]), { tag: list(30) })],
    ["a request", () => request({ host: "127.0.0.1", port: 1 }).on("error", () => {})],
  ])("are omitted from %s", (_what, make) => {
    const text = valueText(make());
    expect(text).not.toMatch(/_events|_readableState|Symbol\(/);
    expect(text).toContain("internals are left out");
  });

  // winston's loggers are such streams.
  it("end at a reference back to the value", () => {
    class Logger extends Readable {
      readonly levels = list(30);
      readonly exceptions = { logger: this };
      readonly rejections = { logger: this };
    }
    const text = valueText(new Logger());
    expect(text).toMatch(/^Logger \{\n/);
    expect(text).toContain("exceptions: { logger: [Logger] }");
    expect(text).toContain("rejections: { logger: [Logger] }");
  });

  it("are shortened to a name inside a long value, and other objects are not", () => {
    const text = valueText({ rows: list(30), socket: new Socket(), extra: tree(2) });
    expect(text).toContain("socket: [Socket]");
    expect(inspect(new EventEmitter())).toContain("_events");
    expect(valueText(new EventEmitter())).toContain("_events");
  });
});
