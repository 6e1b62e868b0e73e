import { contentOf } from "../../../display/mime/content.ts";
import type { Displays } from "../display/displays.ts";
import type * as TslabModule from "./tslab-module.ts";
import { tslabVersions } from "./tslab-versions.ts";

/** The exports of `import * as tslab from "tslab"` in this kernel. */
export function tslab(displays: Displays): typeof TslabModule {
  return {
    display: display(displays, undefined),
    newDisplay: () => display(displays, displays.newId()),
    get versions() {
      return tslabVersions();
    },
  };
}

/** A display; with an id, its first call shows content and later calls replace it. */
function display(displays: Displays, displayId: string | undefined): TslabModule.Display {
  let shown = false;
  const raw = (type: string, content: unknown): void => {
    const bundle = {
      data: contentOf({ [type]: isJson(type) ? parsed(content) : content }, `Showing ${type} with tslab's display`),
      metadata: {},
    };
    if (displayId !== undefined && shown) displays.update(bundle, displayId);
    else displays.show(bundle, displayId);
    shown = true;
  };
  return {
    javascript: (script: string) => raw("text/javascript", script),
    html: (html: string) => raw("text/html", html),
    markdown: (text: string) => raw("text/markdown", text),
    latex: (text: string) => raw("text/latex", text),
    svg: (svg: string) => raw("image/svg+xml", svg),
    png: (bytes: Uint8Array) => raw("image/png", bytes),
    jpeg: (bytes: Uint8Array) => raw("image/jpeg", bytes),
    gif: (bytes: Uint8Array) => raw("image/gif", bytes),
    pdf: (bytes: Uint8Array) => raw("application/pdf", bytes),
    text: (text: string) => raw("text/plain", text),
    raw,
  };
}

function isJson(type: string): boolean {
  return /[/+]json$/.test(type);
}

function parsed(content: unknown): unknown {
  return typeof content === "string" ? JSON.parse(content) : content;
}
