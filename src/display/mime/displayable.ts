import { inspect } from "node:util";
import { BUNDLE, DISPLAY, type Displayable, type MimeBundle } from "./mime.ts";

/** A value that notebooks show as the bundle; a console prints `about`. */
export function displayable(about: string, make: () => MimeBundle | Promise<MimeBundle>): Displayable {
  const shown = {
    [DISPLAY]: async () => (await make()).data,
    [BUNDLE]: make,
    [inspect.custom]: () => about,
  };
  for (const key of [DISPLAY, BUNDLE, inspect.custom]) Object.defineProperty(shown, key, { enumerable: false });
  return shown;
}
