import { expect, it } from "vitest";
import { sharedClient } from "../kernel/support/client.ts";

const client = await sharedClient();

await client.execute(`
  import { anywidget, column, interact, slider, text } from "tsnb/widgets";
  const month = slider(1, 12);
  const module = "export default { render() {} }";
  let seen: string[] = []`);

const run = (cellId: string, code: string, deletedCells: string[] = []) =>
  client.execute(code, {}, { cellId, deletedCells });

/** The functions that are called for a new value of the slider. */
async function called(value: number): Promise<string | undefined> {
  await client.execute(`seen = []; month.value = ${value}; await new Promise((resolve) => setImmediate(resolve))`);
  return (await client.execute("seen.toSorted().join()")).result;
}

function idsOf(type: string): unknown[] {
  return client.published.filter((m) => m.header.msg_type === type).map((m) => m.content["comm_id"]);
}

/** The ids of the models that are open. */
function open(): Set<unknown> {
  const closed = new Set(idsOf("comm_close"));
  return new Set(idsOf("comm_open").filter((id) => !closed.has(id)));
}

const listening = (name: string): string => `
  month.onChange(() => seen.push("${name} called"));
  void (async () => { for await (const value of month) seen.push("${name} looped"); })();
  void month.next().then(() => seen.push("${name} waited"));
  column(month).onChange(() => seen.push("${name} column"));`;

it("a cell that runs again ends the callbacks and loops of its previous run, and no others", async () => {
  await run("other", `month.onChange(() => seen.push("other"))`);
  await run("a", listening("first"));
  await run("a", listening("second"));
  expect(await called(2)).toBe("'other,second called,second column,second looped,second waited'");
  await run("a", "month.value");
  expect(await called(3)).toBe("'other'");
});

it("many waits for a next value give no warning, in one run or in many, and all end with the widget", async () => {
  await client.execute("const waited = slider(1, 12); let ended = 0");
  const wait = "void waited.next().then(() => { ended += 1; })";
  const loop = await run("w", `for (let n = 0; n < 12; n++) ${wait}; await new Promise((go) => setImmediate(go))`);
  for (let n = 0; n < 12; n++) await run("x", wait);
  const last = await client.execute("waited.close(); await new Promise((go) => setImmediate(go)); ended");
  expect([loop.stderr, last.stderr, last.result]).toEqual(["", "", "13"]);
});

it("a cell that runs again closes the interactions of its previous run, but not the widgets that they were given", async () => {
  const code = "await interact(({ month, log }) => { seen.push(`${month} ${log}`); }, { month, log: true }).run()";
  const before = open();
  await run("b", code);
  const { size } = open();
  for (let again = 0; again < 3; again++) await run("b", code);
  expect(open().size).toBe(size);
  expect([...before].filter((id) => !open().has(id))).toEqual([]);
  expect(await called(4)).toBe("'4 true,other'");
  await run("c", "1", ["b"]);
  expect(open().size).toBe(before.size);
  expect(await called(5)).toBe("'other'");
});

it("the previous run of an interaction's own code ends, too", async () => {
  const code = `await interact(({ on }) => void month.onChange(() => seen.push("inner")), { on: true }).run()`;
  await run("d", code);
  expect(await called(6)).toBe("'inner,other'");
  await run("d", code);
  expect(await called(7)).toBe("'inner,other'");
  await run("d", "1");
  expect(await called(8)).toBe("'other'");
});

it("messages of browser code are heard once by a cell that ran twice", async () => {
  await client.execute(`const counter = anywidget({ esm: module, state: { count: 0 } })`);
  for (const name of ["first", "second"]) await run("e", `counter.onMessage(() => seen.push("${name}"))`);
  const id = (await client.execute("counter.id")).result?.slice(1, -1);
  await client.execute("seen = []");
  const { id: sent } = client.send("shell", "comm_msg", { comm_id: id, data: { method: "custom", content: {} } });
  await client.waitFor((m) => m.parent_header.msg_id === sent && m.content["execution_state"] === "idle");
  expect((await client.execute("seen")).result).toBe("[ 'second' ]");
});

it("without ids of cells, as in a console, runs are independent", async () => {
  for (let again = 0; again < 2; again++) await client.execute(`month.onChange(() => seen.push("console"))`);
  expect(await called(9)).toBe("'console,console,other'");
});
