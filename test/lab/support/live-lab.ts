import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { inject } from "vitest";
import { launchChromium } from "./browser.ts";
import { type JupyterServer, startJupyterLab } from "./jupyter-server.ts";
import type { LabPage } from "./lab-page.ts";
import { openCells } from "./open-cells.ts";
import { labDir } from "./paths.ts";

export const pictures: string = join(labDir, "pictures");

/** A JupyterLab, a browser, and a folder of helper files and notebooks that are edited. */
export class LiveLab {
  readonly folder: string;
  readonly server: JupyterServer;
  readonly browser: Browser;

  private constructor(folder: string, server: JupyterServer, browser: Browser) {
    this.folder = folder;
    this.server = server;
    this.browser = browser;
  }

  /** @param files the contents of the folder's files, by name. */
  static async start(name: string, files: Readonly<Record<string, string>>): Promise<LiveLab> {
    const folder = join(labDir, name);
    await Promise.all([folder, pictures].map((path) => mkdir(path, { recursive: true })));
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    return new LiveLab(folder, await startJupyterLab(inject("venv")), await launchChromium());
  }

  /** Opens a notebook of these cells, and waits until its kernel answers. */
  async open(name: string, ...sources: readonly string[]): Promise<LabPage> {
    const opened = await openCells(this.browser, this.server, { folder: this.folder, name, sources });
    await opened.page.locator(".jp-NotebookPanel[data-tsnb]").waitFor({ state: "attached" });
    return opened;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await rm(this.folder, { recursive: true });
  }
}

export function cell(page: Page, index: number): Locator {
  return page.locator(".jp-Notebook .jp-CodeCell").nth(index);
}

export async function textOf(page: Page, index: number): Promise<string> {
  return (await cell(page, index).locator(".cm-line").allTextContents()).join("\n");
}
