import { embedOptions } from "./embed-options.ts";
import { type MimeBundle, VEGALITE } from "../mime/mime.ts";
import { pictureOf } from "../picture/chart-picture.ts";
import { alternativeText, sentenceOf } from "./chart-sentence.ts";
import { specJson } from "./vega-lite-spec.ts";

/** A chart in the formats that notebooks store: live Vega-Lite, a picture for other readers, and a sentence. */
export async function chartBundle(spec: object): Promise<MimeBundle> {
  const json = specJson(spec);
  const { data, metadata, drawing } = await pictureOf(json, alternativeText(json));
  return {
    data: { [VEGALITE]: json, ...data, "text/plain": sentenceOf(json) },
    metadata: { ...(drawing && { [VEGALITE]: { embed_options: embedOptions(json, drawing) } }), ...metadata },
  };
}
