// Charts of the package echarts made for a server: `init(null, null, { renderer: "svg", ssr: true })`.
import type { MimeBundle } from "../mime/mime.ts";
import { hasMethod } from "../object.ts";
import { standaloneSvg } from "../svg-document.ts";
import { answerOf } from "./methods/own-method.ts";

export function is(value: object): boolean {
  return hasMethod(value, "renderToSVGString") && hasMethod(value, "setOption");
}

export function draw(value: object): MimeBundle | Promise<MimeBundle> {
  return answerOf(value, "renderToSVGString", (svg) => ({
    data: { "image/svg+xml": standaloneSvg(String(svg)), "text/plain": "Chart of echarts" },
    metadata: {},
  }));
}
