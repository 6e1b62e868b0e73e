import { PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { JsonRpc, RpcClosedError, RpcError } from "../../../../../src/kernel/types/compiler/rpc/json-rpc.ts";

let input: PassThrough;
let output: PassThrough;
let rpc: JsonRpc;
const asked: unknown[] = [];

beforeEach(() => {
  input = new PassThrough();
  output = new PassThrough();
  asked.length = 0;
  rpc = new JsonRpc(input, output, (method, params) => {
    asked.push([method, params]);
    return "answer";
  });
});

function framed(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\nContent-Type: x\r\n\r\n`), body]);
}

function sent(): string {
  return String(output.read() ?? "");
}

describe("JsonRpc", () => {
  test("frames messages by their length in bytes", async () => {
    rpc.notify("say", { text: "🦊" });
    await nextTurn();
    const body = `{"jsonrpc":"2.0","method":"say","params":{"text":"🦊"}}`;
    expect(sent()).toBe(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });

  test.for([1, 2, 3, 7, 50, 1000])("reads messages that arrive in pieces of %s bytes", async (size) => {
    const answers = [rpc.request("one", null), rpc.request("two", null), rpc.request("three", null)];
    const all = Buffer.concat(
      [1, 2, 3].map((id) => framed({ jsonrpc: "2.0", id, result: `🦊${"x".repeat(id * 40)}` })),
    );
    for (let at = 0; at < all.length; at += size) input.write(all.subarray(at, at + size));
    expect(await Promise.all(answers)).toEqual([1, 2, 3].map((id) => `🦊${"x".repeat(id * 40)}`));
  });

  test("matches answers to requests, in any order", async () => {
    const [one, two] = [rpc.request("one", null), rpc.request("two", null)];
    input.write(framed({ jsonrpc: "2.0", id: 2, result: "second" }));
    input.write(framed({ jsonrpc: "2.0", id: 1 }));
    expect(await Promise.all([one, two])).toEqual([null, "second"]);
  });

  test("turns error replies into errors, and recognises cancellation", async () => {
    const [failed, cancelled] = [rpc.request("one", null), rpc.request("two", null)];
    input.write(framed({ jsonrpc: "2.0", id: 1, error: { code: -32603, message: "broken" } }));
    input.write(framed({ jsonrpc: "2.0", id: 2, error: { code: -32800, message: "stopped" } }));
    await expect(failed).rejects.toThrow("one: broken (-32603)");
    await expect(cancelled).rejects.toSatisfy((error) => error instanceof RpcError && error.isCancelled);
  });

  test("cancels the open requests of a method", async () => {
    const answered = rpc.request("one", null);
    input.write(framed({ jsonrpc: "2.0", id: 1, result: null }));
    await answered;
    for (const method of ["one", "two", "one"]) rpc.request(method, null).catch(() => undefined);
    rpc.cancel("one");
    await nextTurn();
    expect([...sent().matchAll(/cancelRequest","params":\{"id":(\d)/g)].map(([, id]) => id)).toEqual(["2", "4"]);
  });

  test("writes the messages of one turn together", async () => {
    const writes: string[] = [];
    output.on("data", (chunk: Buffer) => writes.push(chunk.toString()));
    rpc.notify("changed", {});
    rpc.request("look", null).catch(() => undefined);
    await nextTurn();
    rpc.notify("later", {});
    await nextTurn();
    expect(writes.map((text) => [...text.matchAll(/"method":"(\w+)"/g)].map(([, method]) => method))).toEqual([
      ["changed", "look"],
      ["later"],
    ]);
  });

  test("answers requests of the other side, and only those", async () => {
    input.write(framed({ jsonrpc: "2.0", method: "note", params: 1 }));
    input.write(framed({ jsonrpc: "2.0", id: "ts1", method: "ask", params: { a: 1 } }));
    const done = rpc.request("last", null);
    input.write(framed({ jsonrpc: "2.0", id: 1, result: null }));
    await done;
    await nextTurn();
    expect(asked).toEqual([["ask", { a: 1 }]]);
    expect(sent()).toContain(`"id":"ts1","result":"answer"`);
  });

  test("ignores unexpected answers", async () => {
    input.write(framed({ jsonrpc: "2.0", id: 77, result: 1 }));
    input.write(framed({ jsonrpc: "2.0", result: 1 }));
    const done = rpc.request("one", null);
    input.write(framed({ jsonrpc: "2.0", id: 1, result: "here" }));
    expect(await done).toBe("here");
  });

  test("rejects open and later requests when the other side has ended", async () => {
    const open = rpc.request("one", null);
    input.destroy();
    await expect(open).rejects.toBeInstanceOf(RpcClosedError);
    await expect(rpc.request("two", null)).rejects.toBeInstanceOf(RpcClosedError);
    rpc.notify("three", null);
    expect(sent()).not.toContain("three");
  });
});
