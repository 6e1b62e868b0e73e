import type { IRenderMime } from "@jupyterlab/rendermime";

const INK = JSON.stringify("currentColor");

/** True for the metadata of a chart that is drawn on a canvas. */
export function isOnCanvas(metadata: unknown): boolean {
  if (typeof metadata !== "object" || metadata === null || !("embed_options" in metadata)) return false;
  const options = metadata.embed_options;
  return typeof options === "object" && options !== null && "renderer" in options && options.renderer === "canvas";
}

/**
 * The model of a chart with the theme's ink in place of `currentColor`, of which a canvas that is not in the page yet
 * makes black.
 */
export function withInk(model: IRenderMime.IMimeModel, mimeType: string): IRenderMime.IMimeModel {
  const { trusted, data, metadata } = model;
  const ink = getComputedStyle(document.body).getPropertyValue("--jp-content-font-color1").trim();
  const written = JSON.stringify(metadata[mimeType]).replaceAll(INK, JSON.stringify(ink));
  return {
    trusted,
    data,
    metadata: { ...metadata, [mimeType]: JSON.parse(written) },
    setData: (options) => model.setData(options),
  };
}
