import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { notebookText } from "../support/notebooks.ts";
import { launchChromium } from "./support/browser.ts";
import { drag } from "./support/drag.ts";
import { execute, notebookDocument } from "./support/in-page.ts";
import { type JupyterServer, startJupyterLab } from "./support/jupyter-server.ts";
import { type LabPage, openNotebook, runAll } from "./support/lab-page.ts";
import { labDir, root } from "./support/paths.ts";
import { npmModules } from "./support/npm-modules.ts";
import { publicModules } from "./support/public-modules.ts";

/** The command that makes JupyterLab save the state of widgets with the notebook. */
const SAVE_STATE = "@jupyter-widgets/jupyterlab-manager:saveWidgetState";
const SHOTS = join(labDir, "screenshots", "widgets");

const CONTROLS = [
  `import { button, checkbox, column, dropdown, html, interact, output, progress, range, slider, text } from "tsnb/widgets";
import { chart } from "tsnb/display";
const year = slider(2000, 2026, { label: "Year" });
year`,
  `year.value`,
  `const clicks = button("Count");
const count = html("<i>nothing yet</i>");
clicks.onChange((n) => { count.value = \`<b>\${n} clicks</b>\`; });
const all = column(range(0, 10, { label: "Months" }), dropdown(["gpu", "cpu"], { label: "Device" }),
  checkbox(true, { label: "Logarithmic axis" }), text("levit", { label: "Name" }), clicks, count,
  progress(4, { label: "Done", value: 3 }));
all`,
  `all.value`,
  `interact(({ top, squared }) => {
  if (top === 1) throw new RangeError("one is too few");
  console.log("points", top);
  return chart({ data: { values: Array.from({ length: top }, (_, n) => ({ n, y: squared ? n * n : n })) },
    mark: "point", encoding: { x: { field: "n", type: "quantitative" }, y: { field: "y", type: "quantitative" } }, width: 300, height: 120 });
}, { top: [1, 20], squared: true })`,
  `const seen: number[] = [];
let busy = "waiting";
const loop = (async () => { for await (const value of year) seen.push(value); })();
const until = Date.now() + 20000;
while (year.value !== 2000 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
[year.value, seen.at(-1)]`,
];

let server: JupyterServer;
let browser: Browser;

