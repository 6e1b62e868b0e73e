/** This kernel's replacements for commands of IPython and other kernels. */
const INSTEAD: Readonly<Record<string, string>> = {
  alias: "write a function",
  capture: "write the values to variables instead of printing them",
  conda: "write !conda …",
  html: 'write import { html } from "tsnb/display"; html`…`',
  javascript: "write it as it is: cells are TypeScript",
  js: "write it as it is: cells are TypeScript",
  latex: 'write import { latex } from "tsnb/display"; latex`…`',
  load: 'read the file with await import("node:fs/promises")',
  ls: "write !ls",
  lsmagic: "write %help",
  markdown: 'use a Markdown cell, or write import { md } from "tsnb/display"; md`…`',
  matplotlib: "charts show themselves when they are the last expression",
  pinfo: "press Shift+Tab on the name",
  pip: "write %npm install NAME for a package of npm, or !pip … for one of Python",
  prun: "start the kernel with --cpu-prof",
  pwd: "write process.cwd()",
  python: "write !python -c '…'",
  reset_selective: "write %reset, or declare the name again",
  script: "write %%bash on the first line of the cell, or each line as !command",
  sh: "write %%bash on the first line of the cell, or each line as !command",
  svg: 'write import { svg } from "tsnb/display"; svg`…`',
  sx: "write name = !command",
  system: "write each line as !command, or name = !command to keep what it prints",
  timeit: "write %timeit CODE on a line of its own",
  ts: "write it as it is: cells are TypeScript",
  typescript: "write it as it is: cells are TypeScript",
  who_ls: "write %who",
  whos: "write %who",
  yarn: "write %npm …, which uses the package manager whose lock file the project has",
  pnpm: "write %npm …, which uses the package manager whose lock file the project has",
};

/** The advice for a command of another kernel; undefined when there is none. */
export function insteadOf(name: string): string | undefined {
  return Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
}
