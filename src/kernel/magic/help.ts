import type { Magic } from "./magic.ts";

const COLUMN = 23;

export const help: Magic = {
  name: "help",
  usage: "%help",
  help: "prints this help",
  run: (_call, { magics, print }) => print(helpText(magics)),
};

function helpText(magics: readonly Magic[]): string {
  const lines = [
    ["!command", "runs a shell command and shows its output"],
    ["name = !command", "keeps the lines of its output, a string[]"],
    ...magics.map(({ usage, help: text }) => [usage, text]),
    ["name? and name??", "shows the type and documentation of a name; ?? adds its source"],
  ].map(([usage = "", text]) => `  ${usage.padEnd(COLUMN - 1)} ${text}\n`);
  return `Lines that start with % or ! are commands for the kernel; %% applies to the whole cell:

${lines.join("")}
Everything else is TypeScript. The value of the last expression is shown. Also available:

  await input("Name? ")                        asks for a line of text; { password: true } hides it
  prompt("Name? "), confirm("Sure? ")          the same without await; the kernel waits
  import { display } from "tsnb/display"       shows a value from anywhere in a cell
`;
}
