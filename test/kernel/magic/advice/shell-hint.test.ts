import { expect, it } from "vitest";
import { shellHint } from "../../../../src/kernel/magic/advice/shell-hint.ts";

it.each([
  ["npm install lodash", "%npm install lodash"],
  ["  yarn add lodash;", "%npm add lodash"],
  ["pnpm i lodash", "%npm i lodash"],
  ["pnpm dlx create-vite", "!pnpm dlx create-vite"],
  ["yarn dlx create-vite", "!yarn dlx create-vite"],
  ["pip install pandas", "!pip install pandas"],
  ["cd ..", "%cd .."],
  ["git commit -m 'a'", "!git commit -m 'a'"],
  ["ls -la", "!ls -la"],
])("names the command for %s", (line, command) => {
  expect(shellHint(line)).toBe(`A command starts with % or !: write ${command}`);
});

it.each(["const npm install", "npm", "ls = 5 5", "git(", "foo bar", ""])("says nothing about %j", (line) => {
  expect(shellHint(line)).toBeUndefined();
});
