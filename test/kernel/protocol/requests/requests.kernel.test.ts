import { describe, expect, it } from "vitest";
import { sharedClient } from "../../support/client.ts";

const client = await sharedClient();

describe("kernel_info", () => {
  it("follows the specification", async () => {
    const { content, header, parent_header } = await client.request("shell", "kernel_info_request", {});
    expect(header.msg_type).toBe("kernel_info_reply");
    // Clients recognise a restart by the kernel's session.
    expect(header.session).not.toBe("test");
    expect(parent_header.msg_type).toBe("kernel_info_request");
    expect(content).toMatchObject({
      status: "ok",
      protocol_version: "5.5",
      implementation: "tsnb",
      implementation_version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      language_info: {
        name: "typescript",
        version: expect.stringMatching(/^\d+\.\d+/),
        file_extension: ".ts",
        mimetype: expect.stringContaining("typescript"),
      },
      banner: expect.stringContaining("TypeScript"),
      help_links: expect.arrayContaining([{ text: "TypeScript", url: expect.stringMatching(/^https:/) }]),
      supported_features: ["kernel subshells"],
    });
  });

  it("is answered on control too", async () => {
    const { content } = await client.request("control", "kernel_info_request", {});
    expect(content["implementation"]).toBe("tsnb");
  });
});

describe("execute", () => {
  it("publishes busy, the input, the result and idle, and replies", async () => {
    const before = countOf(await client.execute("0"));
    const { messages, reply } = await client.execute("40 + 2");
    expect(messages.map((m) => m.header.msg_type)).toEqual(["status", "execute_input", "execute_result", "status"]);
    expect(messages[0]?.content).toEqual({ execution_state: "busy" });
    expect(messages[1]?.content).toEqual({ code: "40 + 2", execution_count: before + 1 });
    expect(messages[2]?.content).toMatchObject({ execution_count: before + 1, data: { "text/plain": "42" } });
    expect(messages[3]?.content).toEqual({ execution_state: "idle" });
    expect(reply.content).toEqual({
      status: "ok",
      execution_count: before + 1,
      payload: [],
      user_expressions: {},
    });
  });

  it("replies with the error that it publishes", async () => {
    const { reply, outputs } = await client.execute("throw new RangeError('too far')");
    expect(outputs).toHaveLength(1);
    expect(outputs[0]?.header.msg_type).toBe("error");
    const { ename, evalue, traceback } = outputs[0]?.content ?? {};
    expect({ ename, evalue }).toEqual({ ename: "RangeError", evalue: "too far" });
    expect(traceback).toEqual(expect.arrayContaining([expect.any(String)]));
    expect(reply.content).toMatchObject({ status: "error", ename, evalue, traceback });
    expect(reply.content["execution_count"]).toBeGreaterThan(0);
  });

  it("shows and counts nothing when silent", async () => {
    const before = countOf(await client.execute("0"));
    const { messages, reply } = await client.execute("console.log('unheard'); 5", { silent: true });
    expect(messages.map((m) => m.header.msg_type)).toEqual(["status", "status"]);
    expect(reply.content).toMatchObject({ status: "ok", execution_count: before });
    expect(countOf(await client.execute("0"))).toBe(before + 1);
  });

  it("runs silent code all the same", async () => {
    await client.execute("globalThis.fromSilence = 17", { silent: true });
    expect((await client.execute("globalThis.fromSilence")).result).toBe("17");
  });

  it("does not count without store_history, but shows", async () => {
    const before = countOf(await client.execute("0"));
    const { result, reply } = await client.execute("6 * 7", { store_history: false });
    expect(result).toBe("42");
    expect(countOf({ reply })).toBe(before);
    const history = await client.request("shell", "history_request", tail(1));
    expect(JSON.stringify(history.content["history"])).not.toContain("6 * 7");
  });

  it("evaluates user_expressions after the code", async () => {
    const { reply } = await client.execute("globalThis.ux = 20", {
      user_expressions: { twice: "globalThis.ux * 2", bad: "nowhere.to.be.found" },
    });
    expect(reply.content["user_expressions"]).toMatchObject({
      twice: { status: "ok", data: { "text/plain": "40" }, metadata: {} },
      bad: { status: "error", ename: "ReferenceError", evalue: expect.stringContaining("nowhere") },
    });
  });

  it("sends pages in the payload", async () => {
    const { reply, outputs } = await client.execute(
      "globalThis[Symbol.for('tsnb.kernel')].page({ data: { 'text/plain': 'help' }, metadata: {} })",
    );
    expect(reply.content["payload"]).toEqual([{ source: "page", data: { "text/plain": "help" }, start: 0 }]);
    expect(outputs).toEqual([]);
  });

  it("evaluates no user_expressions after an error", async () => {
    const { reply } = await client.execute("throw new Error('x')", { user_expressions: { a: "1" } });
    expect(reply.content["user_expressions"]).toEqual({});
  });

  it("aborts the cells sent before an error was known, and runs later ones", async () => {
    const failing = client.begin("throw new Error('first')");
    const behind = [client.begin("globalThis.ran = 'second'"), client.begin("globalThis.ran = 'third'")];
    await failing.done;
    for (const { done } of behind) {
      const { reply, messages } = await done;
      expect(reply.content["status"]).toBe("aborted");
      expect(messages.map((m) => m.content["execution_state"])).toEqual(["busy", "idle"]);
    }
    expect((await client.execute("globalThis.ran ?? 'none'")).result).toMatch(/none/);
  });

  it("continues after an error when stop_on_error is false", async () => {
    const failing = client.begin("throw new Error('first')", { stop_on_error: false });
    const behind = client.begin("'still ' + 'here'");
    await failing.done;
    expect((await behind.done).result).toMatch(/still here/);
  });

  it("answers a cell whose code is not a string with an error", async () => {
    const { content } = await client.request("shell", "execute_request", { code: 5 });
    expect(content).toMatchObject({ status: "error", ename: "BadRequestError" });
  });
});

