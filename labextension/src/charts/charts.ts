import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IThemeManager } from "@jupyterlab/apputils";
import { type IRenderMime, IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { isOnCanvas, withInk } from "./canvas-ink.ts";
import { isOwnChart } from "./is-own-chart.ts";
import { keepKeys, offerReading } from "./offer-reading.ts";

const VEGALITE = "application/vnd.vegalite.v5+json";
const OWN = "tsnb-Chart";

type Renderer = ReturnType<IRenderMimeRegistry["createRenderer"]>;

/**
 * Makes the charts that tsnb shows accessible by keyboard, shows their rows, and draws those on a canvas in the colours
 * of the theme. JupyterLab draws them as before.
 */
export const charts: JupyterFrontEndPlugin<void> = {
  id: "tsnb:charts",
  description: "Charts by keyboard and in the theme's colours, and the rows behind them",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [IThemeManager],
  activate: (app: JupyterFrontEnd, rendermime: IRenderMimeRegistry, themes: IThemeManager | null) => {
    // Another plugin adds the renderer of charts. Notebooks copy the registry when they are opened, which is later.
    void app.started.then(() => extendDrawing(rendermime, themes));
  },
};

function extendDrawing(rendermime: IRenderMimeRegistry, themes: IThemeManager | null): void {
  const drawing = rendermime.getFactory(VEGALITE);
  if (drawing === undefined) return;
  const createRenderer: typeof drawing.createRenderer = (options) => extended(drawing.createRenderer(options), themes);
  rendermime.addFactory({ safe: drawing.safe, mimeTypes: [VEGALITE], createRenderer }, rendermime.getRank(VEGALITE));
}

function extended(renderer: Renderer, themes: IThemeManager | null): Renderer {
  const draw = renderer.renderModel.bind(renderer);
  let latest = 0;
  let onCanvas: IRenderMime.IMimeModel | undefined;
  renderer.renderModel = async (model) => {
    latest += 1;
    const turn = latest;
    const isOwn = isOwnChart(model.metadata[VEGALITE]);
    onCanvas = isOwn && isOnCanvas(model.metadata[VEGALITE]) ? model : undefined;
    await draw(onCanvas === undefined ? model : withInk(model, VEGALITE));
    if (turn !== latest) return;
    renderer.toggleClass(OWN, isOwn);
    if (isOwn) offerReading(renderer.node, model.data[VEGALITE]);
  };
  const drawAnew = (): void => {
    if (onCanvas !== undefined) void renderer.renderModel(onCanvas);
  };
  themes?.themeChanged.connect(drawAnew, renderer);
  renderer.node.addEventListener("keydown", (event) => {
    if (renderer.hasClass(OWN)) keepKeys(event);
  });
  return renderer;
}