beforeAll(async () => {
  server = await startJupyterLab(inject("venv"));
  browser = await launchChromium();
  await mkdir(SHOTS, { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(name: string, cells: readonly string[]): Promise<LabPage> {
  const file = join(labDir, `${name}.ipynb`);
  await writeFile(file, notebookText([...cells], "tsnb"));
  const lab = await openNotebook(browser, server, relative(root, file).replaceAll("\\", "/"));
  await lab.page.setViewportSize({ width: 1280, height: 1400 });
  lab.page.setDefaultTimeout(60_000);
  return lab;
}

function cellAt({ page }: LabPage, index: number): Locator {
  return page.locator(".jp-Notebook .jp-Cell").nth(index);
}

async function runCell(lab: LabPage, index: number): Promise<void> {
  await cellAt(lab, index).locator(".cm-content").click();
  await lab.page.keyboard.press("Control+Enter");
}

describe("controls in JupyterLab", () => {
  let lab: LabPage;

  beforeAll(async () => {
    lab = await open("widgets", CONTROLS.slice(0, 5));
    await runAll(lab.page);
  });

  afterAll(() => lab?.page.close());

  const outputOf = (index: number): Locator => cellAt(lab, index).locator(".jp-OutputArea-output");
  const sliderIn = (index: number): Locator => cellAt(lab, index).locator(".widget-slider").first();

  it("a slider is moved with the mouse, and the next cell has its value", async () => {
    await sliderIn(0).waitFor();
    await drag(lab, sliderIn(0).locator(".noUi-handle"), 60);
    const readout = Number(await sliderIn(0).locator(".widget-readout").innerText());
    expect(readout).toBeGreaterThan(2013);
    await runCell(lab, 1);
    await expect.poll(() => outputOf(1).innerText()).toBe(String(readout));
  });

  it("the others are drawn, changed and read", async () => {
    const box = cellAt(lab, 2);
    await box.locator("select").selectOption("cpu");
    await box.locator('input[type="checkbox"]').click();
    await box.locator('input[type="text"]').fill("vit");
    await box.locator('input[type="text"]').press("Enter");
    await box.getByRole("button", { name: "Count" }).click();
    await box.getByText("1 clicks").waitFor();
    await drag(lab, box.locator(".noUi-handle").first(), 100);
    await box.screenshot({ path: join(SHOTS, "controls.png") });
    await runCell(lab, 3);
    await expect
      .poll(() => outputOf(3).innerText())
      .toMatch(/\[\s*\[ [1-9]\d*, 10 \],\s*'cpu',\s*false,\s*'vit',\s*1,/);
  });

  it("an interaction redraws its chart in place as its slider moves, and shows an error there", async () => {
    const points = (): Promise<number> => cellAt(lab, 4).locator(".role-mark path").count();
    await expect.poll(points).toBe(10);
    await cellAt(lab, 4).getByText("points 10").waitFor();
    await drag(lab, sliderIn(4).locator(".noUi-handle"), 40);
    const top = async (): Promise<number> => Number(await sliderIn(4).locator(".widget-readout").innerText());
    await expect.poll(points).toBe(await top());
    expect(await top()).toBeGreaterThan(10);
    await drag(lab, sliderIn(4).locator(".noUi-handle"), -400);
    await cellAt(lab, 4).getByText("RangeError").first().waitFor();
    await drag(lab, sliderIn(4).locator(".noUi-handle"), 100);
    await expect.poll(points).toBe(await top());
    await cellAt(lab, 4).screenshot({ path: join(SHOTS, "interact.png") });
  });

  it("they live on in a page that is loaded again", async () => {
    await lab.saveAndReload();
    await lab.page.setViewportSize({ width: 1280, height: 1400 });
    await sliderIn(0).waitFor();
    await drag(lab, sliderIn(0).locator(".noUi-handle"), -400);
    await runCell(lab, 1);
    await expect.poll(() => outputOf(1).innerText()).toBe("2000");
    const before = await cellAt(lab, 4).locator(".role-mark path").count();
    await drag(lab, sliderIn(4).locator(".noUi-handle"), 60);
    await expect.poll(() => cellAt(lab, 4).locator(".role-mark path").count()).not.toBe(before);
  });

  it("their state is saved in the notebook", async () => {
    await lab.page.evaluate(execute, [SAVE_STATE, {}] as const);
    await lab.page.evaluate(execute, ["docmanager:save", {}] as const);
    await expect
      .poll(async () => JSON.stringify(await lab.page.evaluate(notebookDocument)))
      .toMatch(/application\/vnd.jupyter.widget-state\+json.*IntSliderModel/);
  });

  it("after a restart of the kernel they are dead, do no harm, and come back with their cell", async () => {
    const restarted = lab.page.evaluate(execute, ["kernelmenu:restart", {}] as const);
    await lab.page.locator(".jp-Dialog .jp-mod-accept").click();
    await restarted;
    await expect
      .poll(() => lab.page.locator(".jp-Notebook-ExecutionIndicator").getAttribute("data-status"))
      .toBe("idle");
    await runCell(lab, 0);
    await expect.poll(() => sliderIn(0).locator(".widget-readout").innerText()).toBe("2013");
    await drag(lab, sliderIn(0).locator(".noUi-handle"), 400);
    await runCell(lab, 1);
    await expect.poll(() => outputOf(1).innerText()).toBe("2026");
  });

  it("nothing fails in the page", () => {
    // JupyterLab warns when it reconnects to the restarted kernel.
    const expected = /RangeError|Connection lost, reconnecting/;
    expect(lab.troubles.filter((text) => !expected.test(text))).toEqual([]);
  });
});

describe("a busy kernel", () => {
  it("takes a slider's values while a cell awaits", async () => {
    const lab = await open("widgets-busy", [CONTROLS[0] ?? "", CONTROLS[5] ?? ""]);
    await runCell(lab, 0);
    const slider = cellAt(lab, 0).locator(".widget-slider");
    await slider.waitFor();
    await runCell(lab, 1);
    await expect.poll(() => cellAt(lab, 1).locator(".jp-InputPrompt").innerText()).toContain("*");
    await drag(lab, slider.locator(".noUi-handle"), -400);
    await expect.poll(() => cellAt(lab, 1).locator(".jp-OutputArea-output").innerText()).toBe("[ 2000, 2000 ]");
    expect(lab.troubles).toEqual([]);
    await lab.page.close();
  });
});

const OWN = `
const echo = anywidget<{ count: number; bytes: DataView }>({
  esm: \`export default () => ({
    initialize({ model }) { return { title: () => "the other: " + model.get("count") }; },
    render({ model, el, signal }) {
      const draw = () => { el.textContent = model.get("count") + " " + [...new Uint8Array(model.get("bytes").buffer)].join(","); };
      el.className = "echo";
      model.on("change:count", draw);
      el.onclick = () => {
        model.set("count", model.get("count") + 1);
        model.set("bytes", new Uint8Array([9, 8]));
        model.save_changes();
        model.send({ said: "hello" }, undefined, [new Uint8Array([7]).buffer]);
      };
      model.on("msg:custom", (content, buffers) => { el.title = content.back + buffers[0].getUint8(0); });
      draw();
    },
  })\`,
  css: ".echo { color: rgb(1, 2, 3); }",
  state: { count: 1, bytes: new DataView(Uint8Array.of(1, 2, 3).buffer) },
});
let said: unknown;
echo.onMessage((content, buffers) => { said = [content, buffers[0]?.getUint8(0)]; echo.send({ back: "there " }, [Uint8Array.of(5)]); });
echo`;

describe("anywidgets in JupyterLab", () => {
  let lab: LabPage;

  const MODULES = [
    {
      file: "wigglystuff/static/colorpicker.js",
      state: { color: "#aabbcc", show_label: true },
      sign: ".colorpicker-label",
    },
    {
      file: "wigglystuff/static/2dslider.js",
      state: { x: 0, y: 0, x_bounds: [-1, 1], y_bounds: [-1, 1], width: 200, height: 200 },
      sign: "canvas",
    },
    {
      file: "drawdata/static/bar_widget.js",
      state: { data: [], y_min: 0, y_max: 1, n_bins: 24, width: 500, height: 300, collection_names: ["a", "b"] },
      sign: "svg",
    },
    {
      file: "graphviz_anywidget/static/widget.js",
      state: {
        dot_source: "digraph { a -> b }",
        selected_direction: "bidirectional",
        search_type: "included",
        case_sensitive: false,
        enable_zoom: true,
        freeze_scroll: false,
      },
      sign: "svg .node",
    },
    {
      file: "rjv_anywidget/static/widget.js",
      state: { json_data: { answer: 42 }, theme: "rjv-default" },
      sign: "text=answer",
    },
  ];

  beforeAll(async () => {
    const modules = await publicModules(inject("venv"));
    const cells = MODULES.map(
      ({ file, state }) =>
        `const w${MODULES.findIndex((one) => one.file === file)} = anywidget({ esm: ${JSON.stringify(join(modules, file))}, state: ${JSON.stringify(state)} });
w${MODULES.findIndex((one) => one.file === file)}`,
    );
    lab = await open("anywidgets", [
      `import { anywidget } from "tsnb/widgets";`,
      ...cells,
      OWN,
      `[echo.value.count, [...new Uint8Array(echo.value.bytes.buffer, echo.value.bytes.byteOffset, echo.value.bytes.byteLength)], said]`,
      `anywidget({ esm: \`export default { async render({ host, model, el }) {
        const other = await host.getWidget(model.get("other"));
        el.className = "parent"; el.append(other.exports.title());
        const place = document.createElement("div"); el.append(place);
        await other.render({ el: place });
      } }\`, state: { other: echo.reference } })`,
      `anywidget({ esm: \`export default { render() { throw new Error("thrown on purpose"); } }\`, state: {} })`,
      `anywidget({ esm: \`export default { async render({ host, el }) { await host.getWidget("anywidget:unknown"); } }\`, state: {} })`,
      `w1.value.x`,
    ]);
    await runAll(lab.page);
  });

  afterAll(() => lab?.page.close());

  it.each(MODULES.map(({ file, sign }, index) => ({ file, sign, index })))(
    "$file, a public module, is drawn unchanged",
    async ({ sign, index, file }) => {
      const cell = cellAt(lab, index + 1);
      await cell.scrollIntoViewIfNeeded();
      const drawn = cell.locator(".jp-OutputArea-output").locator(sign).first();
      await drawn.waitFor();
      expect((await drawn.boundingBox())?.width).toBeGreaterThan(10);
      await cell.screenshot({ path: join(SHOTS, `${file.replaceAll(/\W/g, "-")}.png`) });
    },
  );

  it("a public module reports mouse events to the cell", async () => {
    const canvas = cellAt(lab, 2).locator("canvas");
    await canvas.scrollIntoViewIfNeeded();
    const { x = 0, y = 0 } = (await canvas.boundingBox()) ?? {};
    await lab.page.mouse.move(x + 100, y + 100);
    await lab.page.mouse.down();
    await lab.page.mouse.move(x + 140, y + 100, { steps: 4 });
    await lab.page.mouse.up();
    await runCell(lab, 11);
    // The circle's radius is 80 pixels.
    await expect
      .poll(async () => Number(await cellAt(lab, 11).locator(".jp-OutputArea-output").innerText()))
      .toBeCloseTo(0.5, 1);
  });

  it("state, bytes and messages go both ways", async () => {
    const echo = cellAt(lab, 6).locator(".echo");
    await echo.scrollIntoViewIfNeeded();
    expect(await echo.innerText()).toBe("1 1,2,3");
    const colour = `getComputedStyle(document.querySelector(".echo")).color`;
    expect(await lab.page.evaluate(colour)).toBe("rgb(1, 2, 3)");
    await echo.click();
    await expect.poll(() => echo.getAttribute("title")).toBe("there 5");
    await runCell(lab, 7);
    await expect
      .poll(() => cellAt(lab, 7).locator(".jp-OutputArea-output").innerText())
      .toBe("[ 2, [ 9, 8 ], [ { said: 'hello' }, 7 ] ]");
  });

  it("one finds another by its reference", async () => {
    const parent = cellAt(lab, 8).locator(".parent");
    await expect.poll(() => parent.innerText()).toMatch(/^the other: \d\s+\d 1,2,3|^the other: \d\s+\d 9,8/);
  });

  it("a module that throws, and an unknown reference, show their error in place", async () => {
    await cellAt(lab, 9).getByText("thrown on purpose").first().waitFor();
    // The front end reports an unknown reference only in the page's console.
    await expect.poll(() => lab.troubles.join("\n"), { timeout: 30_000 }).toContain("widget model not found");
  });

  it("nothing comes from outside", () => {
    expect(lab.troubles.filter((text) => text.startsWith("outside"))).toEqual([]);
  });

  it("their state is saved, bytes too", async () => {
    await lab.page.evaluate(execute, ["docmanager:save", {}] as const);
    await expect
      .poll(() => readFile(join(labDir, "anywidgets.ipynb"), "utf8"))
      .toMatch(/"encoding": "base64"[^]*"_esm"|"_esm"[^]*"encoding": "base64"/);
  });
});

describe("anywidgets from npm in JupyterLab", () => {
  const NAMES = ["leaflet", "openlayers"] as const;
  const SQUARE = {
    type: "Polygon",
    coordinates: [
      [
        [5, 45],
        [15, 45],
        [15, 55],
        [5, 55],
        [5, 45],
      ],
    ],
  };
  const call = { id: 1, method: "addGeoJSON", args: [], kwargs: { data: SQUARE, name: "square" } };
  const state = {
    center: [10, 50],
    zoom: 4,
    width: "400px",
    height: "300px",
    clicked: null,
    current_center: [],
    current_zoom: 0,
    current_bounds: [],
    _js_calls: [call],
    _js_events: [],
    _layers: {},
    _sources: {},
    _controls: {},
  };
  let lab: LabPage;

  beforeAll(async () => {
    const modules = await npmModules();
    const cells = NAMES.map((name) => {
      const [esm, css] = [".js", ".css"].map((ending) => JSON.stringify(join(modules, `${name}${ending}`)));
      // Leaflet cannot fit a map to a shape before the page has laid the map out, which is a matter of chance here.
      const own = name === "leaflet" ? { ...state, _js_calls: [] } : state;
      return `const ${name} = anywidget({ esm: ${esm}, css: ${css}, state: ${JSON.stringify(own)} });\n${name}`;
    });
    lab = await open("npm-widgets", [
      `import { anywidget } from "tsnb/widgets";`,
      ...cells,
      `Object.keys(leaflet.value.clicked ?? {}).includes("lng")`,
    ]);
    await runAll(lab.page);
  });

  afterAll(() => lab?.page.close());

  it.each([
    ["leaflet", 1, ".leaflet-container"],
    ["openlayers", 2, ".ol-viewport canvas"],
  ] as const)("%s is drawn unchanged", async (name, index, sign) => {
    const cell = cellAt(lab, index);
    await cell.scrollIntoViewIfNeeded();
    const drawn = cell.locator(".jp-OutputArea-output").locator(sign).first();
    await drawn.waitFor();
    expect((await drawn.boundingBox())?.width).toBeGreaterThan(100);
    await cell.screenshot({ path: join(SHOTS, `npm-${name}.png`) });
  });

  it("sends the cell the place where the map was clicked", async () => {
    const map = cellAt(lab, 1).locator(".leaflet-container");
    await map.scrollIntoViewIfNeeded();
    await map.click({ position: { x: 40, y: 40 } });
    await runCell(lab, 3);
    await expect.poll(() => cellAt(lab, 3).locator(".jp-OutputArea-output").innerText()).toBe("true");
  });

  it("asks nothing from outside, and reports no error", () => {
    expect(lab.troubles.filter((text) => !text.startsWith("console warning"))).toEqual([]);
  });
});
