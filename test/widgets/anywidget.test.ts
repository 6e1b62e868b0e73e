import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { anywidget, WidgetOptionError, WidgetValueError } from "../../src/widgets/index.ts";
import { AnyWidget } from "../../src/widgets/anywidget/anywidget.ts";
import { moduleSource, styleSource } from "../../src/widgets/anywidget/source.ts";
import { scratch } from "../support/scratch.ts";

const MODULE = "export default { render({ el }) { el.textContent = 'here'; } };\n";

describe("the front-end module of an anywidget", () => {
  it("is code, a file, or an address", () => {
    const folder = scratch({ "w.js": MODULE, "w.css": ".w { color: red; }" });
    expect(moduleSource(MODULE)).toBe(MODULE);
    expect(moduleSource(join(folder, "w.js"))).toBe(MODULE);
    expect(moduleSource(pathToFileURL(join(folder, "w.js")))).toBe(MODULE);
    expect(moduleSource("https://example.org/w.js")).toBe("https://example.org/w.js");
    expect(styleSource(join(folder, "w.css"))).toBe(".w { color: red; }");
    expect(styleSource(".w { color: blue; }")).toBe(".w { color: blue; }");
  });

  it("may be a file of TypeScript, whose types are removed", () => {
    const text = `import type { RenderProps } from "tsnb/widgets";
export type State = { count: number };
export default { render({ model }: RenderProps<State>): void { model.get("count"); } };`;
    const source = moduleSource(join(scratch({ "w.ts": text }), "w.ts"));
    expect(source).toContain("render({ model }) {");
    expect(source).not.toMatch(/RenderProps|State/);
  });

  it.each([
    ["no file", "missing.js", "ENOENT"],
    ["an import that the browser does not find", `import { h } from "preact";\n${MODULE}`, 'imports "preact"'],
    ["an import of a file", `import "./other.js";\n${MODULE}`, 'imports "./other.js"'],
  ])("is refused with %s", (_, esm, message) => {
    expect(() => moduleSource(esm)).toThrow(WidgetOptionError);
    expect(() => moduleSource(esm)).toThrow(message);
  });

  it("may import from an address, and may be wrong: the browser says so", () => {
    const remote = `import confetti from "https://example.org/confetti.js";\n${MODULE}`;
    expect(moduleSource(remote)).toBe(remote);
    expect(moduleSource("export default {")).toBe("export default {");
  });
});

describe("an anywidget's state", () => {
  it("is its value, with bytes as views", () => {
    const bytes = new DataView(Uint8Array.of(1, 2).buffer);
    const widget = anywidget({ esm: MODULE, state: { count: 1, bytes, note: null as string | null } });
    const seen: number[] = [];
    widget.onChange(({ count }) => seen.push(count));
    widget.set({ count: 2 });
    widget.set({ note: "x" });
    expect(widget.value).toEqual({ count: 2, bytes, note: "x" });
    expect(seen).toEqual([2, 2]);
    expect(widget).toBeInstanceOf(AnyWidget);
  });

  it.each([
    ["a function", { draw: () => 1 }, "draw is neither a JSON value nor bytes"],
    ["a symbol in a list", { list: [Symbol("x")] }, "list[0] is neither a JSON value nor bytes"],
    ["a bigint", { n: 1n }, "n is neither a JSON value nor bytes"],
  ])("is refused with %s", (_, state, message) => {
    expect(() => anywidget({ esm: MODULE, state })).toThrow(WidgetOptionError);
    expect(() => anywidget({ esm: MODULE, state })).toThrow(message);
  });

  it("writes dates as text, and leaves out what is undefined", () => {
    const widget = anywidget<object>({ esm: MODULE, state: { at: new Date(0), not: undefined } });
    expect(Reflect.get(widget.value, "at")).toBe("1970-01-01T00:00:00.000Z");
  });

  it("must be an object", () => {
    const widget = anywidget<object>({ esm: MODULE, state: {} });
    const set = (): void => void Reflect.set(widget, "value", 5);
    expect(set).toThrow(WidgetValueError);
  });
});
