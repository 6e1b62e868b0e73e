import { describe, expect, it } from "vitest";
import { type Content, sharedClient, type WireMessage } from "../support/client.ts";

const client = await sharedClient();

describe("subshells", () => {
  it("are announced, made, listed and deleted", async () => {
    const info = await client.request("shell", "kernel_info_request", {});
    expect(info.content["supported_features"]).toContain("kernel subshells");
    const [one, two] = [await create(), await create()];
    expect(one).not.toBe(two);
    expect((await ask("list_subshell_request", {})).content).toEqual({ status: "ok", subshell_id: [one, two] });
    expect((await ask("delete_subshell_request", { subshell_id: one })).content).toEqual({ status: "ok" });
    expect((await ask("list_subshell_request", {})).content["subshell_id"]).toEqual([two]);
  });

  it.each([
    ["an unknown subshell", { subshell_id: "gone" }, "there is no subshell gone"],
    ["no subshell", {}, 'its "subshell_id" is not a string'],
  ])("answer a request to delete %s with an error", async (_, content, message) => {
    const reply = await ask("delete_subshell_request", content);
    expect(reply.content).toMatchObject({ status: "error", evalue: expect.stringContaining(message) });
  });

  it("answer a request for an unknown subshell with an error", async () => {
    const { reply } = client.send("shell", "execute_request", { code: "1" }, { subshell: "gone" });
    expect((await reply).content).toMatchObject({ status: "error", ename: "UnknownSubshellError" });
  });

  it("deliver a comm's messages in order, with their own parents, while a cell awaits", async () => {
    const subshell = await create();
    const open = await client.execute(`
      const { openComm } = globalThis[Symbol.for("tsnb.kernel")];
      const comm = openComm("slider", {});
      let enough = () => {};
      comm.onMessage = async ({ data }) => {
        console.log("begins", data.n);
        comm.send({ begun: data.n });
        // Each handler ends before those that began earlier.
        await new Promise((resolve) => setTimeout(resolve, 40 - 10 * data.n));
        if (data.n === 1) enough();
      };
      comm.id`);
    const id = open.outputs.find((m) => m.header.msg_type === "comm_open")?.content["comm_id"];
    const busy = client.begin(
      `console.log("busy"); await new Promise<void>((resolve) => { enough = resolve }); "moved"`,
    );
    await client.waitFor((m) => m.parent_header.msg_id === busy.id && m.content["text"] === "busy\n");
    const sent = [1, 2, 3].map((n) => client.send("shell", "comm_msg", { comm_id: id, data: { n } }, { subshell }).id);
    expect((await busy.done).result).toBe("'moved'");
    await Promise.all(sent.map(idleOf));
    for (const [index, request] of sent.entries()) {
      const own = client.of(request);
      expect(own.find((m) => m.header.msg_type === "stream")?.content["text"]).toBe(`begins ${index + 1}\n`);
      expect(own.find((m) => m.header.msg_type === "comm_msg")?.content["data"]).toEqual({ begun: index + 1 });
      expect(own[0]?.parent_header.subshell_id).toBe(subshell);
    }
    const begun = client.published
      .filter((m) => sent.includes(m.parent_header.msg_id ?? ""))
      .map((m) => m.content["text"]);
    expect(begun.filter(Boolean)).toEqual(["begins 1\n", "begins 2\n", "begins 3\n"]);
  });

  it("run cells in turn; an error aborts only requests of its own subshell", async () => {
    const [subshell, other] = [await create(), await create()];
    const cell = (code: string, within?: string) =>
      client.send("shell", "execute_request", { code }, within === undefined ? {} : { subshell: within }).reply;
    const replies = await Promise.all([
      cell(`await new Promise((resolve) => setTimeout(resolve, 30))`),
      cell(`throw new Error("on purpose")`, subshell),
      cell(`"aborted"`, subshell),
      cell(`"elsewhere"`, other),
      cell(`"main"`),
    ]);
    expect(replies.map(({ content }) => content["status"])).toEqual(["ok", "error", "aborted", "ok", "ok"]);
  });

  it("deliver a comm's message after the cell before it in the same subshell", async () => {
    const subshell = await create();
    await client.execute(`
      globalThis[Symbol.for("tsnb.kernel")].onComm("late", (comm, { data }) => comm.send({ seen: marker, ...data }));
      var marker = "before"`);
    const code = `await new Promise((resolve) => setTimeout(resolve, 30)); marker = "after"`;
    client.send("shell", "execute_request", { code }, { subshell });
    const opened = client.send("shell", "comm_open", { comm_id: "late-1", target_name: "late" }, { subshell }).id;
    await idleOf(opened);
    expect(client.of(opened).find((m) => m.header.msg_type === "comm_msg")?.content["data"]).toEqual({ seen: "after" });
  });
});

async function create(): Promise<string> {
  return String((await ask("create_subshell_request", {})).content["subshell_id"]);
}

function ask(type: string, content: Content): Promise<WireMessage> {
  return client.request("control", type, content);
}

function idleOf(id: string): Promise<WireMessage> {
  return client.waitFor((m) => m.parent_header.msg_id === id && m.content["execution_state"] === "idle");
}
