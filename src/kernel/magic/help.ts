import type { Magic } from "./magic.ts";

const COLUMN = 23;

export const help: Magic = {
  name: "help",
  usage: "%help",
  help: "prints this",
  run: (_call, { magics, print }) => print(helpText(magics)),
};

function helpText(magics: readonly Magic[]): string {
  const lines = [
    ["!command", "runs a shell command and shows what it prints"],
    ...magics.map(({ usage, help: text }) => [usage, text]),
    ["name? and name??", "shows what is known about a name; with ?? its declaration too"],
  ].map(([usage = "", text]) => `  ${usage.padEnd(COLUMN - 1)} ${text}\n`);
  return `Lines that start with % or ! are commands to the kernel:

${lines.join("")}
Everything else is TypeScript. The value of the last expression is shown. Also at hand:

  await input("Name? ")                        asks for a line of text; { password: true } hides it
  prompt("Name? "), confirm("Sure? ")          the same without await; the kernel waits
  import { display } from "tsnb/display"       shows any value at any place of a cell
`;
}
