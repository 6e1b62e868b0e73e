import { afterEach, describe, expect, it, vi } from "vitest";
import { clear, display, update } from "../../src/display/display.ts";
import { Progress, progress } from "../../src/display/progress.ts";

const HOOK = Symbol.for("tsnb.display");
const KERNEL = Symbol.for("tsnb.kernel");

type Shown = { data: unknown; slot: unknown };

function inNotebook(): Shown[] {
  const shown: Shown[] = [];
  Reflect.set(globalThis, HOOK, (bundle: { data: unknown }, slot: unknown) => shown.push({ data: bundle.data, slot }));
  return shown;
}

afterEach(() => {
  for (const key of [HOOK, KERNEL]) Reflect.deleteProperty(globalThis, key);
  vi.restoreAllMocks();
});

describe("in a notebook", () => {
  it("shows a value in its own output and replaces it there", async () => {
    const shown = inNotebook();
    const handle = await display(1);
    await handle.update(2);
    await display(3, { id: "named" });
    await update("named", 4);
    expect(shown).toEqual([
      { data: { "text/plain": "1" }, slot: { id: handle.id, update: false } },
      { data: { "text/plain": "2" }, slot: { id: handle.id, update: true } },
      { data: { "text/plain": "3" }, slot: { id: "named", update: false } },
      { data: { "text/plain": "4" }, slot: { id: "named", update: true } },
    ]);
    expect((await display(5)).id).not.toBe(handle.id);
  });

  it("clears outputs, at once or with the next output", async () => {
    const waits: unknown[] = [];
    Reflect.set(globalThis, KERNEL, { clear: (wait: unknown) => waits.push(wait) });
    await clear();
    await clear({ wait: true });
    expect(waits).toEqual([false, true]);
  });

  it("redraws progress in one output, at a limited rate, up to the end", () => {
    const shown = inNotebook();
    const bar = progress(1000, { label: "a <b>" });
    for (let step = 0; step < 1000; step++) bar.advance();
    expect(shown.length).toBeGreaterThanOrEqual(2);
    expect(shown.length).toBeLessThan(100);
    expect(shown[0]).toMatchObject({ slot: { update: false } });
    expect(shown.at(-1)).toMatchObject({
      slot: { update: true },
      data: {
        "text/html": expect.stringMatching(/^<div>a &lt;b&gt; <progress max="1000" value="1000">/),
        "text/plain": expect.stringMatching(/^a <b> 100 % █{30} 1000\/1000$/),
      },
    });
  });
});

describe("in a plain script", () => {
  it("prints values, and clears nothing", async () => {
    const printed: unknown[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(text) > 0);
    const handle = await display([1]);
    await handle.update([2]);
    await clear();
    expect(printed).toEqual(["[ 1 ]\n", "[ 2 ]\n"]);
  });

  it("prints the beginning and the end of progress on stderr", () => {
    const printed: unknown[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => printed.push(text) > 0);
    const bar = progress(4);
    bar.advance(2);
    expect(bar.done).toBe(2);
    bar.finish("all");
    bar.advance(5);
    expect(bar.done).toBe(4);
    expect(printed[0]).toMatch(/^ {2}0 % ░{30} 0\/4 0\.0 s\n$/);
    expect(printed[1]).toMatch(/^100 % █{30} 4\/4 all\n$/);
  });

  it("is complete with zero steps", () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(progress(0).text()).toMatch(/^100 % █{30} 0\/0/);
    expect(progress(3)).toBeInstanceOf(Progress);
  });
});
