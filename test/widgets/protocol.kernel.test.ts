import { describe, expect, it } from "vitest";
import { sharedClient, type WireMessage } from "../kernel/support/client.ts";

const client = await sharedClient();
const VIEW = "application/vnd.jupyter.widget-view+json";

describe("a slider in the kernel", () => {
  let id = "";

  it("opens its layout, its style and itself, and shows a view with the value beside it", async () => {
    const { outputs } = await client.execute(`
      import { interact, output, slider } from "tsnb/widgets";
      const year = slider(2000, 2026, { label: "Year" });
      year`);
    const opened = outputs.filter((m) => m.header.msg_type === "comm_open");
    expect(opened.map((m) => stateOf(m)["_model_name"])).toEqual(["LayoutModel", "SliderStyleModel", "IntSliderModel"]);
    expect(opened.map((m) => m.metadata["version"])).toEqual(["2.1.0", "2.1.0", "2.1.0"]);
    const [layout, style, own] = opened.map((m) => String(m.content["comm_id"]));
    id = String(own);
    expect(stateOf(opened[2])).toMatchObject({
      description: "Year",
      min: 2000,
      max: 2026,
      step: 1,
      value: 2013,
      layout: `IPY_MODEL_${layout}`,
      style: `IPY_MODEL_${style}`,
    });
    const shown = outputs.find((m) => m.header.msg_type === "execute_result")?.content["data"];
    expect(shown).toEqual({
      [VIEW]: { version_major: 2, version_minor: 0, model_id: id },
      "text/html": "<div>Year: <b>2013</b></div>",
      "text/plain": "Year: 2013",
    });
  });

  it("takes the browser's value, and tells other browsers", async () => {
    const sent = await update({ value: 2020, unknown: 1 });
    const echoed = client.of(sent).find((m) => m.header.msg_type === "comm_msg");
    expect(echoed?.content["data"]).toEqual({ method: "echo_update", state: { value: 2020 }, buffer_paths: [] });
    expect((await client.execute("year.value")).result).toBe("2020");
  });

  it.each([[1999], [2000.5], ["2010"], [null]])(
    "refuses %s from the browser, which gets the value back",
    async (value) => {
      const sent = await update({ value });
      const messages = client.of(sent);
      const last = messages.findLast((m) => m.header.msg_type === "comm_msg");
      expect(last?.content["data"]).toMatchObject({ method: "update", state: { value: 2020 } });
      expect(messages.find((m) => m.header.msg_type === "error")?.content["ename"]).toBe("WidgetValueError");
      expect((await client.execute("year.value")).result).toBe("2020");
    },
  );

  it("tells the browser when a cell changes a value, but not when it sets the same one", async () => {
    const { outputs } = await client.execute("year.value = 2001; year.value = 2001; year.value");
    expect(outputs.filter((m) => m.header.msg_type === "comm_msg").map((m) => m.content["data"])).toEqual([
      { method: "update", state: { value: 2001 }, buffer_paths: [] },
    ]);
    const { reply } = await client.execute("year.value = 3000");
    expect(reply.content["evalue"]).toBe(
      "Setting the value of a slider: got 3000. Give a whole number from 2000 to 2026.",
    );
  });

  it("answers a request for its state, and one for all states", async () => {
    const asked = await say("comm_msg", { comm_id: id, data: { method: "request_state" } });
    const answer = client.of(asked).find((m) => m.header.msg_type === "comm_msg");
    expect(answer?.content["data"]).toMatchObject({
      method: "update",
      state: { value: 2001, _model_name: "IntSliderModel" },
    });
    await say("comm_open", { comm_id: "control", target_name: "jupyter.widget.control", data: {} });
    const all = await say("comm_msg", { comm_id: "control", data: { method: "request_states" } });
    const { data } = client.of(all).find((m) => m.header.msg_type === "comm_msg")?.content ?? {};
    expect(data).toMatchObject({
      method: "update_states",
      states: {
        [id]: {
          model_name: "IntSliderModel",
          model_module: "@jupyter-widgets/controls",
          model_module_version: "2.0.0",
          state: { value: 2001 },
        },
      },
    });
  });

  it("gives its values to a loop, the latest while the body runs; closing it ends the loop", async () => {
    const { id: cell, done } = client.begin(`
      const seen: number[] = [];
      for await (const value of year) {
        seen.push(value);
        console.log("at", value);
        while (value === 2005 && year.value !== 2008) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      seen`);
    const printed = (text: string) =>
      client.waitFor((m) => m.parent_header.msg_id === cell && m.content["text"] === text);
    await printed("at 2001\n");
    await update({ value: 2005 });
    await printed("at 2005\n");
    for (const value of [2006, 2007, 2008]) await update({ value });
    await printed("at 2008\n");
    await say("comm_close", { comm_id: id, data: {} });
    expect((await done).result).toBe("[ 2001, 2005, 2008 ]");
  });

  it("gives a pair of values to a loop only when it has changed", async () => {
    const { id: cell, done } = client.begin(`
      import { column, range } from "tsnb/widgets";
      const span = range(1, 12);
      let count = 0;
      for await (const [from, to] of span) {
        count += 1;
        console.log("from", from, "to", to);
        if (from === 4) break;
      }
      count`);
    const printed = (text: string) =>
      client.waitFor((m) => m.parent_header.msg_id === cell && m.content["text"] === text);
    await printed("from 1 to 12\n");
    const opened = client.of(cell).find((m) => stateOf(m)["_model_name"] === "IntRangeSliderModel");
    const move = (value: number[]) =>
      say("comm_msg", { comm_id: opened?.content["comm_id"], data: { method: "update", state: { value } } });
    await move([2, 12]);
    await printed("from 2 to 12\n");
    await move([2, 12]);
    await move([4, 9]);
    expect((await done).result).toBe("3");
  });

  it("ends a loop and a wait at Stop", async () => {
    await client.execute("const other = slider(1, 12)");
    for (const code of ["for await (const month of other) console.log(month)", "console.log(6); await other.next()"]) {
      const { id: cell, done } = client.begin(code);
      await client.waitFor((m) => m.parent_header.msg_id === cell && m.content["text"] === "6\n");
      await client.request("control", "interrupt_request", {});
      expect((await done).reply.content["ename"]).toBe("Interrupted");
    }
    expect((await client.execute("other.value")).result).toBe("6");
  });

  it("ends a wait when it is closed, with its last value", async () => {
    const code = `const closing = slider(1, 12, { value: 5 }); const wait = closing.next(); closing.close(); await wait`;
    expect((await client.execute(code)).result).toBe("5");
  });

  it("is its value where nobody can move it", async () => {
    const code = `const seen2 = []; for await (const v of other) seen2.push(v); [...seen2, await other.next(), await other.value]`;
    expect((await client.execute(code, { allow_stdin: false })).result).toBe("[ 6, 6, 6 ]");
  });

  function update(state: Record<string, unknown>): Promise<string> {
    return say("comm_msg", { comm_id: id, data: { method: "update", state, buffer_paths: [] } });
  }
});

