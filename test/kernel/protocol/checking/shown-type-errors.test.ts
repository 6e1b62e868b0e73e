import { expect, it } from "vitest";
import { ShownTypeErrors } from "../../../../src/kernel/protocol/checking/shown-type-errors.ts";
import type { Diagnostic } from "../../../../src/kernel/types/service-interface.ts";

const some = (count: number, code: string): Diagnostic[] =>
  Array.from({ length: count }, (_, index) => ({
    severity: "error",
    code,
    message: "",
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
    rendered: `${code} #${index + 1}`,
  }));

it("shows 20 complaints and counts the rest by code, the most frequent first", () => {
  const found = [...some(20, "TS2339"), ...some(380, "TS2304"), ...some(2000, "TS7006")];
  const blocks = new ShownTypeErrors().blocks(found);
  expect(blocks.slice(0, 20)).toEqual(some(20, "TS2339").map(({ rendered }) => rendered));
  expect(blocks[20]).toBe("and 2,380 more: TS7006 2,000, TS2304 380");
});

it("has no count when everything is shown", () => {
  expect(new ShownTypeErrors().blocks(some(20, "TS2339"))).toHaveLength(20);
  expect(new ShownTypeErrors().blocks(some(21, "TS2339")).at(-1)).toBe("and 1 more: TS2339 1");
});

it("suggests once how to relax the check for untyped code", () => {
  const complaints = new ShownTypeErrors();
  expect(complaints.blocks(some(1, "TS7006"))).toHaveLength(1);
  expect(complaints.blocks([...some(1, "TS7006"), ...some(3, "TS2304")])).toHaveLength(4);
  expect(complaints.blocks([...some(1, "TS7006"), ...some(1, "TS7031")]).at(-1)).toMatch(
    /^Code without types\? %check off/,
  );
  expect(complaints.blocks(some(9, "TS7006"))).toHaveLength(9);
});

it("is amber, and says that the cell ran, where errors of the cell did not block it", () => {
  const complaints = new ShownTypeErrors();
  const [error] = some(1, "TS2339").map((one) => ({ ...one, rendered: "\u001B[1merror TS2339\u001B[0m" }));
  if (!error) throw new RangeError("no error");
  const amber = "\u001B[1;30;43merror TS2339\u001B[0m\n";
  const note = "\u001B[2mThe cell ran: type errors do not block it. %check block makes them.\u001B[0m\n";
  expect(complaints.besideRun([error], true)).toBe(amber + note);
  expect(complaints.besideRun([error], false)).toBe(amber);
  expect(complaints.besideRun([{ ...error, severity: "warning" }], true)).toBe(amber);
  expect(complaints.besideRun([{ ...error, file: "/folder/helper.ts" }], true)).toBe(amber);
  expect(complaints.blocks([error])).toEqual([error.rendered]);
});
