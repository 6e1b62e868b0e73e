import { beforeEach, describe, expect, it } from "vitest";
import { sharedClient } from "../../support/client.ts";
import { tracebackOf } from "../../support/outputs.ts";

let asked: [prompt: string, password: boolean][] = [];
let answers: string[] = [];

const client = await sharedClient({ env: { TSNB_CHECK: "off" } });

beforeEach(() => {
  asked = [];
  answers = [];
  client.onInput = (prompt, password) => {
    asked.push([prompt, password]);
    return answers.shift();
  };
});

const PROMISES = `import * as promises from "node:readline/promises";
  const asker = promises.createInterface({ input: process.stdin, output: process.stdout });`;
const CALLBACKS = `import * as callbacks from "node:readline";
  const caller = callbacks.createInterface({ input: process.stdin, output: process.stdout });`;

describe("reading process.stdin asks the front end", () => {
  it.each<
    [what: string, code: string, answers: string[], prompts: string[], result: string | undefined, stdout: string]
  >([
    [
      "a question of readline's promises",
      `${PROMISES}\nawait asker.question("Your name? ")`,
      ["Ada"],
      ["Your name? "],
      "'Ada'",
      "",
    ],
    [
      "a second question of the same interface, in a later cell",
      `await asker.question("Again? ")`,
      ["Eve"],
      ["Again? "],
      "'Eve'",
      "",
    ],
    [
      "a question with a callback, for which the cell waits",
      `${CALLBACKS}\ncaller.question("Your age? ", (age) => { console.log("in", Number(age) + 1); });`,
      ["41"],
      ["Your age? "],
      undefined,
      "in 42\n",
    ],
    [
      "questions in callbacks of questions",
      `caller.question("a? ", (a) => caller.question("b? ", (b) => { console.log(a + b); caller.close(); }));`,
      ["1", "2"],
      ["a? ", "b? "],
      undefined,
      "12\n",
    ],
    [
      "a question made a promise",
      `import { promisify } from "node:util";
       const made = callbacks.createInterface({ input: process.stdin, output: process.stdout });
       const reply = await promisify(made.question).call(made, "Well? "); made.close(); reply`,
      ["yes"],
      ["Well? "],
      "'yes'",
      "",
    ],
    [
      "lines of an interface",
      `const lines = callbacks.createInterface({ input: process.stdin });
       let sum = 0; console.log("Numbers, then an empty line");
       for await (const line of lines) { if (line === "") break; sum += Number(line); }
       sum`,
      ["1", "2", ""],
      ["", "", ""],
      "3",
      "Numbers, then an empty line\n",
    ],
    [
      "a listener for lines with a prompt",
      `const shell = callbacks.createInterface({ input: process.stdin, output: process.stdout, prompt: "> " });
       shell.on("line", (line) => { if (line === "quit") shell.close(); else { console.log(line.toUpperCase()); shell.prompt(); } });
       shell.prompt();`,
      ["one", "quit"],
      ["> ", "> "],
      undefined,
      "> ONE\n> ",
    ],
    [
      "chunks, until the end of the input",
      `let all = ""; for await (const chunk of process.stdin) all += chunk; all`,
      ["x", "y", "\x04"],
      ["", "", ""],
      "'x\\ny\\n'",
      "",
    ],
    [
      "a listener for data",
      `process.stdout.write("Which? ");
       process.stdin.on("data", function take(data) { console.log("got " + String(data).trim()); process.stdin.off("data", take); });`,
      ["this"],
      ["Which? "],
      "[process.stdin]",
      "Which? got this\n",
    ],
    [
      "a listener for data once, with an encoding",
      `process.stdin.setEncoding("utf8"); await new Promise((resolve) => process.stdin.once("data", resolve))`,
      ["é"],
      [""],
      "'é\\n'",
      "",
    ],
    [
      "a pipe",
      `import { PassThrough } from "node:stream"; import { once } from "node:events";
       const through = new PassThrough(); process.stdin.pipe(through);
       const [piped] = await once(through, "data"); process.stdin.unpipe(through); String(piped)`,
      ["water"],
      [""],
      "'water\\n'",
      "",
    ],
    [
      "keys, which come at once",
      `callbacks.emitKeypressEvents(process.stdin); let typed = ""; process.stdin.resume();
       await new Promise((resolve) => process.stdin.on("keypress", function on(_, key) {
         if (key.name !== "return") typed += key.name; else { process.stdin.off("keypress", on); resolve(typed); } }))`,
      ["abc"],
      [""],
      "'abc'",
      "",
    ],
  ])("%s", async (_what, code, given, prompts, result, stdout) => {
    answers = [...given];
    const run = await client.execute(code);
    expect(tracebackOf(run)).toBe("");
    expect(asked.map(([prompt]) => prompt)).toEqual(prompts);
    expect([run.result, run.stdout]).toEqual([result, stdout]);
  });

  it("does not ask ahead: neither after an answered question, nor for an interface that is only created", async () => {
    answers = ["one"];
    const code = `const idle = promises.createInterface({ input: process.stdin, output: process.stdout });
      await new Promise((resolve) => setTimeout(resolve, 50));
      const one = await idle.question("One? ");
      await new Promise((resolve) => setTimeout(resolve, 50)); one`;
    expect((await client.execute(code)).result).toBe("'one'");
    expect(asked).toEqual([["One? ", false]]);
  });

  it("does not wait for a stream that is only open", async () => {
    expect((await client.execute("process.stdin.resume(); process.stdin.unref?.(); 1")).result).toBe("1");
    expect(asked).toEqual([]);
  });

  it.each([
    [
      "a word that names it",
      `const again = promises.createInterface({ input: process.stdin, output: process.stdout });
      await again.question("New password: ")`,
    ],
    [
      "an output that was silenced",
      `const { Writable } = await import("node:stream");
      const quiet = new Writable({ write(chunk, _, done) { if (!quiet.muted) process.stdout.write(chunk); done(); } });
      const hidden = callbacks.createInterface({ input: process.stdin, output: quiet, terminal: true });
      const word = new Promise((resolve) => hidden.question("Key? ", (key) => { hidden.close(); resolve(key); }));
      quiet.muted = true; await word`,
    ],
    [
      "a way of writing that was replaced",
      `const starred = callbacks.createInterface({ input: process.stdin, output: process.stdout });
      starred._writeToOutput = () => {};
      await new Promise((resolve) => starred.question("Key? ", (key) => { starred.close(); resolve(key); }))`,
    ],
    ["input()", `await input("Word? ", { password: true })`],
  ])("hides the typed text: %s", async (_what, code) => {
    answers = ["s3cret"];
    const run = await client.execute(code);
    expect(run.result).toBe("'s3cret'");
    expect(asked.map(([, password]) => password)).toEqual([true]);
  });

  it("drops a question on Stop, and the same interface can ask again", async () => {
    const { id, done } = client.begin(`await again.question("Never? ")`);
    await client.waitFor((m) => m.parent_header.msg_id === id);
    await expect.poll(() => asked.length).toBe(1);
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ ename: "Interrupted" });
    client.onInput = () => "now";
    expect((await client.execute(`await again.question("Now? ")`)).result).toBe("'now'");
  });

  it("drops a listener on Stop, which gets no later input", async () => {
    const { done } = client.begin(`process.stdin.on("data", (data) => console.log("old", String(data)));`);
    await expect.poll(() => asked.length).toBe(1);
    await client.interrupt();
    expect((await done).reply.content).toMatchObject({ ename: "Interrupted" });
    answers = ["fresh"];
    const run = await client.execute(
      `await new Promise((resolve) => process.stdin.once("data", (data) => resolve(String(data))))`,
    );
    expect([run.result, run.stdout]).toEqual(["'fresh\\n'", ""]);
  });

  it("stops waiting when the cell fails", async () => {
    const run = await client.execute(`process.stdin.on("data", () => {}); throw new Error("own")`);
    expect(run.reply.content).toMatchObject({ ename: "Error", evalue: "own" });
    expect((await client.execute("1")).result).toBe("1");
  });
});