describe("an interaction", () => {
  let month = "";
  let place = "";

  it("shows its controls and the function's result for their values", async () => {
    const { outputs } = await client.execute(`
      let runs: number[] = [];
      let release = () => {};
      interact(async ({ month, log }) => {
        runs.push(month);
        console.log("printed", log);
        if (month === 3) await new Promise<void>((resolve) => { release = resolve });
        if (month === 9) throw new RangeError("no ninth month");
        if (month === 10) for (;;);
        return \`month \${month}\`;
      }, { month: [1, 12], log: true })`);
    const opened = outputs.filter((m) => m.header.msg_type === "comm_open");
    const idOf = (name: string) => String(opened.find((m) => stateOf(m)["_model_name"] === name)?.content["comm_id"]);
    [month, place] = [idOf("IntSliderModel"), idOf("OutputModel")];
    const shown = outputs.find((m) => m.header.msg_type === "execute_result")?.content["data"];
    expect(shown).toMatchObject({ [VIEW]: { model_id: idOf("VBoxModel") }, "text/plain": "'month 6'" });
    expect(latest()).toEqual([stream("printed true\n"), shownAs("'month 6'")]);
  });

  it("runs again with a changed value, in place", async () => {
    await move(7);
    expect(latest()).toEqual([stream("printed true\n"), shownAs("'month 7'")]);
  });

  it("runs once for the changes that come while it runs, with the latest", async () => {
    const first = move(3);
    await client.execute("while (runs.at(-1) !== 3) await new Promise((resolve) => setTimeout(resolve, 5))");
    const later = [4, 5, 8].map(move);
    await client.execute("runs = []; release()");
    await Promise.all([first, ...later]);
    expect((await client.execute("runs")).result).toBe("[ 8 ]");
    expect(latest().at(-1)).toEqual(shownAs("'month 8'"));
  });

  it("shows an error in place, and goes on", async () => {
    await move(9);
    const [printed, error] = latest();
    expect(printed).toEqual(stream("printed true\n"));
    expect(error).toMatchObject({ output_type: "error", ename: "RangeError", evalue: "no ninth month" });
    await move(2);
    expect(latest().at(-1)).toEqual(shownAs("'month 2'"));
  });

  it("goes on after Stop has ended a run that never ends", async () => {
    const stuck = move(10);
    await client.waitFor(
      (m) =>
        m.header.msg_type === "comm_msg" &&
        m.content["comm_id"] === month &&
        JSON.stringify(m.content).includes('"value":10'),
    );
    await client.request("control", "interrupt_request", {});
    await stuck;
    await move(11);
    expect(latest().at(-1)).toEqual(shownAs("'month 11'"));
    expect((await client.execute("runs.at(-1)")).result).toBe("11");
  });

  function move(value: number): Promise<string> {
    return say("comm_msg", { comm_id: month, data: { method: "update", state: { value }, buffer_paths: [] } });
  }

  function latest(): unknown[] {
    const states = client.published
      .filter((m) => m.header.msg_type === "comm_msg" && m.content["comm_id"] === place)
      .map((m) => stateOf(m)["outputs"]);
    const last: unknown = states.at(-1);
    return Array.isArray(last) ? last : [];
  }
});

function stream(text: string): object {
  return { output_type: "stream", name: "stdout", text };
}

function shownAs(text: string): object {
  return { output_type: "display_data", data: { "text/plain": text }, metadata: {} };
}

/** Sends a message on the shell channel, and waits until the kernel has handled it; resolves to its id. */
async function say(type: string, content: Record<string, unknown>): Promise<string> {
  const { id } = client.send("shell", type, content);
  await client.waitFor((m) => m.parent_header.msg_id === id && m.content["execution_state"] === "idle");
  return id;
}

function stateOf(message: WireMessage | undefined): Record<string, unknown> {
  const data: unknown = message?.content["data"];
  const state: unknown = typeof data === "object" && data !== null ? Reflect.get(data, "state") : undefined;
  return { ...(typeof state === "object" ? state : {}) };
}
