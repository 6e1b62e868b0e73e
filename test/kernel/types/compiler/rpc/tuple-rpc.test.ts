import { PassThrough } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";
import { RpcClosedError } from "../../../../../src/kernel/types/compiler/rpc/json-rpc.ts";
import { TupleRpc } from "../../../../../src/kernel/types/compiler/rpc/tuple-rpc.ts";

let input: PassThrough;
let output: PassThrough;
let rpc: TupleRpc;
const asked: unknown[] = [];

beforeEach(() => {
  input = new PassThrough();
  output = new PassThrough();
  asked.length = 0;
  rpc = new TupleRpc(input, output, (method, params) => {
    asked.push([method, params]);
    return { content: "🦊" };
  });
});

// Arrays of three, small numbers and binary data as in https://github.com/msgpack/msgpack/blob/master/spec.md.
function tuple(kind: number, method: string, payload: string): Buffer {
  return Buffer.concat([Buffer.from([0x93, kind]), binary(method), binary(payload)]);
}

function binary(text: string): Buffer {
  const data = Buffer.from(text);
  const { length } = data;
  if (length < 256) return Buffer.concat([Buffer.from([0xc4, length]), data]);
  if (length < 65_536) return Buffer.concat([Buffer.from([0xc5, length >> 8, length & 255]), data]);
  return Buffer.concat([Buffer.from([0xc6, 0, length >> 16, (length >> 8) & 255, length & 255]), data]);
}

const [REQUEST, CALL_RESPONSE, RESPONSE, ERROR, CALL] = [1, 2, 4, 5, 6];

describe("TupleRpc", () => {
  test.for([10, 253, 254, 255, 256, 65_533, 65_534, 100_000])("sends and reads %s characters", async (length) => {
    const answer = rpc.request("say", "x".repeat(length));
    expect(output.read()).toEqual(tuple(REQUEST, "say", `"${"x".repeat(length)}"`));
    input.write(tuple(RESPONSE, "say", `"${"y".repeat(length)}"`));
    expect(await answer).toBe("y".repeat(length));
  });

  test.for([1, 2, 3, 7, 50, 100_000])("reads messages that arrive in pieces of %s bytes", async (size) => {
    const answer = rpc.request("one", null);
    output.read();
    const calls = Array.from({ length: 3 }, (_, index) => tuple(CALL, "readFile", `"${"é".repeat(index * 100)}"`));
    const all = Buffer.concat([...calls, tuple(RESPONSE, "one", '{"a":"🦊"}')]);
    for (let at = 0; at < all.length; at += size) input.write(all.subarray(at, at + size));
    expect(await answer).toEqual({ a: "🦊" });
    expect(asked).toEqual([0, 100, 200].map((length) => ["readFile", "é".repeat(length)]));
    expect(output.read()).toEqual(Buffer.concat(calls.map(() => tuple(CALL_RESPONSE, "readFile", '{"content":"🦊"}'))));
  });

  test("asks a question when the one before is answered", async () => {
    const [one, two] = [rpc.request("one", null), rpc.request("two", null)];
    expect(output.read()).toEqual(tuple(REQUEST, "one", "null"));
    input.write(tuple(RESPONSE, "one", ""));
    expect(await one).toBeNull();
    expect(output.read()).toEqual(tuple(REQUEST, "two", "null"));
    input.write(tuple(ERROR, "two", "broken"));
    await expect(two).rejects.toThrow("two: broken");
  });

  test("rejects all questions when the other side is gone", async () => {
    const questions = [rpc.request("one", null), rpc.request("two", null)];
    input.destroy();
    for (const question of questions) await expect(question).rejects.toThrow(RpcClosedError);
    await expect(rpc.request("three", null)).rejects.toThrow(RpcClosedError);
  });
});