describe("history", () => {
  it("lists the last cells, with and without outputs", async () => {
    await client.execute("'alpha'.length");
    await client.execute("const beta1 = 1");
    const { content } = await client.request("shell", "history_request", tail(2));
    expect(content["status"]).toBe("ok");
    const [first, second] = entriesOf(content);
    expect(first?.[2]).toBe("'alpha'.length");
    expect(second?.[2]).toBe("const beta1 = 1");
    expect(second?.[1]).toBe((first?.[1] ?? 0) + 1);
    const { content: withOutput } = await client.request("shell", "history_request", { ...tail(2), output: true });
    expect(entriesOf(withOutput).map((entry) => entry[2])).toEqual([
      ["'alpha'.length", "5"],
      ["const beta1 = 1", null],
    ]);
  });

  it("lists a range of this session", async () => {
    const line = countOf(await client.execute("'in range'"));
    const range = { output: false, raw: true, hist_access_type: "range", session: 0, start: line, stop: line + 1 };
    const { content } = await client.request("shell", "history_request", range);
    expect(entriesOf(content)).toEqual([[1, line, "'in range'"]]);
  });

  it("searches with a pattern, only once each when unique", async () => {
    for (const code of ["'needle' + 1", "'needle' + 1", "'needle' + 2"]) await client.execute(code);
    const search = { output: false, raw: true, hist_access_type: "search", pattern: "*needle*" };
    const all = await client.request("shell", "history_request", search);
    expect(entriesOf(all.content)).toHaveLength(3);
    const unique = await client.request("shell", "history_request", { ...search, unique: true });
    expect(entriesOf(unique.content).map((entry) => entry[2])).toEqual(["'needle' + 1", "'needle' + 2"]);
    const one = await client.request("shell", "history_request", { ...search, n: 1 });
    expect(entriesOf(one.content).map((entry) => entry[2])).toEqual(["'needle' + 2"]);
  });

  it("refuses an access type that does not exist", async () => {
    const { content } = await client.request("shell", "history_request", { ...tail(1), hist_access_type: "all" });
    expect(content).toMatchObject({ status: "error", evalue: expect.stringContaining("hist_access_type") });
  });
});

