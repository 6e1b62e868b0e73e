import { describe, expect, it } from "vitest";
import { type WireMessage, sharedClient } from "../support/client.ts";

const client = await sharedClient();

describe("stdin", () => {
  it("asks the client with the prompt, after the printed output, and gives the cell the answer", async () => {
    const asked: [string, boolean, WireMessage["parent_header"]][] = [];
    client.onInput = (prompt, password, request) => {
      asked.push([prompt, password, request.parent_header]);
      return "Ada";
    };
    const { id, stdout, result } = await client.execute(
      `console.log("first"); const name = prompt("Who? "); "hello " + name`,
    );
    expect(asked).toEqual([["Who? ", false, expect.objectContaining({ msg_id: id })]]);
    expect(stdout).toBe("first\n");
    expect(result).toMatch(/hello Ada/);
  });

  it("fails in a cell that may not ask", async () => {
    const { reply } = await client.execute(`prompt("Who? ")`, { allow_stdin: false });
    expect(reply.content).toMatchObject({ status: "error", evalue: expect.stringMatching(/input|stdin/i) });
  });

  it("is dropped when the cell is interrupted, and a late answer is ignored", async () => {
    let question: WireMessage | undefined;
    const asking = new Promise<void>((resolve) => {
      client.onInput = (_prompt, _password, request) => {
        question = request;
        resolve();
        return undefined;
      };
    });
    const { done } = client.begin(`prompt("never answered")`);
    await asking;
    await client.interrupt();
    expect((await done).reply.content["status"]).toBe("error");
    client.onInput = () => "right";
    client.send("stdin", "input_reply", { status: "ok", value: "stale" }, { parent: question?.header });
    expect((await client.execute(`prompt("again")`)).result).toMatch(/right/);
  });

  it("survives an answer that nobody asked for", async () => {
    client.send("stdin", "input_reply", { status: "ok", value: "unasked" });
    client.send("stdin", "execute_request", { code: "1" });
    expect((await client.execute("1")).result).toBe("1");
  });
});
