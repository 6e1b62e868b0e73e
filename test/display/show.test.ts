import { afterEach, expect, test, vi } from "vitest";
import type { MimeBundle } from "../../src/display/mime/mime.ts";
import { bundle } from "../../src/display/bundle.ts";
import { chart } from "../../src/display/chart.ts";
import { show } from "../../src/display/show.ts";
import { table } from "../../src/display/table/table.ts";
import { bars } from "../support/charts.ts";

const hook = Symbol.for("tsnb.display");

afterEach(() => {
  Reflect.deleteProperty(globalThis, hook);
  Reflect.deleteProperty(globalThis, "Deno");
  vi.restoreAllMocks();
});

function recordStdout(): string[] {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  return written;
}

test("in a plain script a chart is a sentence, a table is text, and other values are inspected", async () => {
  const written = recordStdout();
  const models = table([{ model: "levit", top1: 76.5 }]);
  await show(chart(bars));
  await show(models);
  await show([1, 2]);
  expect(written).toEqual([
    "Chart: Two bars (bar, 2 rows). The count of each kind.\n",
    `${models.text()}\n`,
    "[ 1, 2 ]\n",
  ]);
});

test("a kernel's hook gets the whole bundle and is awaited", async () => {
  const written = recordStdout();
  const shown: MimeBundle[] = [];
  Reflect.set(globalThis, hook, async (given: MimeBundle) => {
    await new Promise((resolve) => setImmediate(resolve));
    shown.push(given);
  });
  const made = chart(bars);
  await show(made);
  expect(shown).toEqual([await bundle(made)]);
  expect(written).toEqual([]);
});

test("Deno's kernel gets display_data; Deno without a kernel, which throws, is a plain script", async () => {
  const sent: unknown[] = [];
  const jupyter = { broadcast: (type: string, content: unknown) => Promise.resolve(sent.push(type, content)) };
  Reflect.set(globalThis, "Deno", { jupyter });
  await show([1]);
  expect(sent).toEqual(["display_data", { data: { "text/plain": "[ 1 ]" }, metadata: {}, transient: {} }]);

  const written = recordStdout();
  const broken = Object.defineProperty({}, "jupyter", {
    get: () => {
      throw new Error("Deno.jupyter is only available in `deno jupyter`");
    },
  });
  Reflect.set(globalThis, "Deno", broken);
  await show([2]);
  expect(written).toEqual(["[ 2 ]\n"]);
});

test("a chart that cannot be drawn fails in a notebook, with nothing shown", async () => {
  const shown: unknown[] = [];
  Reflect.set(globalThis, hook, (given: unknown) => shown.push(given));
  await expect(show({ ...bars, mark: "pint" })).rejects.toThrow('"pint" is not one of the marks');
  expect(shown).toEqual([]);
});