describe("is_complete", () => {
  const whole = [
    "1 + 1",
    "",
    "if (a) { b() }",
    "const f = <T,>(x: T) => x",
    "const e = <b>hi</b>",
    "await x",
    "// note",
  ];
  const unfinished = [
    "function f() {",
    "foo(",
    "`abc",
    "`a ${",
    "1 +",
    "/* abc",
    "x = [1,",
    "try {}",
    "let x: Array<",
    "const f = () =>",
  ];
  const broken = ["const x = 5 +* 3", "]", "'abc", "let 1x", "/ab"];

  it.each(whole)("is complete for %j", async (code) => {
    const { content } = await client.request("shell", "is_complete_request", { code });
    expect(content).toEqual({ status: "complete" });
  });

  it.each(unfinished)("is incomplete for %j", async (code) => {
    const { content } = await client.request("shell", "is_complete_request", { code });
    expect(content).toMatchObject({ status: "incomplete", indent: expect.stringMatching(/^ *$/) });
  });

  it.each(broken)("is invalid for %j", async (code) => {
    const { content } = await client.request("shell", "is_complete_request", { code });
    expect(content).toEqual({ status: "invalid" });
  });

  it("indents inside brackets, on top of the line's own indent", async () => {
    const { content } = await client.request("shell", "is_complete_request", { code: "class A {\n  m() {" });
    expect(content).toEqual({ status: "incomplete", indent: "    " });
  });
});

describe("malformed messages", () => {
  it("answers an unknown request with an error", async () => {
    const { content, header } = await client.request("shell", "teleport_request", {});
    expect(header.msg_type).toBe("teleport_reply");
    expect(content).toMatchObject({ status: "error", ename: "UnknownRequest", traceback: [] });
  });

  it("answers a request named like a member of every object", async () => {
    const { content } = await client.request("shell", "toString_request", {});
    expect(content).toMatchObject({ status: "error" });
    client.send("shell", "constructor", {});
    expect(await status()).toBe("ok");
    await client.logged('"constructor"');
  });

  it.each([
    ["no delimiter", ["nonsense"]],
    ["too few frames", ["<IDS|MSG>", "signature", "{}"]],
    ["nothing at all", [""]],
  ])("survives %s", async (_what, frames) => {
    await client.sendFrames("shell", frames);
    await client.sendFrames("control", frames);
    await client.sendFrames("stdin", frames);
    expect(await status()).toBe("ok");
  });

  it.each([
    ["not JSON", "{"],
    ["an array", "[]"],
    ["a number", "5"],
    ["null", "null"],
  ])("survives a content that is %s, signed rightly", async (_what, text) => {
    await client.sendFrames("shell", client.rawFrames("execute_request", text));
    expect(await status()).toBe("ok");
  });

  it("refuses a wrong signature", async () => {
    const frames = client.frames("forged", "execute_request", { code: "globalThis.forged = true" }, { key: "wrong" });
    await client.sendFrames("shell", frames);
    expect((await client.execute("globalThis.forged ?? 'clean'")).result).toMatch(/clean/);
    await client.logged("signature");
    expect(client.of("forged")).toEqual([]);
  });
});

async function status(): Promise<unknown> {
  return (await client.request("shell", "kernel_info_request", {})).content["status"];
}

function countOf({ reply }: { reply: { content: Record<string, unknown> } }): number {
  return Number(reply.content["execution_count"]);
}

function tail(n: number) {
  return { output: false, raw: true, hist_access_type: "tail", n };
}

function entriesOf(content: Record<string, unknown>): [number, number, unknown][] {
  const { history } = content;
  if (!Array.isArray(history)) throw new Error("no history");
  return history.map(([session, line, text]) => [Number(session), Number(line), text]);
}

describe("a busy cell", () => {
  it("blocks neither heartbeat nor kernel_info, is_complete, completion, inspection and history", async () => {
    const { id, done } = client.begin("console.log('on'); while (true) {}");
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "on\n");
    expect(await client.heartbeat()).toBe("ping");
    await client.request("shell", "kernel_info_request", {});
    await client.request("shell", "is_complete_request", { code: "1" });
    await client.request("shell", "complete_request", { code: "cons", cursor_pos: 4 });
    await client.request("shell", "inspect_request", { code: "console", cursor_pos: 4, detail_level: 0 });
    const search = { output: false, raw: true, hist_access_type: "tail", n: 1 };
    await client.request("shell", "history_request", search);
    await client.request("shell", "comm_info_request", {});
    // A client that follows only the latest status must still see a busy kernel.
    await client.waitFor(() => {
      const latest = client.published.at(-1);
      return latest?.parent_header.msg_id === id && latest.content["execution_state"] === "busy";
    });
    await client.interrupt();
    await done;
  });
});
