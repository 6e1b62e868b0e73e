import { describe, expect, it } from "vitest";
import type { FromChild } from "../../../../src/kernel/link/messages.ts";
import { OutputOrder } from "../../../../src/kernel/protocol/supervision/output-order.ts";
import { type Mark, markText } from "../../../../src/kernel/link/output-marks.ts";

const TOKEN = "token";
const base = (cell: number): Buffer => mark({ type: "base", cell });
const fence = (sequence: number): Buffer => mark({ type: "fence", sequence });
const clear: FromChild = { type: "clear", cell: 1, wait: false };
const done: FromChild = { type: "done", cell: 1, status: "ok" };

function mark(of: Mark): Buffer {
  return Buffer.from(markText(TOKEN, of));
}

function start(): { order: OutputOrder; seen: string[] } {
  const seen: string[] = [];
  const order = new OutputOrder(TOKEN, {
    onText: (cell, name, text) => seen.push(`${cell} ${name} ${text}`),
    onMessage: (message) => seen.push(message.type),
  });
  return { order, seen };
}

describe("OutputOrder", () => {
  it("holds back a message until the bytes before it have arrived", () => {
    const { order, seen } = start();
    order.message({ sequence: 1, message: clear });
    expect(seen).toEqual([]);
    order.stdout(Buffer.concat([base(1), Buffer.from("a"), fence(1), Buffer.from("b")]));
    expect(seen).toEqual(["1 stdout a", "clear", "1 stdout b"]);
  });

  it("holds back bytes until the message before them has arrived", () => {
    const { order, seen } = start();
    order.stdout(Buffer.concat([base(1), Buffer.from("a"), fence(1), Buffer.from("b"), fence(2), Buffer.from("c")]));
    expect(seen).toEqual(["1 stdout a"]);
    order.message({ sequence: 1, message: clear });
    expect(seen).toEqual(["1 stdout a", "clear", "1 stdout b"]);
    order.message({ sequence: 2, message: clear });
    expect(seen).toEqual(["1 stdout a", "clear", "1 stdout b", "clear", "1 stdout c"]);
  });

  it("holds back done until stderr has arrived too", () => {
    const { order, seen } = start();
    order.stdout(Buffer.concat([base(1), fence(1)]));
    order.message({ sequence: 1, message: done });
    expect(seen).toEqual([]);
    order.stderr(Buffer.concat([Buffer.from("warning"), fence(1), Buffer.from("later")]));
    expect(seen).toEqual(["1 stderr warning", "done", "1 stderr later"]);
  });

  it("continues after a fence whose message was never sent", () => {
    const { order, seen } = start();
    order.stdout(Buffer.concat([base(1), fence(1), Buffer.from("a"), fence(2)]));
    order.message({ sequence: 2, message: clear });
    expect(seen).toEqual(["1 stdout a", "clear"]);
  });

  it("gives marked text to its cell, and the text after it to the base", () => {
    const { order, seen } = start();
    const late = Buffer.concat([mark({ type: "to", cell: 1, name: "stderr" }), Buffer.from("late"), base(2)]);
    order.stdout(Buffer.concat([base(2), Buffer.from("a"), late, Buffer.from("b")]));
    expect(seen).toEqual(["2 stdout a", "1 stderr late", "2 stdout b"]);
  });

  it("keeps a character that native code split, around marked text", () => {
    const { order, seen } = start();
    const [first, ...rest] = Buffer.from("é");
    order.stdout(Buffer.concat([base(1), Buffer.from([first ?? 0]), mark({ type: "to", cell: 3, name: "stdout" })]));
    order.stdout(Buffer.concat([Buffer.from("ü"), base(1), Buffer.from(rest)]));
    expect(seen).toEqual(["3 stdout ü", "1 stdout é"]);
  });

  it("releases everything at the end", () => {
    const { order, seen } = start();
    order.stdout(Buffer.concat([base(1), fence(3), Buffer.from("x\x1b_ts")]));
    order.message({ sequence: 5, message: done });
    order.end();
    expect(seen).toEqual(["1 stdout x", "1 stdout \x1b_ts", "done"]);
  });
});