describe("where nobody can answer", () => {
  const expected = { status: "error", ename: "NoInputError", evalue: expect.stringContaining("does not allow input") };

  it.each([
    `prompt("Name? ")`,
    `confirm("Sure? ")`,
    `await input("Name? ")`,
    `await again.question("Name? ")`,
    `const rl = callbacks.createInterface({ input: process.stdin }); rl.question("Name? ", () => {});`,
    `for await (const chunk of process.stdin) console.log(chunk)`,
    `for await (const line of callbacks.createInterface({ input: process.stdin })) console.log(line)`,
    `process.stdin.on("data", () => {});`,
    `await new Promise((resolve) => process.stdin.once("data", resolve))`,
    `const sink = new (await import("node:stream")).PassThrough(); await (await import("node:stream/promises")).pipeline(process.stdin, sink)`,
    `import { text } from "node:stream/consumers"; await text(process.stdin)`,
  ])("%s is an error at once", async (code) => {
    const run = await client.execute(code, { allow_stdin: false });
    expect(run.reply.content).toMatchObject(expected);
    expect(asked).toEqual([]);
  });

  it("can be caught where it is asked", async () => {
    const code = `try { await again.question("Name? ") } catch (error) { error.name }`;
    const run = await client.execute(`let caught; ${code.replace("error.name", "caught = error.name")}; caught`, {
      allow_stdin: false,
    });
    expect(run.result).toBe("'NoInputError'");
  });

  it("alert prints, since it needs no answer", async () => {
    const run = await client.execute(`alert("Look"); 1`, { allow_stdin: false });
    expect([run.stdout, run.result]).toEqual(["Look\n", "1"]);
  });
});

describe("the browser's questions", () => {
  it.each([
    [`confirm("Sure?")`, "y", "true", "Sure? [y/N] "],
    [`confirm("Sure?")`, "Yes", "true", "Sure? [y/N] "],
    [`confirm("Sure?")`, "", "false", "Sure? [y/N] "],
    [`confirm()`, "no", "false", "Confirm [y/N] "],
    [`alert("Done"); "after"`, "", "'after'", "Done [Enter] "],
    [`prompt("Name?")`, "Ada", "'Ada'", "Name?"],
  ])("%s, answered by %j", async (code, answer, result, prompt) => {
    answers = [answer];
    expect((await client.execute(code)).result).toBe(result);
    expect(asked).toEqual([[prompt, false]]);
  });
});
