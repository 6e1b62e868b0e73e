import type * as TslabModule from "./tslab-module.ts";
import { tslabVersions } from "./tslab-versions.ts";

function nothing(): void {}

const display: TslabModule.Display = {
  javascript: nothing,
  html: nothing,
  markdown: nothing,
  latex: nothing,
  svg: nothing,
  png: nothing,
  jpeg: nothing,
  gif: nothing,
  pdf: nothing,
  text: nothing,
  raw: nothing,
};

/** The exports of `tslab` where there is no notebook to show anything in. */
export const silentTslab: typeof TslabModule = {
  display,
  newDisplay: () => display,
  get versions() {
    return tslabVersions();
  },
};
