import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { isOwnChart } from "./is-own-chart.ts";
import { keepKeys, offerReading } from "./offer-reading.ts";

const VEGALITE = "application/vnd.vegalite.v5+json";
const OWN = "tsnb-Chart";

type Renderer = ReturnType<IRenderMimeRegistry["createRenderer"]>;

/** Makes the charts that tsnb shows accessible by keyboard, and shows their rows. JupyterLab draws them as before. */
export const charts: JupyterFrontEndPlugin<void> = {
  id: "tsnb:charts",
  description: "Charts by keyboard, and the rows behind them",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate: (app: JupyterFrontEnd, rendermime: IRenderMimeRegistry) => {
    // Another plugin adds the renderer of charts. Notebooks copy the registry when they are opened, which is later.
    void app.started.then(() => extendDrawing(rendermime));
  },
};

function extendDrawing(rendermime: IRenderMimeRegistry): void {
  const drawing = rendermime.getFactory(VEGALITE);
  if (drawing === undefined) return;
  const createRenderer: typeof drawing.createRenderer = (options) => extended(drawing.createRenderer(options));
  rendermime.addFactory({ safe: drawing.safe, mimeTypes: [VEGALITE], createRenderer }, rendermime.getRank(VEGALITE));
}

function extended(renderer: Renderer): Renderer {
  const draw = renderer.renderModel.bind(renderer);
  let latest = 0;
  renderer.renderModel = async (model) => {
    latest += 1;
    const turn = latest;
    await draw(model);
    if (turn !== latest) return;
    const isOwn = isOwnChart(model.metadata[VEGALITE]);
    renderer.toggleClass(OWN, isOwn);
    if (isOwn) offerReading(renderer.node, model.data[VEGALITE]);
  };
  renderer.node.addEventListener("keydown", (event) => {
    if (renderer.hasClass(OWN)) keepKeys(event);
  });
  return renderer;
}
