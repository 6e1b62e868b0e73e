// These functions run inside the page: each is self-contained and can use only what the page has.
// JupyterLab exposes its application as `jupyterapp` because the server was started with expose_app_in_browser.

type Context = {
  drawImage(image: Element, x: number, y: number, width: number, height: number): void;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
};
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Element = {
  readonly localName: string;
  readonly parentElement: Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
  getBoundingClientRect(): Box;
};
type Cell = { readonly node: Element; readonly model: { readonly type: string; readonly executionState?: string } };
type Message = {
  readonly header: { readonly msg_type: string };
  readonly parent_header: { readonly msg_type?: string };
};
type Kernel = {
  readonly status: string;
  readonly iopubMessage: { connect(slot: (sender: unknown, message: Message) => void): void };
};
type Panel = {
  readonly content: { readonly widgets: readonly Cell[]; readonly model: { toJSON(): unknown } };
  readonly sessionContext: {
    readonly session: { readonly kernel: Kernel | null } | null;
  };
};

declare const document: { querySelectorAll(selector: string): Iterable<Element> };
// Pixels are read from a copy: Chromium warns about repeated reads from a canvas that is drawn on.
declare class OffscreenCanvas {
  constructor(width: number, height: number);
  getContext(kind: "2d", options: { readonly willReadFrequently: boolean }): Context | null;
}
declare const Image: new () => Element & { src: string; decode(): Promise<void> };
declare class XMLSerializer {
  serializeToString(element: Element): string;
}
declare function getComputedStyle(element: Element): { readonly color: string; readonly backgroundColor: string };

declare const jupyterapp: {
  readonly shell: { readonly currentWidget: Panel | null };
  readonly commands: { execute(id: string, args: object): Promise<unknown> };
  readonly statuses?: readonly string[];
};

/** True when the notebook's kernel has started and is idle. */
export function kernelIsIdle(): boolean {
  if (typeof jupyterapp === "undefined") return false;
  return jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle";
}

/** True when at least one cell has run and none is running or waiting: all have run, or one has failed. */
export function runIsOver(): boolean {
  const panel = jupyterapp.shell.currentWidget;
  const cells = (panel?.content.widgets ?? []).filter((cell) => cell.model.type === "code");
  const started = JSON.stringify(panel?.content.model.toJSON()).search(/"execution_count":\d/) >= 0;
  const idle = panel?.sessionContext.session?.kernel?.status === "idle";
  return started && idle && cells.every((cell) => cell.model.executionState !== "running");
}

/** Starts to record the requests for which the notebook's kernel reports its status. */
export function noteStatuses(): void {
  const statuses: string[] = [];
  jupyterapp.shell.currentWidget?.sessionContext.session?.kernel?.iopubMessage.connect((_, message) => {
    if (message.header.msg_type === "status") statuses.push(message.parent_header.msg_type ?? "");
  });
  Object.assign(jupyterapp, { statuses });
}

/** The types of the recorded requests, in order; one for each status message. */
export function notedStatuses(): readonly string[] {
  return jupyterapp.statuses ?? [];
}

/** The notebook as JupyterLab would save it. */
export function notebookDocument(): unknown {
  return jupyterapp.shell.currentWidget?.content.model.toJSON();
}

/** Runs one of JupyterLab's commands. */
export async function execute([id, args]: readonly [string, object]): Promise<void> {
  await jupyterapp.commands.execute(id, args);
}

/** The charts and tables of a cell: the number of coloured pixels of each chart, the rows and width of each table. */
export async function seenInCell(
  index: number,
): Promise<{ charts: number[]; tables: { rows: number; width: number }[] }> {
  const node = jupyterapp.shell.currentWidget?.content.widgets[index]?.node;
  if (node === undefined) return { charts: [], tables: [] };
  const drawn = [...node.querySelectorAll(".jp-OutputArea-output .vega-embed :is(canvas, svg.marks)")];
  const counting = drawn.map(async (element) => {
    const box = element.getBoundingClientRect();
    const [width, height] = [Math.round(box.width), Math.round(box.height)];
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    const image = new Image();
    // An SVG is drawn as an image of its own, on which the page's text colour is black.
    if (element.localName === "svg") {
      image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(element))}`;
      await image.decode();
    }
    copy?.drawImage(element.localName === "svg" ? image : element, 0, 0, width, height);
    const data = copy?.getImageData(0, 0, width, height).data ?? [];
    let coloured = 0;
    for (let at = 0; at < data.length; at += 4) {
      const rgb = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
      // A faded mark keeps its colour but is translucent.
      if (Math.max(...rgb) - Math.min(...rgb) > 30 && (data[at + 3] ?? 0) > 128) coloured += 1;
    }
    return coloured;
  });
  const charts = await Promise.all(counting);
  const tables = [...node.querySelectorAll(".jp-OutputArea-output table")].map((table) => ({
    rows: [...table.querySelectorAll("tbody tr")].length,
    width: table.getBoundingClientRect().width,
  }));
  return { charts, tables };
}

/** The computed colour of each element's text, and the backgrounds behind it from the nearest outwards. */
export function coloursOf(selector: string): { text: string; behind: string[] }[] {
  return [...document.querySelectorAll(selector)].map((element) => {
    const behind: string[] = [];
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      behind.push(getComputedStyle(at).backgroundColor);
    }
    return { text: getComputedStyle(element).color, behind };
  });
}

/** The place, in the page's pixels, of a coloured mark between two fractions of the width of a cell's first chart. */
export async function markIn([index, from, to]: readonly [number, number, number]): Promise<
  { x: number; y: number } | undefined
> {
  const node = jupyterapp.shell.currentWidget?.content.widgets[index]?.node;
  const [drawn] = [...(node?.querySelectorAll(".vega-embed :is(canvas, svg.marks)") ?? [])];
  if (drawn === undefined) return undefined;
  const box = drawn.getBoundingClientRect();
  const [width, height] = [Math.round(box.width), Math.round(box.height)];
  const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  const image = new Image();
  if (drawn.localName === "svg") {
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(drawn))}`;
    await image.decode();
  }
  copy?.drawImage(drawn.localName === "svg" ? image : drawn, 0, 0, width, height);
  const data = copy?.getImageData(0, 0, width, height).data ?? [];
  const coloured = (x: number, y: number): boolean => {
    const at = (y * width + x) * 4;
    const rgb = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    return Math.max(...rgb) - Math.min(...rgb) > 30;
  };
  for (let y = 4; y < height - 4; y += 1) {
    for (let x = Math.ceil(from * width); x < to * width - 4; x += 1) {
      const inside = coloured(x, y) && [-3, 3].every((by) => coloured(x + by, y) && coloured(x, y + by));
      if (inside) return { x: box.x + x, y: box.y + y };
    }
  }
  return undefined;
}
