import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { Client, sharedClient } from "../support/client.ts";

const client = await sharedClient();

const IMPORTS = `const { execSync, spawnSync, spawn } = process.getBuiltinModule?.("node:child_process") ?? require("node:child_process");`;

describe("the outputs of a cell", () => {
  it("come before its idle, even the last ones", async () => {
    for (let round = 0; round < 20; round++) {
      const { messages, stdout } = await client.execute(`await null; console.log("last words ${round}")`);
      expect(stdout).toBe(`last words ${round}\n`);
      expect(messages.at(-1)?.content).toEqual({ execution_state: "idle" });
    }
  });

  it("keep the order of console.log, console.error and console.log", async () => {
    const { outputs } = await client.execute(`console.log("one"); console.error("two"); console.log("three")`);
    expect(outputs.map((m) => [m.content["name"], m.content["text"]])).toEqual([
      ["stdout", "one\n"],
      ["stderr", "two\n"],
      ["stdout", "three\n"],
    ]);
  });

  it("keep the order of prints and displays", async () => {
    const { outputs } = await client.execute(`
      const t = await import("tslab");
      console.log("before");
      t.display.html("<b>shown</b>");
      console.log("after");
      "result"`);
    expect(outputs.map((m) => m.header.msg_type)).toEqual(["stream", "display_data", "stream", "execute_result"]);
    expect(outputs[0]?.content["text"]).toBe("before\n");
    expect(outputs[2]?.content["text"]).toBe("after\n");
  });

  it("keep the order of their own prints and those of a child process", async () => {
    const { stdout } = await client.execute(`${IMPORTS}
      for (let i = 0; i < 5; i++) {
        console.log("js " + i);
        spawnSync(process.execPath, ["-e", "console.log('child ' + " + i + ")"], { stdio: "inherit" });
      }
      console.log("end");`);
    const expected = [0, 1, 2, 3, 4].flatMap((i) => [`js ${i}`, `child ${i}`]);
    expect(stdout.trim().split("\n")).toEqual([...expected, "end"]);
  });

  it("include a child's stderr before idle", async () => {
    const { stderr, stdout } = await client.execute(`${IMPORTS}
      execSync("echo to-err >&2; echo to-out", { stdio: "inherit" });`);
    expect(stderr).toBe("to-err\n");
    expect(stdout).toBe("to-out\n");
  });

  it("include bytes written to the descriptors", async () => {
    const { stdout, stderr } = await client.execute(`
      const fs = await import("node:fs");
      fs.writeSync(1, "to one\\n"); fs.writeSync(2, "to two\\n");`);
    expect(stdout).toBe("to one\n");
    expect(stderr).toBe("to two\n");
  });

  it("include process.stdout.write and process.stderr.write", async () => {
    const { stdout, stderr } = await client.execute(`process.stdout.write("out"); process.stderr.write("err");`);
    expect([stdout, stderr]).toEqual(["out", "err"]);
  });

  it("keep characters of several bytes whole, also when native code splits them", async () => {
    const { stdout } = await client.execute(`
      const fs = await import("node:fs");
      for (const byte of Buffer.from("grüße 😀 ")) fs.writeSync(1, Buffer.from([byte]));
      console.log("日本語 🎉");`);
    expect(stdout).toBe("grüße 😀 日本語 🎉\n");
  });

  it("keep text that looks like the beginning of a mark", async () => {
    const { stdout } = await client.execute(
      `console.log("\\x1b_tsnb;"); console.log("\\x1b_tsnb;wrong;fence;99\\x1b\\\\"); process.stdout.write("\\x1b")`,
    );
    expect(stdout).toBe("\x1b_tsnb;\n\x1b_tsnb;wrong;fence;99\x1b\\\n\x1b");
  });

  it("are joined when they are many and small", async () => {
    const { stdout, outputs } = await client.execute(`for (let i = 0; i < 2000; i++) console.log(i)`);
    expect(stdout.trim().split("\n")).toHaveLength(2000);
    expect(outputs.length).toBeLessThan(100);
  });

  it("arrive while the cell runs", async () => {
    const { id, done } = client.begin(
      `console.log("early"); await new Promise((r) => { globalThis.goOn = r; setTimeout(r, 10000) })`,
    );
    await client.waitFor((m) => m.parent_header.msg_id === id && m.content["text"] === "early\n");
    await client.interrupt();
    expect((await done).reply.content["status"]).toBe("error");
  });
});

// Only Node 22 and later can find which cell started a timer.
const node = process.env["TSNB_TEST_NODE"] ?? process.execPath;
const major = Number(spawnSync(node, ["-p", "process.versions.node"], { encoding: "utf8" }).stdout.split(".")[0]);

describe("late output", () => {
  it.runIf(major >= 22)("goes to the cell that caused it, while another cell or none is running", async () => {
    const code = "for (const ms of [150, 900]) setTimeout(() => console.log('after ' + ms), ms); 1";
    const first = await client.execute(code);
    const second = await client.execute("console.log('second'); await new Promise((r) => setTimeout(r, 500)); 2");
    expect(second.stdout).toBe("second\n");
    await client.waitFor((m) => m.parent_header.msg_id === first.id && m.content["text"] === "after 900\n");
    const late = client.of(first.id).filter((m) => m.header.msg_type === "stream");
    expect(late.map((m) => m.content["text"])).toEqual(["after 150\n", "after 900\n"]);
  });

  it.runIf(major < 22)("is reported as late, once a session", async () => {
    const fresh = await Client.start();
    const late = async (word: string): Promise<string> => {
      const { id } = await fresh.execute(
        `for (const ms of [400, 600]) setTimeout(() => console.log("${word} " + ms), ms); 1`,
      );
      await fresh.waitFor((m) => m.parent_header.msg_id === id && String(m.content["text"]).includes(`${word} 600`));
      return fresh
        .of(id)
        .flatMap((m) => (m.header.msg_type === "stream" ? [String(m.content["text"])] : []))
        .join("");
    };
    expect(await late("first")).toMatch(/^\[late output: .*Node\.js 20.*appears once\.\]\nfirst 400\nfirst 600\n$/);
    expect(await late("second")).toBe("second 400\nsecond 600\n");
    await fresh.stop();
  });
});
