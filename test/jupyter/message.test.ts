import { expect, it } from "vitest";
import { child, createMessage, reply } from "../../src/jupyter/message.ts";

it("makes a message without a parent, with its own id", () => {
  const [one, two] = [createMessage("s", "kernel_info_request", {}), createMessage("s", "kernel_info_request", {})];
  expect(one.header).toMatchObject({ msg_type: "kernel_info_request", session: "s", version: "5.5" });
  expect(one.header.msg_id).not.toBe(two.header.msg_id);
  expect(one.parent_header).toEqual({});
  expect(new Date(one.header.date).toISOString()).toBe(one.header.date);
});

it("makes a child with its parent's header, under a session of its own", () => {
  const parent = createMessage("the session", "execute_request", { code: "1" });
  const output = child("own", parent, "stream", { name: "stdout", text: "x" }, { buffers: [Uint8Array.of(1)] });
  expect(output.parent_header).toEqual(parent.header);
  expect(output.header.session).toBe("own");
  expect(output.buffers).toEqual([Uint8Array.of(1)]);
});

it("names a reply after its request", () => {
  const request = createMessage("s", "execute_request", {});
  expect(reply("own", request, { status: "ok" }).header.msg_type).toBe("execute_reply");
});
